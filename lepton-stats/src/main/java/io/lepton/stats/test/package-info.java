/**
 * Hypothesis tests. Each is an immutable configured object with a nested result that carries the
 * statistic, the p-value, the estimates and, where there is one, the interval: two means ({@link
 * io.lepton.stats.test.WelchT}), two proportions ({@link io.lepton.stats.test.TwoProportionZ}),
 * tables of counts ({@link io.lepton.stats.test.ChiSquare}), two classifiers on the same cases
 * ({@link io.lepton.stats.test.McNemar}, {@link io.lepton.stats.test.DeLong}), two distributions
 * ({@link io.lepton.stats.test.KolmogorovSmirnov}), and whether an experiment split its units as
 * planned ({@link io.lepton.stats.test.SampleRatioMismatch}).
 */
@NullMarked
package io.lepton.stats.test;

import org.jspecify.annotations.NullMarked;
