package io.lepton.metric.internal;

import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;

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
    return new Measure(
        metric,
        Math.max(0, SampleSummary.of(losses).mean()),
        MeanInterval.student(losses, 0, most, level),
        losses.length,
        Direction.LOWER_IS_BETTER);
  }
}
