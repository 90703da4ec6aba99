package io.lepton.tune.internal.gp;

import java.util.Arrays;

/**
 * Brings values to a scale that one Gaussian process can follow: what lies above the median counts
 * by its logarithm in units of the better half's width, and the worst no more than thrice the ninth
 * decile, so that terrible values do not flatten all others; then mean 0 and variance 1. No order
 * is turned round.
 */
public final class Outcomes {
  /** About 22,000 widths above the median: worse is not told apart. */
  private static final double WORST = 10;

  private Outcomes() {}

  /**
   * Transforms values of which lower ones are better.
   *
   * @param values at least one, finite
   * @return as many, of mean 0 and, unless all are equal, variance 1
   */
  public static double[] compressed(double[] values) {
    double median = median(values);
    double squares = 0;
    int better = 0;
    for (double value : values) {
      if (value <= median) {
        squares += (value - median) * (value - median);
        better++;
      }
    }
    double width = Math.sqrt(squares / better);
    double[] shorter = values.clone();
    for (int i = 0; i < values.length && width > 0; i++) {
      double above = (values[i] - median) / width;
      shorter[i] = above > 0 ? StrictMath.log1p(above) : above;
    }
    double[] sorted = shorter.clone();
    Arrays.sort(sorted);
    double decile = sorted[(int) (0.9 * (sorted.length - 1))];
    double limit = decile > 0 ? Math.min(3 * decile, WORST) : WORST;
    return standardized(
        width > 0 ? Arrays.stream(shorter).map(v -> Math.min(v, limit)).toArray() : shorter);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
  }

  private static double[] standardized(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = squares > 0 ? Math.sqrt(squares / values.length) : 1;
    return Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
  }

  /**
   * Scales a constraint's values without moving 0, up to which it is met; the logarithm of large
   * ones counts.
   *
   * @param values at least one, finite
   * @return as many, of the same signs
   */
  public static double[] slack(double[] values) {
    double scale = median(Arrays.stream(values).map(Math::abs).toArray());
    return Arrays.stream(values)
        .map(v -> Math.signum(v) * StrictMath.log1p(Math.abs(scale > 0 ? v / scale : v)))
        .toArray();
  }
}
