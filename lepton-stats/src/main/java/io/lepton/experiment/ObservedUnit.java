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
  private final double[][] dates; // the same by dates since that of the exposure

  ObservedUnit(int arm, Instant exposed, Attributes attributes, int slots) {
    this.arm = arm;
    this.exposed = exposed;
    this.attributes = attributes;
    this.sums = new double[slots];
    this.counts = new int[slots];
    this.days = new double[slots][];
    this.dates = new double[slots][];
    Arrays.fill(days, NONE);
    Arrays.fill(dates, NONE);
  }

  void add(int slot, double value, Instant at) {
    sums[slot] += value;
    counts[slot]++;
    addOn(days, slot, Math.max(0, Duration.between(exposed, at).toDays()), value);
    addOn(dates, slot, Math.max(0, date(at) - date(exposed)), value);
  }

  private static void addOn(double[][] sums, int slot, long day, double value) {
    if (day < MOST_DAYS) {
      if (sums[slot].length <= day) {
        sums[slot] = Arrays.copyOf(sums[slot], (int) day + 1);
      }
      sums[slot][(int) day] += value;
    }
  }

  private static long date(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
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
    return number(days[slot], day, aggregation);
  }

  /** The outcomes of one date, counted in days of the calendar (UTC) since the exposure's. */
  double onDate(int slot, int day, Aggregation aggregation) {
    return number(dates[slot], day, aggregation);
  }

  private static double number(double[] sums, int day, Aggregation aggregation) {
    double sum = sums.length <= day ? 0 : sums[day];
    return aggregation == Aggregation.ANY && sum > 0 ? 1 : sum;
  }
}
