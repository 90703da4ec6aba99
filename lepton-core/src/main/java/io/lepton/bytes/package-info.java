/** Immutable bytes that are read in pieces, and their SHA-256. */
@NullMarked
package io.lepton.bytes;

import org.jspecify.annotations.NullMarked;
