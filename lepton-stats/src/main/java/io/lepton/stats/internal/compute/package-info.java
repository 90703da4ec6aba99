/**
 * Which rows a resample or a subset takes, as functions of counters, and the loops of the JVM over
 * them. The plans are shared by all backends, so that these add up the same rows. Not API.
 */
@NullMarked
package io.lepton.stats.internal.compute;

import org.jspecify.annotations.NullMarked;
