/**
 * Intervals. One proportion: {@link io.lepton.stats.interval.Wilson}, {@link
 * io.lepton.stats.interval.ClopperPearson}; the difference of two independent ones: {@link
 * io.lepton.stats.interval.Newcombe}, of two paired ones: {@link
 * io.lepton.stats.interval.BonettPrice}; their ratios: {@link io.lepton.stats.interval.RiskRatio},
 * {@link io.lepton.stats.interval.OddsRatio}. Two means: {@link
 * io.lepton.stats.interval.RelativeLift}. Medians and other quantiles: {@link
 * io.lepton.stats.interval.QuantileInterval}.
 */
@NullMarked
package io.lepton.stats.interval;

import org.jspecify.annotations.NullMarked;
