package io.lepton.metric;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.internal.BinaryMeasures;
import io.lepton.metric.internal.Cases;
import io.lepton.metric.internal.Curves;
import io.lepton.metric.internal.MultiClassMeasures;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.stats.internal.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The true classes and the predicted probabilities of one classifier on one set of data, and every
 * measure of how good it is.
 *
 * <p>With two classes one of them is positive, a case is decided for it at a probability of at
 * least the threshold (0.5 by default), and precision, recall, F1, the areas and the curves are of
 * the positive class. With more, the class of highest probability is decided on (the first of
 * equals), precision, recall, F1 and ROC AUC are macro averages over the classes that occur, each
 * against the rest, and there are no curves, scores or labels.
 *
 * <p>Immutable and safe for use by many threads; arrays are copied in and out.
 */
public final class ClassificationResult {
  private final Cases cases;
  private final double level;
  private final int replicates;
  private final long seed;

  private ClassificationResult(Cases cases, double level, int replicates, long seed) {
    this.cases = cases;
    this.level = level;
    this.replicates = replicates;
    this.seed = seed;
  }

  /**
   * Takes the predictions on a set of data.
   *
   * @param data what was predicted on
   * @param classes all classes the model knows, at least two, no two alike, in the order of the
   *     probabilities
   * @param positive the positive class of two; ignored with more classes, where it may be null
   * @param actual true class of each case, as a place in {@code classes}; at least one case
   * @param probabilities by case and class, from 0 to 1, each row with a sum of 1 (to 1e-6)
   * @return the result, with threshold 0.5 and 95 % intervals
   * @throws InvalidInputException if any of this does not hold; the message names the case
   */
  public static ClassificationResult of(
      DataReference data,
      List<String> classes,
      @Nullable String positive,
      int[] actual,
      double[][] probabilities) {
    return new ClassificationResult(
        Cases.of(data, classes, positive, actual, probabilities), 0.95, 1000, 42);
  }

  /**
   * Sets the probability from which on a case is decided to be positive; two classes only.
   *
   * @param threshold from 0 to 1
   * @return a new result
   * @throws InvalidInputException if it is out of range, or there are more than two classes
   */
  public ClassificationResult withThreshold(double threshold) {
    return new ClassificationResult(cases.withThreshold(threshold), level, replicates, seed);
  }

  /**
   * Sets the level of all intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new result
   */
  public ClassificationResult withLevel(double value) {
    return new ClassificationResult(cases, Checks.inside("level", value), replicates, seed);
  }

  /**
   * Sets the seed of the bootstrap, which the interval of the calibration error needs.
   *
   * @param value any number; 42 by default
   * @return a new result
   */
  public ClassificationResult withSeed(long value) {
    return new ClassificationResult(cases, level, replicates, value);
  }

  /**
   * Sets how often the bootstrap resamples.
   *
   * @param value at least 100; 1000 by default
   * @return a new result
   */
  public ClassificationResult withReplicates(int value) {
    if (value < 100) {
      throw new InvalidInputException(value + " replicates; expected at least 100");
    }
    return new ClassificationResult(cases, level, value, seed);
  }

  /**
   * Every metric that is defined on these cases, with its interval. One that is not, such as the
   * ROC AUC where only one class occurs or precision where nothing was predicted positive, is left
   * out.
   *
   * <table>
   * <caption>The metrics, in order</caption>
   * <tr><th>name</th><th>interval; n</th></tr>
   * <tr><td>accuracy</td><td>Wilson; all cases</td></tr>
   * <tr><td>precision</td><td>Wilson; cases predicted positive</td></tr>
   * <tr><td>recall</td><td>Wilson; positive cases</td></tr>
   * <tr><td>f1</td><td>Wilson on TP of TP + FP + FN, mapped by 2J/(1+J): given their number,
   * true positives are binomial among the cases that are positive or predicted so; n is their
   * number</td></tr>
   * <tr><td>roc_auc</td><td>DeLong; all cases</td></tr>
   * <tr><td>pr_auc</td><td>average precision; logit interval of Boyd, Eng and Page (2013);
   * positive cases</td></tr>
   * <tr><td>log_loss</td><td>Student's t on the losses of the cases; all cases. In nats;
   * probabilities below 2^-52 count as that</td></tr>
   * <tr><td>brier</td><td>Student's t; all cases. With two classes of the positive class (0 to 1),
   * with more the sum over classes (0 to 2)</td></tr>
   * <tr><td>expected_calibration_error</td><td>bootstrap; all cases. Ten bins of equal width, of
   * the positive class or, with more than two classes, of the class decided on. The estimate is
   * biased upwards in small samples (Bröcker 2012); the interval is of the error without that
   * bias: percentile bootstrap, moved down by the bias of the estimate and of its replicates, and
   * down to 0 if sound probabilities would give an error as large (Bröcker and Smith 2007)</td>
   * </tr>
   * </table>
   *
   * <p>With more than two classes precision, recall and F1 have delta-method intervals (Takahashi
   * et al. 2022) and ROC AUC one from the averaged DeLong components. An interval is absent where
   * none is sound: one case, or a variance of zero.
   *
   * @return the measures
   */
  public Evaluation evaluation() {
    return new Evaluation(
        cases.data(),
        cases.isBinary()
            ? new BinaryMeasures(cases, level, replicates, seed).all()
            : new MultiClassMeasures(cases, level, replicates, seed).all());
  }

  /**
   * Counts by true and decided class.
   *
   * @return the table
   */
  public ConfusionMatrix confusionMatrix() {
    return new ConfusionMatrix(cases.classes(), cases.confusion());
  }

  /**
   * The ROC curve: a point for each distinct score as threshold, from (0, 0) at +∞ to (1, 1).
   *
   * @return at least two points, rising in both rates
   * @throws InvalidInputException with more than two classes, or if only one class occurs
   */
  public List<RocPoint> rocCurve() {
    return Curves.roc(cases.labels(), cases.scores());
  }

  /**
   * The precision-recall curve: a point for each distinct score as threshold, from the highest.
   *
   * @return at least one point, rising in recall to 1
   * @throws InvalidInputException with more than two classes, or if there is no positive case
   */
  public List<PrecisionRecallPoint> precisionRecallCurve() {
    return Curves.precisionRecall(cases.labels(), cases.scores());
  }

  /**
   * The calibration curve of the positive class: bins of equal width over its probability, each
   * with its upper edge, empty ones left out; 0 falls into the first.
   *
   * @param bins at least 1
   * @return one point per bin that has cases, rising
   * @throws InvalidInputException with more than two classes, or fewer than one bin
   */
  public List<CalibrationBin> calibrationCurve(int bins) {
    return Curves.calibration(cases.labels(), cases.scores(), bins, level);
  }

  /**
   * What was predicted on.
   *
   * @return the data
   */
  public DataReference data() {
    return cases.data();
  }

  /**
   * The classes in the order of the probabilities.
   *
   * @return at least two
   */
  public List<String> classes() {
    return cases.classes();
  }

  /**
   * Number of cases.
   *
   * @return at least 1
   */
  public int size() {
    return cases.size();
  }

  /**
   * The probability of the positive class, per case.
   *
   * @return a copy
   * @throws InvalidInputException with more than two classes
   */
  public double[] scores() {
    return cases.scores();
  }

  /**
   * Whether each case is of the positive class.
   *
   * @return a copy
   * @throws InvalidInputException with more than two classes
   */
  public boolean[] labels() {
    return cases.labels();
  }

  /**
   * The true class of each case, as a place in {@link #classes}.
   *
   * @return a copy
   */
  public int[] actual() {
    return cases.actual();
  }

  /**
   * The class decided on for each case, as a place in {@link #classes}.
   *
   * @return a copy
   */
  public int[] predicted() {
    return cases.predicted();
  }

  /**
   * Whether each case was decided correctly.
   *
   * @return a new array
   */
  public boolean[] correct() {
    return cases.correct();
  }
}
