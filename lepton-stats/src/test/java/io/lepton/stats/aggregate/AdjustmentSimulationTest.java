package io.lepton.stats.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.PostStratification.Stratum;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the adjustments promise, by simulation of skewed data with a true effect of 0.3. */
class AdjustmentSimulationTest {
  private static final int RUNS = 4000;
  private static final int UNITS = 100;
  private static final double RHO = 0.8;
  private static final double EFFECT = 0.3;

  /** Coverage of 95 % must lie within four standard errors of a share of RUNS. */
  private static final double FOUR_ERRORS = 4 * Math.sqrt(0.95 * 0.05 / RUNS);

  /** An estimator's spread over the runs, and how often its interval held the truth. */
  private static final class Record {
    final double[] estimates = new double[RUNS];
    int covered;
    double claimed;

    void add(int run, Effect effect) {
      estimates[run] = effect.estimate();
      covered += effect.interval(0.95).contains(EFFECT) ? 1 : 0;
      claimed += effect.standardError() * effect.standardError() / RUNS;
    }

    double variance() {
      return SampleSummary.of(estimates).variance();
    }

    double bias() {
      SampleSummary summary = SampleSummary.of(estimates);
      return Math.abs(summary.mean() - EFFECT) / Math.sqrt(summary.variance() / RUNS);
    }
  }

  /** Outcome and covariate with correlation RHO; the covariate is exponential. */
  private static double[][] units(SplittableRandom random, int n, double effect) {
    double[][] columns = new double[2][n];
    for (int i = 0; i < n; i++) {
      double x = -Math.log(1 - random.nextDouble()) - 1;
      double noise = -Math.log(1 - random.nextDouble()) - 1;
      columns[1][i] = x;
      columns[0][i] = effect + RHO * x + Math.sqrt(1 - RHO * RHO) * noise;
    }
    return columns;
  }

  @Test
  void adjustingTakesTheExplainedShareOfTheVarianceAndKeepsCoverage() {
    Record plain = new Record();
    Record cuped = new Record();
    Record interacted = new Record();
    Record stratified = new Record();
    SplittableRandom random = new SplittableRandom(20261122);
    for (int run = 0; run < RUNS; run++) {
      double[][] t = units(random, UNITS, EFFECT);
      double[][] c = units(random, UNITS, 0);
      Moments treatment = Moments.of(t);
      Moments control = Moments.of(c);
      plain.add(run, Effect.ofMeans(treatment.summary(0), control.summary(0)));
      cuped.add(run, RegressionAdjustment.cuped().estimate(treatment, control));
      interacted.add(run, RegressionAdjustment.interacted().estimate(treatment, control));
      stratified.add(run, PostStratification.estimate(List.of(part(t, c, 1), part(t, c, -1))));
    }
    // An estimated variance of RUNS values with the kurtosis of a normal has relative error
    // √(2/RUNS); the ratio of two at most the root of twice its square. θ costs 1/n further.
    double tolerance = 4 * Math.sqrt(4.0 / RUNS) + 3.0 / UNITS;
    assertThat(cuped.variance() / plain.variance())
        .isCloseTo(1 - RHO * RHO, within((1 - RHO * RHO) * tolerance));
    assertThat(interacted.variance() / plain.variance())
        .isCloseTo(1 - RHO * RHO, within((1 - RHO * RHO) * tolerance));
    assertThat(stratified.variance()).isLessThan(plain.variance());
    for (Record each : List.of(plain, cuped, interacted, stratified)) {
      assertThat(each.bias()).isLessThan(4);
      assertThat((double) each.covered / RUNS).isCloseTo(0.95, within(FOUR_ERRORS + 0.003));
      assertThat(each.claimed / each.variance()).isCloseTo(1, within(tolerance + 0.02));
    }
  }

  private static Stratum part(double[][] t, double[][] c, int side) {
    return new Stratum(part(t, side), part(c, side));
  }

  private static SampleSummary part(double[][] columns, int side) {
    return SampleSummary.of(
        IntStream.range(0, columns[0].length)
            .filter(i -> side * (columns[1][i] + 0.3) > 0)
            .mapToDouble(i -> columns[0][i])
            .toArray());
  }

  @Test
  void intervalsOfQuantilesCover() {
    Record median = new Record();
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < RUNS; run++) {
      double[][] t = units(random, 300, EFFECT);
      double[][] c = units(random, 300, 0);
      median.add(run, QuantileEffect.of(0.5).estimate(ValueCounts.of(t[0]), ValueCounts.of(c[0])));
    }
    // outer order statistics: never below, by the width of a few ranks above
    assertThat((double) median.covered / RUNS).isBetween(0.95 - FOUR_ERRORS, 0.985);
    assertThat(median.bias()).isLessThan(4);
  }
}
