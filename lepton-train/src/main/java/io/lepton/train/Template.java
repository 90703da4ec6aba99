package io.lepton.train;

import io.lepton.data.split.Selectable;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A kind of model with good defaults, to be trained on data. Immutable: each method that sets
 * something returns a new definition, so one can be the start of many. {@link
 * io.lepton.tune.CrossValidation} measures any, and makes it a search's objective.
 *
 * <p>Every template has these hyperparameters beside its own, with defaults of its own:
 *
 * <table>
 * <caption>Hyperparameters by name, as {@link #hyperparameter} takes them</caption>
 * <tr><th>name</th><th>meaning</th></tr>
 * <tr><td>optimizer</td><td>{@code adam}, {@code sgd}, {@code momentum} or {@code nesterov} (0.9),
 * {@code rmsprop}, {@code adagrad}</td></tr>
 * <tr><td>learning_rate</td><td>size of a step, or its peak</td></tr>
 * <tr><td>schedule</td><td>{@code constant}, {@code linear} down to 0, {@code cosine} or {@code
 * one_cycle}</td></tr>
 * <tr><td>warmup_steps</td><td>in which the rate rises from 0 before the schedule begins; 0 by
 * default</td></tr>
 * <tr><td>l1, l2, weight_decay</td><td>penalties on large weights; 0 by default</td></tr>
 * <tr><td>clip_norm</td><td>longest gradient, of all weights together; 0 for any</td></tr>
 * <tr><td>clip_value</td><td>greatest derivative by a weight, up or down; 0 for any</td></tr>
 * <tr><td>precision</td><td>{@code float32}, or {@code bfloat16} for {@link
 * Precision#BFLOAT16}</td></tr>
 * <tr><td>batch_size</td><td>rows at once; 0 for all</td></tr>
 * <tr><td>accumulate</td><td>batches whose mean gradient makes a step; 1 by default</td></tr>
 * <tr><td>epochs</td><td>the most passes over the data</td></tr>
 * <tr><td>patience</td><td>epochs without a better validation loss until training stops; 0 to never
 * stop early</td></tr>
 * </table>
 *
 * @param <T> the template's own type
 * @param <D> the data it is trained on
 */
public abstract sealed class Template<T extends Template<T, D>, D extends Selectable<D>>
    permits TableTemplate, ImageClassifier, Recommender, AnomalyDetector {
  final Recipe recipe;

  Template(Recipe recipe) {
    this.recipe = recipe;
  }

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
    return with(recipe.set(name, value));
  }

  /**
   * Sets several hyperparameters by name.
   *
   * @param values by name
   * @return a new definition
   * @throws InvalidInputException if there is no such hyperparameter or a value is not valid
   */
  public T hyperparameters(Hyperparameters values) {
    Recipe changed = recipe;
    for (var entry : values.asMap().entrySet()) {
      changed = changed.set(entry.getKey(), entry.getValue());
    }
    return with(changed);
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
   * Sets what makes a step of a gradient.
   *
   * @param kind by default Adam
   * @return a new definition
   */
  public T optimizer(Optimizer kind) {
    return hyperparameter(Knob.OPTIMIZER, kind.key());
  }

  /**
   * Sets the penalty on the sum of absolute weights.
   *
   * @param factor at least 0
   * @return a new definition
   */
  public T l1(double factor) {
    return hyperparameter(Knob.L1, factor);
  }

  /**
   * Sets the penalty on the sum of squared weights, which is part of the loss.
   *
   * @param factor at least 0
   * @return a new definition
   */
  public T l2(double factor) {
    return hyperparameter(Knob.L2, factor);
  }

  /**
   * Sets the share of each weight, times the learning rate, that a step takes off it beside the
   * loss (AdamW, Loshchilov and Hutter 2019).
   *
   * @param factor at least 0
   * @return a new definition
   */
  public T weightDecay(double factor) {
    return hyperparameter(Knob.WEIGHT_DECAY, factor);
  }

  /**
   * Sets the share of units that each step leaves out.
   *
   * @param rate at least 0, below 1
   * @return a new definition
   */
  public T dropout(double rate) {
    return hyperparameter(Knob.DROPOUT_RATE, rate);
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
   * Sets the number of rows at once; a step takes {@code accumulate} times as many.
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
    return with(recipe.execution(recipe.execution().listener(Objects.requireNonNull(listener))));
  }

  /**
   * Sets a file that keeps the state of the training after each epoch, as {@link
   * Trainer#checkpoint(Path)} does: a training whose file is there goes on from it, and ends with
   * the same bits as one that was never stopped.
   *
   * @param file of one training alone: folds and trials need one each
   * @return a new definition
   */
  public T checkpoint(Path file) {
    return with(recipe.execution(recipe.execution().checkpoint(Objects.requireNonNull(file))));
  }

  /**
   * Sets where to compute, which the lineage keeps.
   *
   * @param device by default the CPU
   * @return a new definition; training throws {@link EngineException} if the device is not there
   */
  public T device(ComputeDevice device) {
    return with(recipe.execution(recipe.execution().device(Objects.requireNonNull(device))));
  }

  /**
   * The definition for some rows of its training data: what was set row by row, as weights are, is
   * set for those rows alone.
   *
   * @param indices of rows, as given to {@link Selectable#select}; a row may come more than once
   * @return a new definition, or this one if nothing was set row by row
   * @throws InvalidInputException if weights were set and there is none of a row, or all are 0
   */
  public T forRows(int... indices) {
    RowWeights weights = recipe.weights();
    return with(weights == null ? recipe : recipe.weights(weights.select(indices)));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train what the definition was made for
   * @param validation of the same form, not used to fit anything
   * @return the model
   * @throws InvalidInputException if data does not suit the definition, or the checkpoint is of
   *     another training
   * @throws io.lepton.error.CorruptDataException if the checkpoint is damaged
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted (which
   *     stays set)
   */
  public abstract TrainedModel<D> train(D train, D validation);

  /**
   * Trains for all epochs, and keeps the weights of the last. For a number of epochs that is known
   * to be good.
   *
   * @param train what the definition was made for
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  public abstract TrainedModel<D> train(D train);
}
