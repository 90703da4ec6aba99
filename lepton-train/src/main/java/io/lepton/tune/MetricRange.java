package io.lepton.tune;

import io.lepton.model.Interval;
import java.util.Set;

/** The values a metric can have at all. */
record MetricRange(double low, double high) {
  private static final Set<String> SHARES =
      Set.of(
          "accuracy",
          "expected_calibration_error",
          "f1",
          "hit_rate",
          "mrr",
          "ndcg",
          "pr_auc",
          "precision",
          "recall",
          "roc_auc");
  private static final Set<String> LOSSES = Set.of("brier", "log_loss", "mae", "rmse");

  /** Any number for a metric of another name. */
  static MetricRange of(String metric) {
    if (SHARES.contains(metric)) {
      return new MetricRange(0, 1);
    }
    return new MetricRange(
        LOSSES.contains(metric) ? 0 : Double.NEGATIVE_INFINITY,
        metric.equals("r2") ? 1 : Double.POSITIVE_INFINITY);
  }

  /** The part of an interval that lies in the range. */
  Interval within(Interval interval) {
    return new Interval(
        Math.min(Math.max(interval.low(), low), high),
        Math.max(Math.min(interval.high(), high), low),
        interval.level(),
        interval.method());
  }
}
