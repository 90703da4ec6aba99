package io.lepton.stats.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Simulation;
import io.lepton.stats.compute.JvmBackend;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FastBootstrapTest {
  private static final MeanBootstrap MEANS = MeanBootstrap.withDefaults().withReplicates(2000);
  private static final double[] X = Simulation.normal(new SplittableRandom(1), 3000, 5, 2);

  private static double[] zerosAndOnes(int ones, int of) {
    double[] values = new double[of];
    Arrays.fill(values, 0, ones, 1);
    return values;
  }

  @Test
  void saysWhichRouteItTook() {
    assertThat(MEANS.mean(X, 1).route()).isEqualTo("3000 rows resampled; by jvm (default)");
    assertThat(MEANS.difference(X, zerosAndOnes(30, 70), 1).route())
        .contains("3000 rows resampled; binomial counts of 2 distinct values");
    double[] counts = Arrays.stream(X).map(Math::rint).toArray();
    assertThat(MEANS.mean(counts, 1).route()).contains("multinomial counts of");
    assertThat(QuantileBootstrap.withDefaults().quantile(X, 0.9, 1).route())
        .contains("order statistics");
  }

  @Test
  void countsGiveWhatRowsGive() {
    assertThat(MEANS.proportion(30, 70, 3)).isEqualTo(MEANS.mean(zerosAndOnes(30, 70), 3));
    Bootstrap.Result million =
        MEANS.proportionDifference(501_000, 1_000_000, 500_000, 1_000_000, 1);
    double formula = Math.sqrt(0.5 / 1_000_000);
    assertThat(million.standardError()).isCloseTo(formula, within(5 * formula / Math.sqrt(4000)));
  }

  /** The same values, counted and (moved a hair, so that all differ) as rows. */
  @Test
  void theCountedRouteHasTheLawOfRows() {
    double[] counts = Arrays.stream(X).map(Math::rint).toArray();
    double[] rows = counts.clone();
    for (int i = 0; i < rows.length; i++) {
      rows[i] += i * 1e-12;
    }
    MeanBootstrap many = MEANS.withReplicates(5000);
    for (Bootstrap.Method method : Bootstrap.Method.values()) {
      Bootstrap.Result counted = many.with(method).mean(counts, 5);
      Bootstrap.Result drawn = many.with(method).mean(rows, 6);
      double allowed = 5 * Math.sqrt(2) * 3.7 * drawn.standardError() / Math.sqrt(5000);
      assertThat(drawn.route()).contains("3000 rows");
      assertThat(counted.interval().low()).isCloseTo(drawn.interval().low(), within(allowed));
      assertThat(counted.interval().high()).isCloseTo(drawn.interval().high(), within(allowed));
    }
  }

  @Test
  void quantilesHaveTheLawOfRows() {
    double[] few = Arrays.copyOf(X, 41);
    for (double p : new double[] {0.1, 0.5, 0.83}) {
      Bootstrap.Result fast =
          QuantileBootstrap.withDefaults().withReplicates(20_000).quantile(few, p, 1);
      Bootstrap.Result drawn =
          Bootstrap.withDefaults()
              .withReplicates(20_000)
              .interval(41, places -> quantile(few, places, p), new SplittableRandom(2));
      assertThat(fast.estimate()).isEqualTo(drawn.estimate());
      double error = drawn.standardError() / Math.sqrt(20_000);
      assertThat(fast.bias()).isCloseTo(drawn.bias(), within(5 * Math.sqrt(2) * error));
      assertThat(fast.standardError())
          .isCloseTo(drawn.standardError(), within(5 * Math.sqrt(2) * error));
    }
  }

  private static double quantile(double[] values, int[] places, double p) {
    double[] sorted = Arrays.stream(places).mapToDouble(i -> values[i]).sorted().toArray();
    double place = p * (sorted.length - 1);
    int below = (int) place;
    return sorted[below]
        + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  }

  @Test
  void threadsDoNotChangeABit() {
    for (int threads : new int[] {2, 7}) {
      assertThat(withoutRoute(MEANS.with(JvmBackend.withThreads(threads)).lift(X, X, 4)))
          .isEqualTo(withoutRoute(MEANS.with(JvmBackend.withThreads(1)).lift(X, X, 4)));
      QuantileBootstrap quantiles = QuantileBootstrap.withDefaults();
      assertThat(quantiles.withThreads(threads).difference(X, X, 0.9, 4))
          .isEqualTo(quantiles.withThreads(1).difference(X, X, 0.9, 4));
    }
  }

  private static Object withoutRoute(Bootstrap.Result result) {
    return Arrays.asList(result.estimate(), result.interval(), result.standardError());
  }

  @Test
  void shardsMergeToWhatOnePassGives() {
    PoissonBootstrap one = PoissonBootstrap.empty(500, 9);
    PoissonBootstrap left = PoissonBootstrap.empty(500, 9);
    PoissonBootstrap right = PoissonBootstrap.empty(500, 9);
    for (int i = 0; i < 3000; i++) {
      one.add(i / 2, X[i]);
      (i % 3 == 0 ? left : right).add(i / 2, X[i]);
    }
    Bootstrap.Result whole = one.interval(0.9);
    for (PoissonBootstrap merged : new PoissonBootstrap[] {left.plus(right), right.plus(left)}) {
      Bootstrap.Result result = merged.interval(0.9);
      assertThat(result.estimate()).isCloseTo(whole.estimate(), within(1e-12));
      assertThat(result.interval().low()).isCloseTo(whole.interval().low(), within(1e-12));
      assertThat(result.interval().high()).isCloseTo(whole.interval().high(), within(1e-12));
    }
    double formula = 2 / Math.sqrt(3000);
    // pairs of rows stay together but are independent: 500 replicates, five standard errors, and
    // the spread of X itself
    assertThat(whole.standardError()).isCloseTo(formula, within(formula * 5 / Math.sqrt(800)));
  }

  @Test
  void littleBootstrapsAgreeWithTheFormula() {
    Bootstrap.Result result =
        LittleBootstraps.withDefaults()
            .interval(
                3000,
                (places, weights) -> {
                  double sum = 0;
                  double n = 0;
                  for (int i = 0; i < places.length; i++) {
                    sum += weights[i] * X[places[i]];
                    n += weights[i];
                  }
                  return sum / n;
                },
                1);
    double formula = 2 / Math.sqrt(3000);
    // 20 subsets of 122 cases: each knows the deviation to 1/√244, their mean to a fifth of that
    assertThat(result.standardError())
        .isCloseTo(formula, within(5 * formula / Math.sqrt(244 * 20)));
    assertThat(result.interval().width())
        .isCloseTo(2 * 1.96 * formula, within(2 * 1.96 * formula * 0.1));
  }

  private static void refused(ThrowingCallable call, String part) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContaining(part);
  }

  @Test
  void refusesWhatCannotBeResampled() {
    refused(() -> MEANS.mean(new double[] {}, 1), "0 values");
    refused(() -> MEANS.mean(new double[] {1}, 1), "1 values");
    refused(() -> MEANS.difference(X, new double[] {1, Double.NaN}, 1), "second[1] is NaN");
    refused(() -> MEANS.mean(new double[] {1, Double.NEGATIVE_INFINITY}, 1), "-Infinity");
    refused(() -> MEANS.lift(X, new double[] {-1, 1, -1, 1}, 1), "denominator");
    refused(() -> MEANS.ratio(new double[] {1, 2}, new double[] {1}, 1), "1");
    refused(() -> MEANS.withReplicates(99), "99 replicates");
    refused(() -> MEANS.proportion(5, 4, 1), "5 successes of 4");
    refused(() -> MEANS.proportion(1, 1, 1), "trials");
    refused(() -> QuantileBootstrap.withDefaults().quantile(X, 1, 1), "p is 1");
    refused(() -> QuantileBootstrap.withDefaults().quantile(new double[] {1}, 0.5, 1), "values");
    refused(() -> PoissonBootstrap.empty(200, 1).interval(0.9), "0 rows");
    refused(() -> PoissonBootstrap.empty(200, 1).add(1, Double.NaN), "NaN");
    refused(() -> PoissonBootstrap.empty(200, 1).plus(PoissonBootstrap.empty(200, 2)), "key");
    refused(() -> LittleBootstraps.withDefaults().interval(99, (p, w) -> 0, 1), "99 cases");
  }

  @Test
  void noSpreadIsAPointOrRefused() {
    double[] same = {3, 3, 3};
    for (Bootstrap.Method method :
        new Bootstrap.Method[] {Bootstrap.Method.PERCENTILE, Bootstrap.Method.BCA}) {
      Bootstrap.Result result = MEANS.with(method).mean(same, 1);
      assertThat(result.interval().low()).isEqualTo(3);
      assertThat(result.interval().high()).isEqualTo(3);
    }
    refused(() -> MEANS.with(Bootstrap.Method.STUDENTISED).mean(same, 1), "standard error");
  }

  @Test
  void bcaRefusesAnExtremeValue() {
    refused(
        () ->
            Bootstrap.withDefaults()
                .with(Bootstrap.Method.BCA)
                .interval(
                    20,
                    places -> Arrays.stream(places).distinct().count() == 20 ? 1 : 0.5,
                    new SplittableRandom(1)),
        "below the estimate");
  }
}
