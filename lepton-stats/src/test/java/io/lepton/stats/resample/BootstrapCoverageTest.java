package io.lepton.stats.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.compute.JvmBackend;
import io.lepton.stats.compute.Simulation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether 95 % intervals hold the true mean in 95 % of the samples. */
class BootstrapCoverageTest {
  private static final int N = 50;

  private static double normal(SplittableRandom random) {
    return random.nextGaussian() + 1;
  }

  private static double lognormal(SplittableRandom random) {
    return Math.exp(random.nextGaussian() - 0.5);
  }

  private static double rare(SplittableRandom random) {
    return random.nextDouble() < 0.2 ? 5 : 0;
  }

  /** All three have the mean 1. */
  private static double coverage(
      Bootstrap.Method method, ToDoubleFunction<SplittableRandom> law, int runs) {
    MeanBootstrap bootstrap =
        MeanBootstrap.withDefaults()
            .withReplicates(999)
            .with(method)
            .with(JvmBackend.withThreads(1));
    return Simulation.withDefaults()
        .withRuns(runs)
        .rate(
            random -> {
              double[] values = new double[N];
              Arrays.setAll(values, i -> law.applyAsDouble(random));
              try {
                return bootstrap.mean(values, random.nextLong()).interval().contains(1);
              } catch (InvalidInputException noSpread) {
                return false;
              }
            },
            1)
        .estimate();
  }

  /**
   * The percentile interval of a normal mean is that of z with the divisor n: it covers with
   * P(|t49| < 1.96·√(49/50)), 0.9419; a thousand replicates lose another 0.002 at most.
   */
  @Test
  void coversANormalMean() {
    int runs = 800;
    double error = Math.sqrt(0.05 * 0.95 / runs);
    assertThat(coverage(Bootstrap.Method.PERCENTILE, BootstrapCoverageTest::normal, runs))
        .isCloseTo(0.941, within(4 * error + 0.002));
    assertThat(coverage(Bootstrap.Method.STUDENTISED, BootstrapCoverageTest::normal, runs))
        .isCloseTo(0.95, within(4 * error + 0.002));
  }

  /** The table of docs/resampling.md, to four digits: seeded, so always the same. */
  @Tag("slow")
  @Test
  void coversAsDocumented() {
    int runs = 10_000;
    double[][] documented = DOCUMENTED;
    SoftAssertions softly = new SoftAssertions();
    for (Bootstrap.Method method : Bootstrap.Method.values()) {
      double[] row = documented[method.ordinal()];
      double[] found = {
        coverage(method, BootstrapCoverageTest::normal, runs),
        coverage(method, BootstrapCoverageTest::lognormal, runs),
        coverage(method, BootstrapCoverageTest::rare, runs)
      };
      softly.assertThat(found).as("%s", method).containsExactly(row, within(5e-5));
    }
    softly.assertAll();
  }

  private static final double[][] DOCUMENTED = {
    {0.9399, 0.8990, 0.9534}, {0.9395, 0.9079, 0.9687}, {0.9491, 0.9317, 0.9564}
  };
}
