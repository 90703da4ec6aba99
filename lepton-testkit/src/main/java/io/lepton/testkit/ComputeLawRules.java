package io.lepton.testkit;

import static io.lepton.testkit.ComputeSubject.constant;
import static io.lepton.testkit.ComputeSubject.mean;
import static io.lepton.testkit.ComputeSubject.share;
import static io.lepton.testkit.ComputeSubject.tolerance;
import static io.lepton.testkit.ComputeSubject.values;
import static io.lepton.testkit.ComputeSubject.variance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.spi.RandomLaw;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The laws that the results of a backend follow. */
interface ComputeLawRules extends ComputeSubject {
  /** Enough for a standard error of 1.1 % of a standard deviation. */
  int REPLICATES = 8_000;

  @Test
  @DisplayName("takes exactly as many rows as there are, where weights are multinomial")
  default void multinomialTotals() {
    for (int rows : new int[] {1, 2, 64, 1023, 1024, 5000}) {
      double[][] columns = {constant(rows, 1)};
      assertThat(backend().resampledSums(Weights.MULTINOMIAL, columns, 300, 1)[0])
          .containsOnly(rows);
    }
  }

  @Test
  @DisplayName("takes every resample of three rows as often as it should")
  default void threeRows() {
    double[] sums =
        backend()
            .resampledSums(Weights.MULTINOMIAL, new double[][] {{1, 10, 100}}, REPLICATES, 2)[0];
    for (int ones = 0; ones <= 3; ones++) {
      for (int tens = 0; ones + tens <= 3; tens++) {
        int hundreds = 3 - ones - tens;
        double probability = 6.0 / 27 / (factorial(ones) * factorial(tens) * factorial(hundreds));
        assertThat(share(sums, ones + 10 * tens + 100 * hundreds))
            .isCloseTo(probability, within(tolerance(probability, REPLICATES)));
      }
    }
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  @Test
  @DisplayName("takes a row as often as a binomial, or Poisson, law says, wherever it lies")
  default void countsOfSingleRows() {
    int rows = 1500;
    double[][] columns = new double[4][rows];
    int[] places = {0, 63, 64, rows - 1};
    for (int c = 0; c < places.length; c++) {
      columns[c][places[c]] = 1;
    }
    for (Weights weights : Weights.values()) {
      double[][] counts = backend().resampledSums(weights, columns, REPLICATES, 3);
      for (double[] count : counts) {
        double probability =
            weights == Weights.POISSON ? Math.exp(-1) : Math.pow(1 - 1.0 / rows, rows);
        for (int k = 0; k < 5; k++) {
          assertThat(share(count, k))
              .isCloseTo(probability, within(tolerance(probability, REPLICATES)));
          probability *=
              weights == Weights.POISSON
                  ? 1.0 / (k + 1)
                  : (double) (rows - k) / (k + 1) / (rows - 1);
        }
      }
    }
  }

  @Test
  @DisplayName("gives sums the mean and the variance of the bootstrap")
  default void momentsOfResamples() {
    for (int rows : new int[] {40, 1200, 4133}) {
      double[] x = values(rows);
      double[] half = new double[rows];
      java.util.Arrays.fill(half, 0, rows / 2, 1);
      for (double[] column : new double[][] {x, half}) {
        double[][] columns = {column};
        moments(
            backend().resampledSums(Weights.MULTINOMIAL, columns, REPLICATES / 4, rows)[0],
            rows * mean(column),
            rows * variance(column));
        moments(
            backend().resampledSums(Weights.POISSON, columns, REPLICATES / 4, rows)[0],
            rows * mean(column),
            rows * (variance(column) + mean(column) * mean(column)));
      }
    }
  }

  /**
   * The sums are about normal: their variance varies by 2/n of its square, a little more if not.
   */
  private static void moments(double[] found, double mean, double variance) {
    double n = found.length;
    assertThat(mean(found)).isCloseTo(mean, within(5 * Math.sqrt(variance / n)));
    assertThat(variance(found)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.5 / n)));
  }

  @Test
  @DisplayName("takes every subset as often as any other")
  default void subsets() {
    for (int size = 0; size <= 5; size++) {
      double[] sums = backend().subsetSums(new double[] {1, 2, 4, 8, 16}, size, REPLICATES, 4);
      int of = 0;
      for (int subset = 0; subset < 32; subset++) {
        of += Integer.bitCount(subset) == size ? 1 : 0;
      }
      for (int subset = 0; subset < 32; subset++) {
        double probability = Integer.bitCount(subset) == size ? 1.0 / of : 0;
        assertThat(share(sums, subset))
            .isCloseTo(probability, within(tolerance(probability, REPLICATES) + 1e-12));
      }
    }
  }

  @Test
  @DisplayName("gives sums of subsets their size, mean and variance")
  default void momentsOfSubsets() {
    int rows = 2077;
    double[] x = values(rows);
    for (int size : new int[] {1, 3, 300, 1038, 1900, rows}) {
      assertThat(backend().subsetSums(constant(rows, 1), size, 50, 5)).containsOnly(size);
      double variance = variance(x) * size * (rows - size) / (rows - 1.0);
      double[] sums = backend().subsetSums(x, size, REPLICATES / 4, 5);
      if (size == rows || size < 100) {
        assertThat(mean(sums))
            .isCloseTo(size * mean(x), within(5 * Math.sqrt(variance / sums.length) + 1e-7));
      } else {
        moments(sums, size * mean(x), variance);
      }
    }
  }

  @Test
  @DisplayName("draws laws with their means and variances")
  default void draws() {
    Map<RandomLaw, double[]> laws = new LinkedHashMap<>();
    laws.put(new RandomLaw.Uniform(), new double[] {0.5, 1.0 / 12});
    laws.put(new RandomLaw.Normal(), new double[] {0, 1});
    laws.put(new RandomLaw.Gamma(0.4), new double[] {0.4, 0.4});
    laws.put(new RandomLaw.Gamma(7.5), new double[] {7.5, 7.5});
    laws.put(new RandomLaw.Beta(2, 5), new double[] {2.0 / 7, 10.0 / (49 * 8)});
    laws.put(new RandomLaw.Binomial(9, 0.3), new double[] {2.7, 1.89});
    laws.put(new RandomLaw.Binomial(1_000_000, 0.6), new double[] {600_000, 240_000});
    laws.put(new RandomLaw.Binomial(5, 0), new double[] {0, 0});
    laws.put(new RandomLaw.Binomial(5, 1), new double[] {5, 0});
    laws.forEach(
        (law, expected) -> {
          double[] draws = backend().draws(law, REPLICATES, 6);
          double n = draws.length;
          assertThat(mean(draws))
              .as("mean of %s", law)
              .isCloseTo(expected[0], within(5 * Math.sqrt(expected[1] / n)));
          // the fourth moment of the most skewed, Gamma(0.4), is 18 times the squared variance
          double kurtosis = law.equals(new RandomLaw.Gamma(0.4)) ? 18 : 4;
          assertThat(variance(draws))
              .as("variance of %s", law)
              .isCloseTo(expected[1], within(5 * expected[1] * Math.sqrt(kurtosis / n)));
        });
  }
}
