package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Quantiles;

/** Intervals of sorted replicates. */
final class IntervalOf {
  private static final int FEWEST = 100;

  private IntervalOf() {}

  static int replicates(int value) {
    if (value < FEWEST) {
      throw new InvalidInputException(value + " replicates; expected at least " + FEWEST);
    }
    return value;
  }

  static Interval percentile(double[] sorted, double level) {
    double tail = (1 - level) / 2;
    return new Interval(
        Quantiles.ofSorted(sorted, tail),
        Quantiles.ofSorted(sorted, 1 - tail),
        level,
        "percentile bootstrap");
  }

  static Interval bca(double estimate, double[] sorted, double acceleration, double level) {
    String method = "BCa bootstrap";
    int n = sorted.length;
    int below = 0;
    int atMost = 0;
    for (double value : sorted) {
      below += value < estimate ? 1 : 0;
      atMost += value <= estimate ? 1 : 0;
    }
    double share = (below + atMost) / (2.0 * n);
    if (share == 0 || share == 1) {
      throw new InvalidInputException(
          "all replicates lie "
              + (share == 0 ? "above" : "below")
              + " the estimate "
              + estimate
              + ": the correction for bias is infinite and BCa not defined; the statistic does not"
              + " suit the bootstrap (an extreme value?), or take the percentile method");
    }
    double correction = -Normal.upperQuantile(share);
    double z = Normal.critical(level);
    double low = level(correction, -z, acceleration);
    double high = level(correction, z, acceleration);
    return new Interval(
        Quantiles.ofSorted(sorted, low), Quantiles.ofSorted(sorted, high), level, method);
  }

  private static double level(double correction, double z, double acceleration) {
    double shifted = correction + z;
    double scale = 1 - acceleration * shifted;
    if (!(scale > 0)) {
      throw new InvalidInputException(
          "the acceleration "
              + acceleration
              + " is too large for BCa at this level: one case rules the statistic; lower the"
              + " level, or take the percentile method");
    }
    return Normal.cumulative(correction + shifted / scale);
  }

  static Interval studentised(double estimate, double error, double[] sortedT, double level) {
    double tail = (1 - level) / 2;
    return new Interval(
        estimate - error * Quantiles.ofSorted(sortedT, 1 - tail),
        estimate - error * Quantiles.ofSorted(sortedT, tail),
        level,
        "studentised bootstrap");
  }
}
