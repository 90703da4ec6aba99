package io.lepton.stats.interval;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Normal;

/** Intervals that are symmetric on the logarithm. */
final class LogRatio {
  private LogRatio() {}

  static Interval around(double ratio, double logError, double level, String method) {
    double factor = Math.exp(Normal.critical(level) * logError);
    return new Interval(ratio / factor, ratio * factor, level, method);
  }
}
