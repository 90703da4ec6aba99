package io.lepton.stats.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Examples of Efron and Tibshirani, An Introduction to the Bootstrap (1993). */
class PublishedBootstrapTest {
  private static final double[] MICE = {94, 197, 16, 38, 99, 141, 23};

  /** Table 2.1: the limits for infinitely many replicates are 23.36 and 37.83. */
  @Test
  void standardErrorsOfTheTreatedMice() {
    int replicates = 400_000;
    Bootstrap.Result mean = MeanBootstrap.withDefaults().withReplicates(replicates).mean(MICE, 1);
    assertThat(mean.estimate()).isCloseTo(86.86, within(0.005));
    // five standard errors of a standard deviation of so many, kurtosis below 4
    double allowed = 5 * Math.sqrt(3.0 / 4 / replicates);
    assertThat(mean.standardError()).isCloseTo(23.36, within(0.005 + 23.36 * allowed));
    Bootstrap.Result median =
        QuantileBootstrap.withDefaults().withReplicates(replicates).quantile(MICE, 0.5, 1);
    assertThat(median.estimate()).isEqualTo(94);
    assertThat(median.standardError()).isCloseTo(37.83, within(0.005 + 37.83 * allowed));
  }

  private static double variance(double[] values, int[] places) {
    double sum = 0;
    double squares = 0;
    for (int place : places) {
      sum += values[place];
      squares += values[place] * values[place];
    }
    double mean = sum / places.length;
    return squares / places.length - mean * mean;
  }

  /** Chapter 14: variance of the spatial data A, 90 % intervals by 2000 replicates. */
  @Test
  void varianceOfTheSpatialData() {
    double[] values = {
      48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26,
      30, 41
    };
    ToDoubleFunction<int[]> statistic = places -> variance(values, places);
    int[][] all = {new int[values.length]};
    java.util.Arrays.setAll(all[0], i -> i);
    assertThat(Jackknife.acceleration(all, statistic)).isCloseTo(0.061, within(5e-4));
    Bootstrap bootstrap = Bootstrap.withDefaults().withReplicates(20_000).withLevel(0.9);
    Bootstrap.Result bca =
        bootstrap
            .with(Bootstrap.Method.BCA)
            .interval(values.length, statistic, new SplittableRandom(1));
    assertThat(bca.estimate()).isCloseTo(171.5, within(0.05));
    Bootstrap.Result percentile =
        bootstrap.interval(values.length, statistic, new SplittableRandom(2));
    // their ends are off by √(.05·.95/2000)/.103 = 0.047 standard errors (of 42); five times that,
    // and as much again for the bias correction
    assertThat(percentile.interval().low()).isCloseTo(100.8, within(5 * 0.047 * 42));
    assertThat(percentile.interval().high()).isCloseTo(233.9, within(5 * 0.047 * 42));
    assertThat(bca.interval().low()).isCloseTo(115.8, within(10 * 0.047 * 42));
    assertThat(bca.interval().high()).isCloseTo(259.6, within(10 * 0.047 * 42));
  }

  /** Figure 3.1 and table 6.1: correlation 0.776; 3200 replicates gave 0.132. */
  @Test
  void correlationOfTheLawSchools() {
    double[] tests = {576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594};
    double[] grades = {
      3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96
    };
    Bootstrap.Result result =
        Bootstrap.withDefaults()
            .withReplicates(20_000)
            .interval(15, places -> correlation(tests, grades, places), new SplittableRandom(3));
    assertThat(result.estimate()).isCloseTo(0.776, within(5e-4));
    assertThat(result.standardError())
        .isCloseTo(0.132, within(5e-4 + 5 * 0.132 * Math.sqrt(1.0 / 3200)));
  }

  private static double correlation(double[] x, double[] y, int[] places) {
    double meanX = 0;
    double meanY = 0;
    for (int i : places) {
      meanX += x[i] / places.length;
      meanY += y[i] / places.length;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i : places) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
