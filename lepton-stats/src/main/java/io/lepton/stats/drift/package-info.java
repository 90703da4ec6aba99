/**
 * Whether data still looks as it did: bins fitted to a reference ({@link
 * io.lepton.stats.drift.QuantileBins}) and the {@link
 * io.lepton.stats.drift.PopulationStabilityIndex} with a threshold that knows the sample sizes.
 */
@NullMarked
package io.lepton.stats.drift;

import org.jspecify.annotations.NullMarked;
