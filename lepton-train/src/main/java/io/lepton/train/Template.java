package io.lepton.train;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.List;
import java.util.Objects;

/**
 * A kind of model with good defaults, to be trained on data. Immutable: each method that sets
 * something returns a new definition, so one can be the start of many.
 *
 * <p>Every template has these hyperparameters beside its own, with defaults of its own:
 *
 * <table>
 * <caption>Hyperparameters by name, as {@link #hyperparameter} takes them</caption>
 * <tr><th>name</th><th>meaning</th></tr>
 * <tr><td>optimizer</td><td>{@code adam}, {@code sgd}, {@code momentum} or {@code nesterov} (0.9),
 * {@code rmsprop}, {@code adagrad}</td></tr>
 * <tr><td>learning_rate</td><td>size of a step, or its peak</td></tr>
 * <tr><td>schedule</td><td>{@code constant}, {@code cosine} or {@code one_cycle}</td></tr>
 * <tr><td>l1, l2, weight_decay</td><td>penalties on large weights; 0 by default</td></tr>
 * <tr><td>clip_norm</td><td>longest gradient; 0 for any</td></tr>
 * <tr><td>precision</td><td>{@code float32}, or {@code bfloat16} for {@link
 * Precision#BFLOAT16}</td></tr>
 * <tr><td>batch_size</td><td>rows per step; 0 for all at once</td></tr>
 * <tr><td>epochs</td><td>the most passes over the data</td></tr>
 * <tr><td>patience</td><td>epochs without a better validation loss until training stops; 0 to never
 * stop early</td></tr>
 * </table>
 *
 * @param <T> the template's own type
 */
public abstract sealed class Template<T extends Template<T>>
    permits TabularRegressor,
        ImageClassifier,
        TextClassifier,
        EncodedTextClassifier,
        Recommender,
        AnomalyDetector {
  final Recipe recipe;

  Template(Recipe recipe) {
    this.recipe = recipe;
  }

  /** As in {@code image-classifier}. */
  abstract String kind();

  abstract List<Knob> knobs();

  abstract T with(Recipe changed);

  /**
   * Sets a hyperparameter by name.
   *
   * @param name one of {@link #hyperparameters()}
   * @param value of the type and in the range that belongs to it
   * @return a new definition
   * @throws InvalidInputException if there is no such hyperparameter or the value is not valid
   */
  public T hyperparameter(String name, Object value) {
    return with(recipe.settings(Knob.set(kind(), knobs(), recipe.settings(), name, value)));
  }

  /**
   * Sets several hyperparameters by name.
   *
   * @param values by name
   * @return a new definition
   * @throws InvalidInputException if there is no such hyperparameter or a value is not valid
   */
  public T hyperparameters(Hyperparameters values) {
    Hyperparameters settings = recipe.settings();
    for (var entry : values.asMap().entrySet()) {
      settings = Knob.set(kind(), knobs(), settings, entry.getKey(), entry.getValue());
    }
    return with(recipe.settings(settings));
  }

  /**
   * The hyperparameters, defaults included.
   *
   * @return all of them
   */
  public Hyperparameters hyperparameters() {
    return recipe.settings();
  }

  /**
   * Sets the size of a step.
   *
   * @param rate above 0
   * @return a new definition
   */
  public T learningRate(double rate) {
    return hyperparameter(Knob.LEARNING_RATE, rate);
  }

  /**
   * Sets the number of rows in a step.
   *
   * @param rows 0 for all at once
   * @return a new definition
   */
  public T batchSize(int rows) {
    return hyperparameter(Knob.BATCH_SIZE, rows);
  }

  /**
   * Sets the most passes over the data.
   *
   * @param most at least 1
   * @return a new definition
   */
  public T epochs(int most) {
    return hyperparameter(Knob.EPOCHS, most);
  }

  /**
   * Sets when to stop early; the weights of the best epoch are kept in any case.
   *
   * @param patience epochs without a better validation loss; 0 to never stop early
   * @return a new definition
   */
  public T earlyStopping(int patience) {
    return hyperparameter(Knob.PATIENCE, patience);
  }

  /**
   * Sets the seed of first weights, order of rows, dropout, augmentation and sampling.
   *
   * @param value any number, by default 0
   * @return a new definition
   */
  public T seed(long value) {
    return with(recipe.seed(value));
  }

  /**
   * The seed.
   *
   * @return 0 unless it was set
   */
  public long seed() {
    return recipe.seed();
  }

  /**
   * Records which program trains.
   *
   * @param revision such as a Git commit
   * @return a new definition
   */
  public T codeRevision(String revision) {
    return with(recipe.codeRevision(Objects.requireNonNull(revision)));
  }

  /**
   * Adds a listener.
   *
   * @param listener follows the training
   * @return a new definition
   */
  public T listener(TrainingListener listener) {
    return with(recipe.listener(Objects.requireNonNull(listener)));
  }
}
