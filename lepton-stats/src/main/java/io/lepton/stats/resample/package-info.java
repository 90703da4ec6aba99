/**
 * Intervals by resampling, for what has no formula or none to be trusted: {@link
 * io.lepton.stats.resample.MeanBootstrap} and {@link io.lepton.stats.resample.QuantileBootstrap}
 * for large data, {@link io.lepton.stats.resample.Bootstrap} for any statistic, {@link
 * io.lepton.stats.resample.PoissonBootstrap} for streams and shards, {@link
 * io.lepton.stats.resample.LittleBootstraps} for statistics that are costly on all cases.
 */
@NullMarked
package io.lepton.stats.resample;

import org.jspecify.annotations.NullMarked;
