package io.lepton.stats;

import static io.lepton.stats.Simulation.normal;
import static io.lepton.stats.Simulation.rate;
import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.test.CorrectedResampledT;
import io.lepton.stats.test.Equivalence;
import io.lepton.stats.test.FiveByTwoCv;
import io.lepton.stats.test.NonInferiority;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.PermutationTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Expected numbers by R 4.2.2 and scipy 1.17.1; the call is beside each. */
@DisplayName("Margins, cross-validation and permutation")
class MarginsAndResamplingTest {
  private static final double[] FIRST = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
  private static final double[] SECOND = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
  private static final double[] FOLDS = {.02, .05, .01, .04, .03, -.01, .02, .06, .03, .02};

  private static void same(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(2e-13 + 1e-12 * Math.abs(expected)));
  }

  /** t.test(x, y, mu = -1, alternative = "greater"); mu = 1, "less"; conf.level = 0.9. */
  @Test
  void marginsOfMeans() {
    SampleSummary x = SampleSummary.of(FIRST);
    SampleSummary y = SampleSummary.of(SECOND);
    NonInferiority.Result result = NonInferiority.withMargin(1).means(x, y);
    same(result.statistic(), 3.99564236225558);
    same(result.pValue(), 0.000532873111572986);
    same(result.interval().low(), -0.194268896794708);
    assertThat(result.interval().high()).isInfinite();
    Equivalence.Result both = Equivalence.withMargin(1).means(x, y);
    same(both.pValue(), 0.0663566978355576);
    same(both.interval().low(), -0.194268896794708);
    same(both.interval().high(), 1.05804667457249);
    assertThat(both.interval().level()).isCloseTo(0.9, within(1e-15));
  }

  /**
   * The likelihood under the margin maximised by optimize(), good to about 1e-8; where all
   * succeeded it is known.
   */
  @Test
  void marginsOfProportions() {
    double[][] expected = {
      {83, 100, 88, 100, .1, 0.994765040736671},
      {190, 200, 185, 210, .05, 4.03165479479815},
      {10, 10, 20, 20, .1, 1 / Math.sqrt(0.9)}
    };
    for (double[] row : expected) {
      NonInferiority.Result result =
          NonInferiority.withMargin(row[4])
              .proportions((long) row[0], (long) row[1], (long) row[2], (long) row[3]);
      assertThat(result.statistic()).isCloseTo(row[5], within(1e-7));
    }
    assertThat(
            NonInferiority.withMargin(0.05)
                .with(NonInferiority.Better.LOWER)
                .proportions(0, 30, 0, 40)
                .statistic())
        .isCloseTo(-1.25656172486668, within(1e-7));
  }

  @Test
  void intervalsOfMarginsInvertTheTests() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      long m = random.nextInt(1, 80);
      long n = random.nextInt(1, 80);
      long s = random.nextInt((int) m + 1);
      long r = random.nextInt((int) n + 1);
      double margin = random.nextDouble(0.01, 0.5);
      NonInferiority.Result below = NonInferiority.withMargin(margin).proportions(s, m, r, n);
      assertThat(below.rejectsAt(0.05)).isEqualTo(below.interval().low() > -margin);
      Equivalence.Result both = Equivalence.withMargin(margin).proportions(s, m, r, n);
      assertThat(both.rejectsAt(0.05))
          .isEqualTo(both.interval().low() > -margin && both.interval().high() < margin);
      assertThat(both.pValue()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void atTheMarginNonInferiorityIsShownAsOftenAsAlpha() {
    int runs = 10_000;
    double rate =
        rate(
            31,
            runs,
            random ->
                NonInferiority.withMargin(0.1)
                    .proportions(
                        Simulation.binomial(random, 400, 0.7),
                        400,
                        Simulation.binomial(random, 400, 0.8),
                        400)
                    .rejectsAt(0.05));
    // the counts are discrete: within 0.004 of the level besides the error of the simulation
    assertThat(rate).isCloseTo(0.05, within(0.004 + tolerance(0.05, runs).value));
  }

  /** t = mean/sqrt((1/10 + 1/9) s²) with pt and qt of R. */
  @Test
  void correctedResampledT() {
    PairedT.Result result = CorrectedResampledT.withDefaults().test(FOLDS, 1.0 / 9);
    same(result.statistic(), 2.9341064910814);
    same(result.pValue(), 0.016645475459625);
    same(result.interval().low(), 0.00618335834735142);
    same(result.interval().high(), 0.0478166416526486);
    assertThatThrownBy(() -> CorrectedResampledT.withDefaults().test(new double[3], 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spread");
  }

  /** With pt and pf of R. */
  @Test
  void fiveTimesTwoFolds() {
    double[][] folds = new double[5][2];
    for (int i = 0; i < 10; i++) {
      folds[i / 2][i % 2] = FOLDS[i];
    }
    FiveByTwoCv.Result t = FiveByTwoCv.withDefaults().test(folds);
    same(t.statistic(), 0.885614885540095);
    same(t.pValue(), 0.416378554160686);
    FiveByTwoCv.Result f = FiveByTwoCv.withDefaults().with(FiveByTwoCv.Form.F).test(folds);
    same(f.statistic(), 2.13725490196078);
    same(f.pValue(), 0.207914923490935);
    assertThatThrownBy(() -> FiveByTwoCv.withDefaults().test(new double[4][2]))
        .hasMessageContaining("4 repeats");
    assertThatThrownBy(() -> FiveByTwoCv.withDefaults().test(new double[5][2]))
        .hasMessageContaining("spread");
  }

  /** scipy.stats.permutation_test(..., n_resamples=inf), difference of means. */
  @Test
  void allPermutations() {
    double[] x = {1.2, 3.4, 2.2, 5.1, 0.7};
    double[] y = {2.9, 4.4, 6.1, 3.8, 5.2, 7.7};
    double[] independent = {0.047619047619047616, 0.023809523809523808, 0.9805194805194806};
    double[] paired = {0.1875, 0.09375, 0.9375};
    for (Alternative alternative : Alternative.values()) {
      PermutationTest test = PermutationTest.withDefaults().with(alternative);
      PermutationTest.Result result = test.test(x, y, new SplittableRandom(1));
      assertThat(result.method()).isEqualTo(PermutationTest.Method.EXACT);
      assertThat(result.permutations()).isEqualTo(462);
      same(result.pValue(), independent[alternative.ordinal()]);
      double[] five = Arrays.copyOf(y, 5);
      same(test.paired(x, five, new SplittableRandom(1)).pValue(), paired[alternative.ordinal()]);
    }
  }

  @Test
  void drawnPermutationsAreRepeatableNeverZeroAndNearAllOfThem() {
    double[] x = normal(new SplittableRandom(1), 10, 0, 1);
    double[] y = normal(new SplittableRandom(2), 10, 0.7, 1);
    PermutationTest some = PermutationTest.withDefaults();
    PermutationTest all = some.withReplicates(200_000);
    double exact = all.test(x, y, new SplittableRandom(1)).pValue();
    PermutationTest.Result drawn = some.test(x, y, new SplittableRandom(7));
    assertThat(drawn.method()).isEqualTo(PermutationTest.Method.SAMPLED);
    assertThat(drawn.pValue()).isEqualTo(some.test(x, y, new SplittableRandom(7)).pValue());
    // twice a share of 9999: four standard deviations of it
    assertThat(drawn.pValue())
        .isCloseTo(exact, within(2 * tolerance(exact / 2, 9999).value + 2e-4));
    double[] far = normal(new SplittableRandom(2), 10, 99, 1);
    assertThat(some.test(x, far, new SplittableRandom(3)).pValue()).isCloseTo(2e-4, within(1e-15));
    assertThatThrownBy(() -> some.test(x, y, (a, b) -> Double.NaN, new SplittableRandom(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void drawnPermutationsKeepTheirLevelOnSkewedData() {
    int runs = 4000;
    PermutationTest test = PermutationTest.withDefaults().withReplicates(99);
    double rate =
        rate(
            32,
            runs,
            random ->
                test.with(Alternative.GREATER)
                        .test(skewed(random, 8), skewed(random, 12), random)
                        .pValue()
                    <= 0.05);
    assertThat(rate).isCloseTo(0.05, tolerance(0.05, runs));
  }

  private static double[] skewed(SplittableRandom random, int n) {
    double[] values = normal(random, n, 0, 1.5);
    for (int i = 0; i < n; i++) {
      values[i] = Math.exp(values[i]);
    }
    return values;
  }
}
