package io.lepton.tune;

import io.lepton.data.Dataset;
import io.lepton.data.Fold;
import io.lepton.data.Folds;
import io.lepton.data.Split;
import io.lepton.data.split.RowFold;
import io.lepton.data.split.Selectable;
import io.lepton.data.split.TrainTest;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.train.TabularClassifier;
import io.lepton.train.Trained;
import io.lepton.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures a model on folds it was not trained on. Everything that is fitted, cleaning and encoding
 * included, is fitted on the training folds only; early stopping uses a part of them, never the
 * held-out fold. Immutable.
 */
public final class CrossValidation {
  private static final int REPLICATES = 100; // of intervals that are not used here

  private final Dataset data;
  private final int folds;
  private final int repeats;
  private final double validation;
  private final long seed;

  private CrossValidation(Dataset data, int folds, int repeats, double validation, long seed) {
    this.data = data;
    this.folds = folds;
    this.repeats = repeats;
    this.validation = validation;
    this.seed = seed;
  }

  /**
   * Defines one round of 5 stratified folds with seed 0, in which a fifth of each training part
   * validates.
   *
   * @param data with labels
   * @return the cross-validation
   */
  public static CrossValidation of(Dataset data) {
    return new CrossValidation(Objects.requireNonNull(data), 5, 1, 0.2, 0);
  }

  /**
   * Sets the number of folds.
   *
   * @param count at least 2
   * @return a new cross-validation
   */
  public CrossValidation folds(int count) {
    return new CrossValidation(data, count, repeats, validation, seed);
  }

  /**
   * Sets how often the data is cut into folds anew.
   *
   * @param count at least 1
   * @return a new cross-validation
   */
  public CrossValidation repeats(int count) {
    return new CrossValidation(data, folds, count, validation, seed);
  }

  /**
   * Sets how much of each training part is kept for early stopping.
   *
   * @param fraction at least 0, below 1; with 0 a classifier trains for all its epochs
   * @return a new cross-validation
   * @throws InvalidInputException if it is out of range
   */
  public CrossValidation validation(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new InvalidInputException(
          "validation fraction " + fraction + "; expected at least 0 and below 1");
    }
    return new CrossValidation(data, folds, repeats, fraction, seed);
  }

  /**
   * Sets the seed of folds and validation parts. A classifier's own seed is added to the number of
   * each training.
   *
   * @param value any number
   * @return a new cross-validation
   */
  public CrossValidation seed(long value) {
    return new CrossValidation(data, folds, repeats, validation, value);
  }

  /**
   * Trains and measures once for each fold.
   *
   * @param classifier to be measured; a category that comes in few rows may be missing from a
   *     training part, so it should encode unknown ones as zeros
   * @param metric a name of {@link ClassificationResult#evaluation()}
   * @return the metric on each fold
   * @throws InvalidInputException if folds, repeats or data do not fit
   * @throws io.lepton.error.NotFoundException if the metric is not defined on a fold
   */
  public CrossValidated measure(TabularClassifier classifier, String metric) {
    List<Double> values = new ArrayList<>();
    for (Fold fold : Folds.repeated(data, folds, repeats, seed)) {
      Trained trained = train(classifier.seed(classifier.seed() + values.size()), fold.train());
      ClassificationResult result = trained.score(fold.test()).withReplicates(REPLICATES);
      values.add(result.evaluation().get(metric).value());
    }
    return new CrossValidated(metric, folds, values);
  }

  /**
   * How a model is trained for one fold.
   *
   * @param <D> the data's type
   */
  @FunctionalInterface
  public interface Training<D> {
    /**
     * Trains.
     *
     * @param part everything but the held-out fold; what stops early takes its validation data from
     *     it
     * @param number of the training, from 0, to be added to a seed
     * @return the model
     */
    TrainedModel<D> train(D part, int number);
  }

  /**
   * Trains and measures any template once for each fold of rows, such as
   *
   * <pre>{@code
   * CrossValidation.measure(
   *     digits,
   *     RowFolds.stratified(labels, 5, 1),
   *     (part, number) -> ImageClassifier.define(shape).seed(number).train(part),
   *     "accuracy");
   * }</pre>
   *
   * @param data of any kind
   * @param folds of its rows; each row is held out once in each repeat, or at most once, as with
   *     folds by time
   * @param training of a model
   * @param metric a name of what the model's {@link TrainedModel#evaluate} measures
   * @param <D> the data's type
   * @return the metric on each fold; its interval is for folds of equal size, and by time, where
   *     the first are trained on less, an approximation
   * @throws InvalidInputException if there are fewer than two folds in a repeat, a fold has no
   *     rows, or they do not fit the data
   * @throws io.lepton.error.NotFoundException if the metric is not defined on a fold
   */
  public static <D extends Selectable<D>> CrossValidated measure(
      D data, List<RowFold> folds, Training<D> training, String metric) {
    List<Double> values = new ArrayList<>();
    long heldOut = 0;
    for (RowFold fold : folds) {
      TrainTest<D> parts = fold.of(data);
      if (parts.train().rows() == 0 || parts.test().rows() == 0) {
        throw new InvalidInputException(
            "fold "
                + values.size()
                + " has "
                + parts.train().rows()
                + " rows to train on and "
                + parts.test().rows()
                + " held out; expected some of both");
      }
      heldOut += parts.test().rows();
      TrainedModel<D> model = training.train(parts.train(), values.size());
      if (model == null) { // a caller's function may well
        throw new InvalidInputException("fold " + values.size() + " was trained to null");
      }
      values.add(model.evaluate(parts.test()).get(metric).value());
    }
    long repeats = Math.max(1, Math.round((double) heldOut / Math.max(1, data.rows())));
    return new CrossValidated(metric, (int) (folds.size() / repeats), values);
  }

  private Trained train(TabularClassifier classifier, Dataset part) {
    if (validation == 0) {
      return classifier.train(part);
    }
    Split split = Split.stratified(part, 1 - validation, validation, 0, seed);
    return classifier.train(split.train(), split.validation());
  }

  /**
   * An objective for a search: the mean of a metric over the folds, the same folds for every point.
   *
   * @param classifier the start, on which a point's hyperparameters are set
   * @param metric a name of {@link ClassificationResult#evaluation()}
   * @return the objective
   */
  public Objective objective(TabularClassifier classifier, String metric) {
    return trial -> measure(classifier.hyperparameters(trial.parameters()), metric).mean();
  }
}
