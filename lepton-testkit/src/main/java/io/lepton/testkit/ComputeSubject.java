package io.lepton.testkit;

import io.lepton.spi.ComputeBackend;
import java.util.SplittableRandom;

/** What the groups of rules for a backend share. */
interface ComputeSubject {
  ComputeBackend backend();

  /** Values with a mean far from zero and a skewed spread. */
  static double[] values(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = 100 - 3 * Math.log(1 - random.nextDouble());
    }
    return values;
  }

  static double[] constant(int rows, double value) {
    double[] values = new double[rows];
    java.util.Arrays.fill(values, value);
    return values;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** With the divisor n. */
  static double variance(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }

  /** Five standard deviations of a share of so many. */
  static double tolerance(double probability, int of) {
    return 5 * Math.sqrt(probability * (1 - probability) / of);
  }

  static double share(double[] values, double value) {
    int equal = 0;
    for (double each : values) {
      equal += Math.abs(each - value) < 1e-6 ? 1 : 0;
    }
    return (double) equal / values.length;
  }
}
