package io.lepton.experiment;

import io.lepton.experiment.Metric.Aggregation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** One exposed unit with the sums of its outcomes; a slot is a metric, or a ratio's denominator. */
final class ObservedUnit {
  static final int MOST_DAYS = 60;

  private static final double[] NONE = {};

  final int arm;
  final Instant exposed;
  final Attributes attributes;
  private final double[] sums;
  private final int[] counts;
  private final double[][] days; // by slot, each as long as the last day with an outcome

  ObservedUnit(int arm, Instant exposed, Attributes attributes, int slots) {
    this.arm = arm;
    this.exposed = exposed;
    this.attributes = attributes;
    this.sums = new double[slots];
    this.counts = new int[slots];
    this.days = new double[slots][];
    Arrays.fill(days, NONE);
  }

  void add(int slot, double value, Instant at) {
    sums[slot] += value;
    counts[slot]++;
    long day = Math.max(0, Duration.between(exposed, at).toDays());
    if (day < MOST_DAYS) {
      if (days[slot].length <= day) {
        days[slot] = Arrays.copyOf(days[slot], (int) day + 1);
      }
      days[slot][(int) day] += value;
    }
  }

  boolean hasOutcome(int slot) {
    return counts[slot] > 0;
  }

  double value(int slot, Aggregation aggregation) {
    return switch (aggregation) {
      case ANY -> sums[slot] > 0 ? 1 : 0;
      case SUM -> sums[slot];
      case MEAN -> sums[slot] / counts[slot];
    };
  }

  /** The outcomes of one day since exposure, the first being 0. */
  double onDay(int slot, int day, Aggregation aggregation) {
    double sum = days[slot].length <= day ? 0 : days[slot][day];
    return aggregation == Aggregation.ANY && sum > 0 ? 1 : sum;
  }
}
