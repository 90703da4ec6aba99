package io.lepton.explain;

import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.test.PairedT;
import org.jspecify.annotations.Nullable;

/** Student's t interval of a mean over cases. */
final class MeanInterval {
  private MeanInterval() {}

  /** Null where nothing shows how far off the mean may be: one case, or all alike. */
  static @Nullable Interval of(double[] values, double level) {
    if (values.length < 2 || !(SampleSummary.of(values).variance() > 0)) {
      return null;
    }
    Interval interval =
        PairedT.withDefaults().withLevel(level).test(values, new double[values.length]).interval();
    return new Interval(interval.low(), interval.high(), level, "Student's t");
  }
}
