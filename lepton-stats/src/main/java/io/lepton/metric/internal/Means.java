package io.lepton.metric.internal;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Tails;
import org.jspecify.annotations.Nullable;

/** Metrics that are means over cases. */
final class Means {
  /** As scikit-learn's: a probability below this counts as this. */
  private static final double SMALLEST_PROBABILITY = Math.ulp(1.0);

  private Means() {}

  static Measure logLoss(Cases cases, double level) {
    int[] actual = cases.actual();
    double[] losses = new double[actual.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = -Math.log(Math.max(SMALLEST_PROBABILITY, cases.probabilities(i)[actual[i]]));
    }
    return mean("log_loss", losses, Double.POSITIVE_INFINITY, level);
  }

  static Measure brier(Cases cases, double level) {
    int[] actual = cases.actual();
    double[] losses = new double[actual.length];
    for (int i = 0; i < losses.length; i++) {
      double[] row = cases.probabilities(i);
      for (int j = 0; j < row.length; j++) {
        double error = row[j] - (actual[i] == j ? 1 : 0);
        if (j == cases.positive() || !cases.isBinary()) {
          losses[i] += error * error;
        }
      }
    }
    return mean("brier", losses, cases.isBinary() ? 1 : 2, level);
  }

  private static Measure mean(String metric, double[] losses, double most, double level) {
    SampleSummary summary = SampleSummary.of(losses);
    return new Measure(
        metric,
        Math.max(0, summary.mean()),
        interval(summary, most, level),
        losses.length,
        Direction.LOWER_IS_BETTER);
  }

  private static @Nullable Interval interval(SampleSummary summary, double most, double level) {
    if (summary.variance() == 0) {
      return null; // one case, or all alike: nothing shows how far off the mean may be
    }
    double reach =
        Tails.studentUpperQuantile((1 - level) / 2, summary.n() - 1.0)
            * Math.sqrt(summary.variance() / summary.n());
    return new Interval(
        Math.max(0, summary.mean() - reach),
        Math.min(most, summary.mean() + reach),
        level,
        "Student's t");
  }
}
