/**
 * Programs to read, run and copy from: the quickstart walks a credit model through its whole life.
 */
@NullMarked
package io.lepton.examples;

import org.jspecify.annotations.NullMarked;
