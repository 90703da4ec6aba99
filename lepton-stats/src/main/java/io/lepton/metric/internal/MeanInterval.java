package io.lepton.metric.internal;

import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Tails;
import org.jspecify.annotations.Nullable;

/** Student's t interval of a mean over cases. */
public final class MeanInterval {
  private MeanInterval() {}

  /** Within bounds the mean cannot leave; null for one case, or where all are alike. */
  public static @Nullable Interval student(
      double[] values, double least, double most, double level) {
    SampleSummary summary = SampleSummary.of(values);
    if (summary.variance() == 0) {
      return null; // nothing shows how far off the mean may be
    }
    double reach =
        Tails.studentUpperQuantile((1 - level) / 2, summary.n() - 1.0)
            * Math.sqrt(summary.variance() / summary.n());
    return new Interval(
        Math.max(least, summary.mean() - reach),
        Math.min(most, summary.mean() + reach),
        level,
        "Student's t");
  }
}
