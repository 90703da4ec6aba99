package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.FittedCleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Learns to tell the classes of a table's rows apart: a multilayer perceptron with ReLU, and by
 * default a linear path beside it, on standardised numbers and one-hot categories.
 *
 * <p>Immutable: each method that sets something returns a new definition, so one can be the start
 * of many. The loss is the mean cross-entropy + {@code l1} Σ|w| + {@code l2} Σw² over weights
 * without biases; {@code weight_decay} is decoupled from it (AdamW, Loshchilov and Hutter 2019).
 *
 * <table>
 * <caption>Hyperparameters by name, as {@link #hyperparameter} takes them</caption>
 * <tr><th>name</th><th>default</th><th>meaning</th></tr>
 * <tr><td>hidden</td><td>[16]</td><td>sizes of hidden layers; none makes it linear</td></tr>
 * <tr><td>linear_path</td><td>true</td><td>whether inputs also reach the outputs directly</td></tr>
 * <tr><td>embed_from</td><td>0</td><td>columns of at least so many categories are embedded instead
 * of one-hot; 0 for none</td></tr>
 * <tr><td>embedding_size</td><td>0</td><td>of an embedding; 0 for what suits the number of
 * categories</td></tr>
 * <tr><td>dropout_rate</td><td>0.2</td><td>share of hidden units left out of a step</td></tr>
 * <tr><td>optimizer</td><td>adam</td><td>{@code adam}, or {@code sgd} with momentum 0.9</td></tr>
 * <tr><td>learning_rate</td><td>0.01</td><td>size of a step</td></tr>
 * <tr><td>l1, l2, weight_decay</td><td>0</td><td>penalties on large weights</td></tr>
 * <tr><td>class_weights</td><td>equal</td><td>{@code equal}, or {@code balanced}: a class counts by
 * the inverse of its frequency</td></tr>
 * <tr><td>precision</td><td>float32</td><td>{@code float32}, or {@code bfloat16} for {@link
 * Precision#BFLOAT16}</td></tr>
 * <tr><td>batch_size</td><td>0</td><td>rows per step; 0 for all at once</td></tr>
 * <tr><td>epochs</td><td>200</td><td>the most passes over the data</td></tr>
 * <tr><td>patience</td><td>20</td><td>epochs without a better validation loss until training stops;
 * 0 to never stop early</td></tr>
 * </table>
 */
public final class TabularClassifier {
  private final Definition definition;

  private TabularClassifier(Definition definition) {
    this.definition = definition;
  }

  private TabularClassifier with(Consumer<Definition> change) {
    Definition changed = new Definition(definition);
    change.accept(changed);
    return new TabularClassifier(changed);
  }

  /**
   * Starts a definition with the defaults, no cleaning, and seed 0.
   *
   * @param schema of the data to train on; no column of free text
   * @param label the column to predict
   * @return the definition
   * @throws InvalidInputException if that is not the schema's label, or a column is free text
   */
  public static TabularClassifier define(Schema schema, String label) {
    if (!schema.label().equals(Optional.of(label))) {
      throw new InvalidInputException(
          "\"" + label + "\" is not the schema's label, which is " + schema.label().orElse("none"));
    }
    for (Schema.Field field : schema.features()) {
      if (field.type() == ColumnType.TEXT) {
        throw new InvalidInputException(
            "column \""
                + field.name()
                + "\" is TEXT, which a tabular classifier cannot take; declare it categorical or"
                + " leave it out with without(\""
                + field.name()
                + "\")");
      }
    }
    return new TabularClassifier(new Definition(schema, label));
  }

  /**
   * Sets a hyperparameter by name.
   *
   * @param name as in the table above
   * @param value of the type and in the range that belongs to it
   * @return a new definition
   * @throws InvalidInputException if there is no such hyperparameter or the value is not valid
   */
  public TabularClassifier hyperparameter(String name, Object value) {
    return with(Setting.named(name), value);
  }

  /**
   * Sets several hyperparameters by name.
   *
   * @param values as in the table above
   * @return a new definition
   * @throws InvalidInputException if there is no such hyperparameter or a value is not valid
   */
  public TabularClassifier hyperparameters(Hyperparameters values) {
    TabularClassifier result = this;
    for (var entry : values.asMap().entrySet()) {
      result = result.hyperparameter(entry.getKey(), entry.getValue());
    }
    return result;
  }

  private TabularClassifier with(Setting setting, Object value) {
    return with(d -> d.settings = setting.set(d.settings, value));
  }

  /**
   * Sets the sizes of hidden layers.
   *
   * @param sizes each at least 1; none for no hidden layer
   * @return a new definition
   */
  public TabularClassifier hidden(int... sizes) {
    return with(Setting.HIDDEN, Arrays.stream(sizes).mapToObj(size -> (long) size).toList());
  }

  /**
   * Sets the share of hidden units that each step leaves out.
   *
   * @param rate at least 0, below 1
   * @return a new definition
   */
  public TabularClassifier dropout(double rate) {
    return with(Setting.DROPOUT_RATE, rate);
  }

  /**
   * Sets the size of a step.
   *
   * @param rate above 0
   * @return a new definition
   */
  public TabularClassifier learningRate(double rate) {
    return with(Setting.LEARNING_RATE, rate);
  }

  /**
   * Sets the penalty on the sum of absolute weights.
   *
   * @param factor at least 0
   * @return a new definition
   */
  public TabularClassifier l1(double factor) {
    return with(Setting.L1, factor);
  }

  /**
   * Sets the penalty on the sum of squared weights, which is part of the loss.
   *
   * @param factor at least 0
   * @return a new definition
   */
  public TabularClassifier l2(double factor) {
    return with(Setting.L2, factor);
  }

  /**
   * Sets the share of each weight, times the learning rate, that a step takes off it beside the
   * loss.
   *
   * @param factor at least 0
   * @return a new definition
   */
  public TabularClassifier weightDecay(double factor) {
    return with(Setting.WEIGHT_DECAY, factor);
  }

  /**
   * Sets the number of rows in a step.
   *
   * @param rows 0 for all at once
   * @return a new definition
   */
  public TabularClassifier batchSize(int rows) {
    return with(Setting.BATCH_SIZE, rows);
  }

  /**
   * Sets the most passes over the data.
   *
   * @param most at least 1
   * @return a new definition
   */
  public TabularClassifier epochs(int most) {
    return with(Setting.EPOCHS, most);
  }

  /**
   * Sets when to stop early; the weights of the best epoch are kept in any case.
   *
   * @param patience epochs without a better validation loss; 0 to never stop early
   * @return a new definition
   */
  public TabularClassifier earlyStopping(int patience) {
    return with(Setting.PATIENCE, patience);
  }

  /**
   * Sets what makes a step of a gradient.
   *
   * @param kind of optimizer
   * @return a new definition
   */
  public TabularClassifier optimizer(Optimizer kind) {
    return with(Setting.OPTIMIZER, kind.key());
  }

  /**
   * Sets the class that rates and curves are about, of two.
   *
   * @param label by default the second in sorted order
   * @return a new definition
   */
  public TabularClassifier positive(String label) {
    return with(d -> d.positive = Objects.requireNonNull(label));
  }

  /**
   * Sets how the data is cleaned. It is fitted on the training data, and saved inside the model.
   *
   * @param cleaning by default none: a missing value is an error
   * @return a new definition
   */
  public TabularClassifier cleaning(Cleaning cleaning) {
    return with(d -> d.cleaning = Objects.requireNonNull(cleaning));
  }

  /**
   * Sets what to do about categories that do not come in the training data.
   *
   * @param policy by default to refuse them
   * @return a new definition
   */
  public TabularClassifier unknownCategories(UnknownCategory policy) {
    return with(d -> d.unknownCategory = Objects.requireNonNull(policy));
  }

  /**
   * Records which program trains.
   *
   * @param revision such as a Git commit
   * @return a new definition
   */
  public TabularClassifier codeRevision(String revision) {
    return with(d -> d.codeRevision = Objects.requireNonNull(revision));
  }

  /**
   * Adds a listener.
   *
   * @param listener follows the training
   * @return a new definition
   */
  public TabularClassifier listener(TrainingListener listener) {
    return with(d -> d.listeners.add(Objects.requireNonNull(listener)));
  }

  /**
   * Sets the seed of first weights, order of rows, and dropout.
   *
   * @param value any number
   * @return a new definition
   */
  public TabularClassifier seed(long value) {
    return with(d -> d.seed = value);
  }

  /**
   * The seed of first weights, order of rows, and dropout.
   *
   * @return 0 unless it was set
   */
  public long seed() {
    return definition.seed;
  }

  /**
   * The hyperparameters, defaults included.
   *
   * @return all of them
   */
  public Hyperparameters hyperparameters() {
    return definition.settings;
  }

  /**
   * Trains against changes that the model as it is at each step does worse on, such as {@link
   * io.lepton.data.augment.AdversarialTraining}. Inputs are columns as they are encoded:
   * standardised numbers, and ones and zeros, which an attack moves too.
   *
   * @param description what it does, kept in the lineage, such as {@code PGD 0.1, 7 steps}
   * @param training by default none
   * @return a new definition
   */
  public TabularClassifier adversarial(String description, ModelAugmentation training) {
    return with(d -> d.adversary = new Adversary(description, training));
  }

  /**
   * Sets how much each row of the training data counts in the loss, such as by {@link
   * io.lepton.metric.fairness.Reweighing}. A step takes the mean over the sum of its rows' weights;
   * what is measured on validation data stays unweighted. The lineage keeps a fingerprint.
   *
   * @param values one for each row, finite and at least 0, not all 0; by default all count the same
   * @return a new definition; training refuses data with another number of rows
   * @throws InvalidInputException if a weight is negative or not finite, or all are 0
   */
  public TabularClassifier weights(double... values) {
    return with(d -> d.weights = RowWeights.of(values));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train with the definition's schema and at least two classes
   * @param validation with the same schema, not used to fit anything
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, the training
   *     data has only one class, a column has no value at all, a value is missing where {@link
   *     Cleaning} does not say what to do, or validation data has a class that training data has
   *     not
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted (which
   *     stays set)
   */
  public Trained train(Dataset train, Dataset validation) {
    return new Training(definition).run(train, Objects.requireNonNull(validation), null);
  }

  TabularClassifier with(Retraining.Brought brought) {
    return with(
        d -> {
          d.weights = brought.weights();
          d.adversary = brought.adversary();
        });
  }

  /** As {@link #train}, with cleaning that was fitted before. */
  Trained again(Dataset train, @Nullable Dataset validation, FittedCleaning known) {
    return new Training(definition).run(train, validation, known);
  }

  /**
   * Trains for all epochs, and keeps the weights of the last. For a number of epochs that is known
   * to be good.
   *
   * @param train with the definition's schema and at least two classes
   * @return the model; its profile of predictions is of the training data
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  public Trained train(Dataset train) {
    return new Training(definition).run(train, null, null);
  }
}
