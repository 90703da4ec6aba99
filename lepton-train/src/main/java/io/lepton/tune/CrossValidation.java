package io.lepton.tune;

import io.lepton.data.Dataset;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Fractions;
import io.lepton.data.split.RowFold;
import io.lepton.data.split.RowFolds;
import io.lepton.data.split.RowSplit;
import io.lepton.data.split.Selectable;
import io.lepton.data.split.TrainTest;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.train.Template;
import io.lepton.train.TrainedClassifier;
import io.lepton.train.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Measures a model on folds it was not trained on. Everything that is fitted, cleaning and encoding
 * included, is fitted on the training folds only; early stopping uses a part of them, never the
 * held-out fold. Immutable.
 *
 * @param <D> the data's type
 */
public final class CrossValidation<D extends Selectable<D>> {
  private static final int REPLICATES = 100; // of intervals that are not used here

  private final D data;
  private final Cut cut;
  private final int folds;
  private final int repeats;
  private final long seed;
  private final double validation;

  private CrossValidation(D data, Cut cut, int folds, int repeats, long seed, double validation) {
    this.data = data;
    this.cut = cut;
    this.folds = folds;
    this.repeats = repeats;
    this.seed = seed;
    this.validation = validation;
  }

  /**
   * Defines one round of 5 folds with seed 0, in which a fifth of each training part validates. If
   * there is a label, its classes are shared out evenly.
   *
   * @param data to train and measure on
   * @return the cross-validation
   */
  public static CrossValidation<Dataset> of(Dataset data) {
    return of(data, data.schema().label().isPresent() ? data.labels() : List.of());
  }

  /**
   * Defines one round of 5 stratified folds with seed 0, in which a fifth of each training part
   * validates.
   *
   * @param data to train and measure on
   * @return the cross-validation
   */
  public static CrossValidation<ImageDataset> of(ImageDataset data) {
    return of(data, data.labels());
  }

  private static <D extends Selectable<D>> CrossValidation<D> of(D data, List<String> labels) {
    return new CrossValidation<>(data, new Cut.AtRandom(data.rows(), labels), 5, 1, 0, 0.2);
  }

  /**
   * Sets the number of folds.
   *
   * @param count at least 2, or 1 by time
   * @return a new cross-validation
   */
  public CrossValidation<D> folds(int count) {
    Cut own = cut instanceof Cut.Given given ? given.before() : cut;
    return new CrossValidation<>(data, own, count, repeats, seed, validation);
  }

  /**
   * Sets folds that were cut otherwise, as by {@link RowFolds}; number and repeats of folds then
   * count no more.
   *
   * @param rows each row is held out once in each repeat, or at most once, as with folds by time
   * @return a new cross-validation
   */
  public CrossValidation<D> folds(List<RowFold> rows) {
    Cut own = cut instanceof Cut.Given given ? given.before() : cut;
    return with(new Cut.Given(List.copyOf(rows), own));
  }

  /**
   * Keeps groups of rows whole, such as all of one customer: in folds, and in what is kept for
   * early stopping.
   *
   * @param groups the group of each row, compared by {@code equals}
   * @return a new cross-validation
   * @throws InvalidInputException if there are not as many as rows
   */
  public CrossValidation<D> byGroup(List<?> groups) {
    requireRows(groups.size(), "groups");
    return with(new Cut.ByGroup(List.copyOf(groups)));
  }

  /**
   * Holds out rows that are later than all that is trained on ({@link RowFolds#byTime}); of these
   * the latest are kept for early stopping.
   *
   * @param times of the rows, in any order and unit
   * @return a new cross-validation, which cannot be repeated
   * @throws InvalidInputException if there are not as many as rows
   */
  public CrossValidation<D> byTime(double... times) {
    requireRows(times.length, "times");
    return with(new Cut.ByTime(times.clone()));
  }

  private void requireRows(int found, String what) {
    if (found != data.rows()) {
      throw new InvalidInputException(
          found + " " + what + " of " + data.rows() + " rows; expected one for each");
    }
  }

  /**
   * Sets how often the data is cut into folds anew.
   *
   * @param count at least 1
   * @return a new cross-validation
   */
  public CrossValidation<D> repeats(int count) {
    return new CrossValidation<>(data, cut, folds, count, seed, validation);
  }

  /**
   * Sets the seed of folds and validation parts. A definition's own seed is added to the number of
   * each training.
   *
   * @param value any number
   * @return a new cross-validation
   */
  public CrossValidation<D> seed(long value) {
    return new CrossValidation<>(data, cut, folds, repeats, value, validation);
  }

  private CrossValidation<D> with(Cut changed) {
    return new CrossValidation<>(data, changed, folds, repeats, seed, validation);
  }

  /**
   * Sets how much of each training part is kept for early stopping, cut as the folds are, or at
   * random where these were given.
   *
   * @param fraction at least 0, below 1; with 0 a model trains for all its epochs
   * @return a new cross-validation
   * @throws InvalidInputException if it is out of range
   */
  public CrossValidation<D> validation(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new InvalidInputException(
          "validation fraction " + fraction + "; expected at least 0 and below 1");
    }
    return new CrossValidation<>(data, cut, folds, repeats, seed, fraction);
  }

  /**
   * Trains and measures a template once for each fold. What is set row by row, as weights are, goes
   * with the rows.
   *
   * @param definition to be measured, for all of the data; a category that comes in few rows may be
   *     missing from a training part, so it should encode unknown ones as zeros
   * @param metric a name of what the model's {@link TrainedModel#evaluate} measures
   * @return the metric on each fold; its interval is for folds of equal size, and by time, where
   *     the first are trained on less, an approximation
   * @throws InvalidInputException if folds, repeats or data do not fit
   * @throws io.lepton.error.NotFoundException if the metric is not defined on a fold
   */
  public CrossValidated measure(Template<?, D> definition, String metric) {
    return measured((fold, part, number) -> train(definition, fold.train(), part, number), metric);
  }

  private <T extends Template<T, D>> TrainedModel<D> train(
      Template<T, D> template, int[] rows, D part, int number) {
    T definition = template.seed(template.seed() + number);
    if (validation == 0) {
      return definition.forRows(rows).train(part);
    }
    Fractions fractions = Fractions.of(1 - validation, validation, 0);
    RowSplit split = cut.validation(rows, fractions, seed);
    int[] fitted = Arrays.stream(split.train()).map(row -> rows[row]).toArray();
    var parts = split.of(part);
    return definition.forRows(fitted).train(parts.train(), parts.validation());
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
   * Trains in the caller's own way and measures once for each fold, such as where the training part
   * is changed or split otherwise first.
   *
   * @param training of a model
   * @param metric a name of what the model's {@link TrainedModel#evaluate} measures
   * @return the metric on each fold
   * @throws InvalidInputException if folds, repeats or data do not fit
   * @throws io.lepton.error.NotFoundException if the metric is not defined on a fold
   */
  public CrossValidated measure(Training<D> training, String metric) {
    Objects.requireNonNull(training);
    return measured((fold, part, number) -> training.train(part, number), metric);
  }

  /** As the public one, with the numbers of the rows. */
  private interface FoldTraining<D> {
    TrainedModel<D> train(RowFold fold, D part, int number);
  }

  private CrossValidated measured(FoldTraining<D> training, String metric) {
    List<RowFold> rows = cut.folds(folds, repeats, seed);
    List<Double> values = new ArrayList<>();
    long heldOut = 0;
    for (RowFold fold : rows) {
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
      TrainedModel<D> model = training.train(fold, parts.train(), values.size());
      if (model == null) { // a caller's function may well
        throw new InvalidInputException("fold " + values.size() + " was trained to null");
      }
      values.add(value(model, parts.test(), metric));
    }
    long rounds = Math.max(1, Math.round((double) heldOut / Math.max(1, data.rows())));
    return new CrossValidated(metric, (int) (rows.size() / rounds), values);
  }

  private static <D> double value(TrainedModel<D> model, D test, String metric) {
    if (model instanceof TrainedClassifier<D> classifier) {
      ClassificationResult result = classifier.score(test);
      return result.withReplicates(REPLICATES).evaluation().get(metric).value();
    }
    return model.evaluate(test).get(metric).value();
  }

  /**
   * An objective for a search: the mean of a metric over the folds, the same folds for every point.
   *
   * @param definition the start, on which a point's hyperparameters are set
   * @param metric a name of what the model's {@link TrainedModel#evaluate} measures
   * @return the objective
   */
  public Objective objective(Template<?, D> definition, String metric) {
    return trial -> measure(definition.hyperparameters(trial.parameters()), metric).mean();
  }
}
