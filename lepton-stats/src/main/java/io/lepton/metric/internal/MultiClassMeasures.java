package io.lepton.metric.internal;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Placements;
import io.lepton.stats.interval.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The measures of three classes or more: macro averages over the classes that occur. */
public final class MultiClassMeasures {
  private static final Logger LOG = LoggerFactory.getLogger(MultiClassMeasures.class);

  private final Cases cases;
  private final double level;
  private final int replicates;
  private final long seed;
  private final long[][] confusion;
  private final int[] actual;
  private final int[] predicted;

  public MultiClassMeasures(Cases cases, double level, int replicates, long seed) {
    this.cases = cases;
    this.level = level;
    this.replicates = replicates;
    this.seed = seed;
    this.confusion = cases.confusion();
    this.actual = cases.actual();
    this.predicted = cases.predicted();
  }

  public List<Measure> all() {
    int n = cases.size();
    boolean[] correct = cases.correct();
    int right = Curves.count(correct);
    List<Measure> measures = new ArrayList<>();
    measures.add(
        new Measure(
            "accuracy",
            (double) right / n,
            Wilson.withDefaults().withLevel(level).interval(right, n),
            n,
            Direction.HIGHER_IS_BETTER));
    addMacro(measures, "precision");
    addMacro(measures, "recall");
    addMacro(measures, "f1");
    addRocAuc(measures);
    measures.add(Means.logLoss(cases, level));
    measures.add(Means.brier(cases, level));
    double[] confidence = new double[n];
    for (int i = 0; i < n; i++) {
      confidence[i] = cases.probabilities(i)[predicted[i]];
    }
    CalibrationError error = new CalibrationError(correct, confidence);
    measures.add(
        new Measure(
            "expected_calibration_error",
            error.value(),
            error.interval(level, replicates, new SplittableRandom(seed)),
            n,
            Direction.LOWER_IS_BETTER));
    return List.copyOf(measures);
  }

  /**
   * The mean over classes of a·TP / (b·decided + c·actual), and its delta-method interval: each
   * case's influence is the derivative of that mean by its cell of the table.
   */
  private void addMacro(List<Measure> measures, String metric) {
    double numerator = metric.equals("f1") ? 2 : 1;
    double ofDecided = metric.equals("recall") ? 0 : 1;
    double ofActual = metric.equals("precision") ? 0 : 1;
    int k = confusion.length;
    double[] ratio = new double[k];
    double[] divisor = new double[k];
    int occurring = 0;
    for (int c = 0; c < k; c++) {
      long decided = 0;
      long truly = 0;
      for (int other = 0; other < k; other++) {
        decided += confusion[other][c];
        truly += confusion[c][other];
      }
      if (truly == 0) {
        continue; // the average is over classes that occur
      }
      occurring++;
      divisor[c] = ofDecided * decided + ofActual * truly;
      if (divisor[c] == 0) {
        LOG.debug(
            "{} is not defined on {}: class {} was never decided on",
            metric,
            cases.data().name(),
            cases.classes().get(c));
        return;
      }
      ratio[c] = numerator * confusion[c][c] / divisor[c];
    }
    double value = 0;
    for (double part : ratio) {
      value += part / occurring;
    }
    double[] influence = new double[cases.size()];
    for (int i = 0; i < influence.length; i++) {
      int row = actual[i];
      int column = predicted[i];
      double slope = (row == column ? numerator : 0) - ofActual * ratio[row];
      influence[i] = slope / divisor[row] / occurring;
      if (divisor[column] > 0) {
        influence[i] -= ofDecided * ratio[column] / divisor[column] / occurring;
      }
    }
    measures.add(
        new Measure(
            metric, value, around(value, influence), cases.size(), Direction.HIGHER_IS_BETTER));
  }

  private void addRocAuc(List<Measure> measures) {
    int[] occurring =
        IntStream.range(0, confusion.length)
            .filter(c -> IntStream.of(actual).anyMatch(a -> a == c))
            .toArray();
    if (occurring.length < 2) {
      LOG.debug("roc_auc is not defined on {}: only one class occurs", cases.data().name());
      return;
    }
    double value = 0;
    double[] influence = new double[cases.size()];
    for (int c : occurring) {
      Placements placements = Placements.of(cases.labels(c), cases.scores(c));
      value += placements.auc() / occurring.length;
      for (int i = 0; i < influence.length; i++) {
        influence[i] += placements.influence(i) / occurring.length;
      }
    }
    measures.add(
        new Measure(
            "roc_auc", value, around(value, influence), cases.size(), Direction.HIGHER_IS_BETTER));
  }

  private @Nullable Interval around(double value, double[] influence) {
    double squares = 0;
    for (double part : influence) {
      squares += part * part;
    }
    int n = influence.length;
    if (squares == 0 || n < 2) {
      return null;
    }
    double reach = Normal.critical(level) * Math.sqrt(squares * n / (n - 1.0));
    return new Interval(
        Math.max(0, value - reach), Math.min(1, value + reach), level, "delta method");
  }
}
