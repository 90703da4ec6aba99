package io.lepton.stats.test;

import io.lepton.model.Interval;
import io.lepton.stats.Alternative;

/** Intervals that go with an alternative: what the test would not reject. */
final class Intervals {
  private Intervals() {}

  static Interval around(
      double estimate, double reach, Alternative alternative, double level, String method) {
    double low = alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : estimate - reach;
    double high = alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : estimate + reach;
    return new Interval(low, high, level, method);
  }

  /** The interval cut to a range that holds the true value. */
  static Interval within(double least, double most, Interval interval) {
    return new Interval(
        Math.min(most, Math.max(least, interval.low())),
        Math.max(least, Math.min(most, interval.high())),
        interval.level(),
        interval.method());
  }
}
