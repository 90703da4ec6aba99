package io.lepton.metric.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.CalibrationBin;
import io.lepton.metric.PrecisionRecallPoint;
import io.lepton.metric.RocPoint;
import io.lepton.stats.internal.Order;
import io.lepton.stats.interval.Wilson;
import java.util.ArrayList;
import java.util.List;

/** Walks the thresholds from the highest score to the lowest, tied scores together. */
public final class Curves {
  private Curves() {}

  /** Told the counts decided positive at each distinct score. */
  private interface Step {
    void at(double threshold, long truePositives, long falsePositives);
  }

  private static void walk(boolean[] labels, double[] scores, Step step) {
    int[] order = Order.ascending(scores);
    long truePositives = 0;
    long falsePositives = 0;
    for (int k = order.length - 1; k >= 0; k--) {
      if (labels[order[k]]) {
        truePositives++;
      } else {
        falsePositives++;
      }
      if (k == 0 || scores[order[k - 1]] != scores[order[k]]) {
        step.at(scores[order[k]], truePositives, falsePositives);
      }
    }
  }

  static int count(boolean[] labels) {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }

  public static List<RocPoint> roc(boolean[] labels, double[] scores) {
    double positives = count(labels);
    double negatives = labels.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new InvalidInputException(
          "a ROC curve needs both classes; there are "
              + (long) positives
              + " positive and "
              + (long) negatives
              + " negative cases");
    }
    List<RocPoint> points = new ArrayList<>();
    points.add(new RocPoint(0, 0, Double.POSITIVE_INFINITY));
    walk(
        labels,
        scores,
        (threshold, truePositives, falsePositives) ->
            points.add(
                new RocPoint(falsePositives / negatives, truePositives / positives, threshold)));
    return List.copyOf(points);
  }

  public static List<PrecisionRecallPoint> precisionRecall(boolean[] labels, double[] scores) {
    double positives = count(labels);
    if (positives == 0) {
      throw new InvalidInputException("a precision-recall curve needs a positive case; found none");
    }
    List<PrecisionRecallPoint> points = new ArrayList<>();
    walk(
        labels,
        scores,
        (threshold, truePositives, falsePositives) ->
            points.add(
                new PrecisionRecallPoint(
                    truePositives / positives,
                    (double) truePositives / (truePositives + falsePositives),
                    threshold)));
    return List.copyOf(points);
  }

  /** The step-wise area under the precision-recall curve, as scikit-learn defines it. */
  static double averagePrecision(boolean[] labels, double[] scores) {
    double area = 0;
    double recall = 0;
    for (PrecisionRecallPoint point : precisionRecall(labels, scores)) {
      area += (point.recall() - recall) * point.precision();
      recall = point.recall();
    }
    return Math.min(1, area);
  }

  /** Bin of equal width, its upper edge included, as in scikit-learn; 0 falls into the first. */
  static int bin(double probability, int bins) {
    return Math.max(0, (int) Math.ceil(probability * bins) - 1);
  }

  public static List<CalibrationBin> calibration(
      boolean[] labels, double[] scores, int bins, double level) {
    if (bins < 1) {
      throw new InvalidInputException(bins + " bins; expected at least 1");
    }
    long[] counts = new long[bins];
    long[] positives = new long[bins];
    double[] sums = new double[bins];
    for (int i = 0; i < labels.length; i++) {
      int bin = bin(scores[i], bins);
      counts[bin]++;
      positives[bin] += labels[i] ? 1 : 0;
      sums[bin] += scores[i];
    }
    Wilson wilson = Wilson.withDefaults().withLevel(level);
    List<CalibrationBin> curve = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      if (counts[bin] > 0) {
        curve.add(
            new CalibrationBin(
                sums[bin] / counts[bin],
                (double) positives[bin] / counts[bin],
                counts[bin],
                wilson.interval(positives[bin], counts[bin])));
      }
    }
    return List.copyOf(curve);
  }
}
