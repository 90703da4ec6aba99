/**
 * Hypothesis tests. Each is an immutable configured object with a nested result that carries the
 * statistic, the p-value, the estimates and, where there is one, the interval.
 *
 * <ul>
 *   <li>Two means: {@link io.lepton.stats.test.WelchT}, {@link io.lepton.stats.test.StudentT}, on
 *       the same units {@link io.lepton.stats.test.PairedT}
 *   <li>Two proportions and tables: {@link io.lepton.stats.test.TwoProportionZ}, {@link
 *       io.lepton.stats.test.ChiSquare}, {@link io.lepton.stats.test.FisherExact}
 *   <li>By ranks: {@link io.lepton.stats.test.MannWhitney}, {@link
 *       io.lepton.stats.test.WilcoxonSignedRank}
 *   <li>Several groups: {@link io.lepton.stats.test.Anova}, {@link
 *       io.lepton.stats.test.KruskalWallis}, on the same blocks {@link
 *       io.lepton.stats.test.Friedman} with Nemenyi's comparisons
 *   <li>Two models: {@link io.lepton.stats.test.McNemar}, {@link io.lepton.stats.test.DeLong},
 *       {@link io.lepton.stats.test.CorrectedResampledT}, {@link io.lepton.stats.test.FiveByTwoCv}
 *   <li>Margins: {@link io.lepton.stats.test.NonInferiority}, {@link
 *       io.lepton.stats.test.Equivalence}
 *   <li>Without a distribution: {@link io.lepton.stats.test.PermutationTest}
 *   <li>Two distributions: {@link io.lepton.stats.test.KolmogorovSmirnov}
 *   <li>Whether an experiment split its units as planned: {@link
 *       io.lepton.stats.test.SampleRatioMismatch}
 * </ul>
 */
@NullMarked
package io.lepton.stats.test;

import org.jspecify.annotations.NullMarked;
