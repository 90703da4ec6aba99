/**
 * How a version lies in a plain folder: for those who write one, read one, or sign what is in it.
 */
@NullMarked
package io.lepton.registry.internal.folder;

import org.jspecify.annotations.NullMarked;
