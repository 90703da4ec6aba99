/** Intervals by resampling, for what has no formula. */
@NullMarked
package io.lepton.stats.resample;

import org.jspecify.annotations.NullMarked;
