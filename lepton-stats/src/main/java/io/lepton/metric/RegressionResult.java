package io.lepton.metric;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.internal.MeanInterval;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The true and the predicted numbers of one model on one set of data, and how far they are apart.
 * Immutable and thread-safe; arrays are copied in and out.
 */
public final class RegressionResult {
  private final DataReference data;
  private final double[] actual;
  private final double[] predicted;
  private final double level;

  private RegressionResult(DataReference data, double[] actual, double[] predicted, double level) {
    this.data = data;
    this.actual = actual;
    this.predicted = predicted;
    this.level = level;
  }

  /**
   * Takes the predictions on a set of data.
   *
   * @param data what was predicted on
   * @param actual true numbers, finite, at least one
   * @param predicted as many, finite
   * @return the result, with 95 % intervals
   * @throws InvalidInputException if a number is not finite or the numbers are not as many
   */
  public static RegressionResult of(DataReference data, double[] actual, double[] predicted) {
    Checks.sample("actual", actual, 1);
    Checks.sample("predicted", predicted, 1);
    Checks.sameLength("actual", actual.length, "predicted", predicted.length);
    return new RegressionResult(
        Objects.requireNonNull(data), actual.clone(), predicted.clone(), 0.95);
  }

  /**
   * Sets the level of all intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new result
   */
  public RegressionResult withLevel(double value) {
    return new RegressionResult(data, actual, predicted, Checks.inside("level", value));
  }

  /**
   * Every measure that is defined, with its interval; n is the number of cases.
   *
   * <table>
   * <caption>The metrics, in order</caption>
   * <tr><th>name</th><th>what; interval</th></tr>
   * <tr><td>rmse</td><td>root of the mean squared error, in the target's unit; the root of Student's
   * t interval of the mean squared error</td></tr>
   * <tr><td>mae</td><td>mean absolute error, in the target's unit; Student's t</td></tr>
   * <tr><td>r2</td><td>1 − Σ(y − ŷ)² / Σ(y − ȳ)²; delta method on the ratio of the two means. Left
   * out where the true numbers are all equal</td></tr>
   * </table>
   *
   * @return the measures
   */
  public Evaluation evaluation() {
    double[] squared = new double[actual.length];
    double[] absolute = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      absolute[i] = Math.abs(actual[i] - predicted[i]);
      squared[i] = absolute[i] * absolute[i];
    }
    List<Measure> measures = new ArrayList<>();
    double meanSquare = SampleSummary.of(squared).mean();
    Interval square = MeanInterval.student(squared, 0, Double.POSITIVE_INFINITY, level);
    measures.add(measure("rmse", Math.sqrt(meanSquare), roots(square), Direction.LOWER_IS_BETTER));
    measures.add(
        measure(
            "mae",
            SampleSummary.of(absolute).mean(),
            MeanInterval.student(absolute, 0, Double.POSITIVE_INFINITY, level),
            Direction.LOWER_IS_BETTER));
    addDetermination(squared, meanSquare, measures);
    return new Evaluation(data, measures);
  }

  private Measure measure(
      String metric, double value, @Nullable Interval interval, Direction direction) {
    return new Measure(metric, value, interval, actual.length, direction);
  }

  private @Nullable Interval roots(@Nullable Interval square) {
    return square == null
        ? null
        : new Interval(
            Math.sqrt(square.low()), Math.sqrt(square.high()), level, "Student's t, root");
  }

  /** R² is a ratio of means; each case's influence on it gives the delta method's error. */
  private void addDetermination(double[] squared, double meanSquare, List<Measure> measures) {
    double mean = SampleSummary.of(actual).mean();
    double[] deviations = new double[actual.length];
    double spread = 0;
    for (int i = 0; i < actual.length; i++) {
      deviations[i] = (actual[i] - mean) * (actual[i] - mean);
      spread += deviations[i] / actual.length;
    }
    if (spread == 0) {
      return;
    }
    double unexplained = meanSquare / spread;
    double[] influence = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      influence[i] = 1 - unexplained - (squared[i] - unexplained * deviations[i]) / spread;
    }
    Interval student = MeanInterval.student(influence, Double.NEGATIVE_INFINITY, 1, level);
    Interval interval =
        student == null ? null : new Interval(student.low(), student.high(), level, "delta method");
    measures.add(measure("r2", 1 - unexplained, interval, Direction.HIGHER_IS_BETTER));
  }

  /**
   * What was predicted on.
   *
   * @return the data
   */
  public DataReference data() {
    return data;
  }

  /**
   * Number of cases.
   *
   * @return at least 1
   */
  public int size() {
    return actual.length;
  }

  /**
   * The true numbers.
   *
   * @return a copy
   */
  public double[] actual() {
    return actual.clone();
  }

  /**
   * The predicted numbers.
   *
   * @return a copy
   */
  public double[] predicted() {
    return predicted.clone();
  }
}
