package io.lepton.stats;

import static io.lepton.stats.Simulation.normal;
import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.stats.test.Anova;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.Friedman;
import io.lepton.stats.test.KruskalWallis;
import io.lepton.stats.test.MannWhitney;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.WilcoxonSignedRank;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("False alarms where nothing differs")
class NullRatesTest {
  private static final int RUNS = 10_000;
  private static final double[] LEVELS = {0.01, 0.05, 0.2, 0.5, 0.8};

  /**
   * The shares of p-values at or below a level. Exact tests of discrete data stay below it, tests
   * whose p-value is approximate may exceed it by their {@code slack}; all else is the error of the
   * simulation.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STUDENT, 0, false",
    "PAIRED, 0, false",
    "ANOVA, 0, false",
    "WELCH_ANOVA, 0.01, false",
    "KRUSKAL_WALLIS_SKEWED, 0.01, false",
    "FRIEDMAN_SKEWED, 0.03, false",
    "MANN_WHITNEY_EXACT_SKEWED, 0, true",
    "MANN_WHITNEY_EXACT_TIED, 0, true",
    "MANN_WHITNEY_NORMAL_TIED, 0.01, false",
    "SIGNED_RANK_EXACT_TIED, 0, true",
    "FISHER_RARE, 0, true"
  })
  void keepTheirLevel(Case test, double slack, boolean discrete) {
    SplittableRandom random = new SplittableRandom(100 + test.ordinal());
    int[] below = new int[LEVELS.length];
    for (int run = 0; run < RUNS; run++) {
      double p = test.pValue.applyAsDouble(random.split());
      assertThat(p).isBetween(0.0, 1.0);
      for (int i = 0; i < LEVELS.length; i++) {
        below[i] += p <= LEVELS[i] ? 1 : 0;
      }
    }
    for (int i = 0; i < LEVELS.length; i++) {
      double rate = (double) below[i] / RUNS;
      double error = tolerance(LEVELS[i], RUNS).value + slack;
      assertThat(rate).as("at %s", LEVELS[i]).isLessThanOrEqualTo(LEVELS[i] + error);
      if (!discrete) {
        assertThat(rate).as("at %s", LEVELS[i]).isGreaterThanOrEqualTo(LEVELS[i] - error);
      }
    }
  }

  enum Case {
    STUDENT(r -> StudentT.withDefaults().test(normal(r, 8, 5, 2), normal(r, 14, 5, 2)).pValue()),
    PAIRED(r -> PairedT.withDefaults().test(normal(r, 9, 1, 2), normal(r, 9, 1, 3)).pValue()),
    ANOVA(
        r ->
            Anova.withDefaults()
                .test(normal(r, 5, 0, 1), normal(r, 9, 0, 1), normal(r, 7, 0, 1))
                .pValue()),
    WELCH_ANOVA(
        r ->
            Anova.withDefaults()
                .with(Anova.Variances.WELCH)
                .test(normal(r, 12, 0, 1), normal(r, 15, 0, 4), normal(r, 20, 0, 2))
                .pValue()),
    KRUSKAL_WALLIS_SKEWED(
        r ->
            KruskalWallis.withDefaults()
                .test(skewed(r, 20), skewed(r, 25), skewed(r, 30))
                .pValue()),
    FRIEDMAN_SKEWED(
        r -> {
          double[][] blocks = new double[20][];
          for (int i = 0; i < blocks.length; i++) {
            blocks[i] = skewed(r, 5);
          }
          return Friedman.withDefaults().test(blocks).pValue();
        }),
    MANN_WHITNEY_EXACT_SKEWED(
        r -> MannWhitney.withDefaults().test(skewed(r, 8), skewed(r, 12)).pValue()),
    MANN_WHITNEY_EXACT_TIED(
        r -> MannWhitney.withDefaults().test(tied(r, 9, 0), tied(r, 12, 0)).pValue()),
    MANN_WHITNEY_NORMAL_TIED(
        r ->
            MannWhitney.withDefaults()
                .with(MannWhitney.Method.ASYMPTOTIC)
                .test(tied(r, 60, 0), tied(r, 80, 0))
                .pValue()),
    SIGNED_RANK_EXACT_TIED(r -> WilcoxonSignedRank.withDefaults().test(tied(r, 15, 3)).pValue()),
    FISHER_RARE(
        r -> {
          long first = Simulation.binomial(r, 200, 0.02);
          long second = Simulation.binomial(r, 300, 0.02);
          return first + second == 0
              ? 1
              : FisherExact.withDefaults()
                  .test(new long[][] {{first, 200 - first}, {second, 300 - second}})
                  .pValue();
        });

    private final ToDoubleFunction<SplittableRandom> pValue;

    Case(ToDoubleFunction<SplittableRandom> pValue) {
      this.pValue = pValue;
    }
  }

  private static double[] skewed(SplittableRandom random, int n) {
    double[] values = normal(random, n, 0, 1.5);
    for (int i = 0; i < n; i++) {
      values[i] = Math.exp(values[i]);
    }
    return values;
  }

  /** Whole numbers from 0 to 6, shifted down. */
  private static double[] tied(SplittableRandom random, int n, int shift) {
    return random.ints(n, 0, 7).mapToDouble(value -> value - shift).toArray();
  }
}
