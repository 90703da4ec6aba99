package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.FittedCleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.data.augment.Augmentation;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Network;
import io.lepton.train.internal.MlpShape.LinearPath;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learns a number from a table: a multilayer perceptron with ReLU and a linear path beside it, on
 * standardised numbers and one-hot or embedded categories. The target is standardised too, and the
 * loss is the mean squared error.
 *
 * <p>Its own hyperparameters: {@code hidden} ([32, 16]) sizes of hidden layers, {@code linear_path}
 * (true), {@code dropout_rate} (0), {@code embed_from} (20) columns of at least so many categories
 * are embedded, 0 for none, and {@code embedding_size} (0) of their vectors, 0 for one that suits
 * the number of categories.
 */
public final class TabularRegressor extends TableTemplate<TabularRegressor> {
  static final String KIND = "tabular-regressor";
  private static final String LINEAR_PATH = "linear_path";
  private static final String EMBED_FROM = "embed_from";
  private static final String EMBEDDING_SIZE = "embedding_size";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.01,
          64,
          200,
          20,
          Knob.sizes(Knob.HIDDEN, List.of(32L, 16L)),
          Knob.truth(LINEAR_PATH, true),
          Knob.from(Knob.DROPOUT_RATE, 0, 0, 1),
          Knob.whole(EMBED_FROM, 20, 0),
          Knob.whole(EMBEDDING_SIZE, 0, 0));

  private final Schema schema;
  private final String target;
  private final Cleaning cleaning;
  private final UnknownCategory unknown;

  private TabularRegressor(
      Recipe recipe, Schema schema, String target, Cleaning cleaning, UnknownCategory unknown) {
    super(recipe);
    this.schema = schema;
    this.target = target;
    this.cleaning = cleaning;
    this.unknown = unknown;
  }

  /**
   * Starts a definition with the defaults, no cleaning, and seed 0.
   *
   * @param schema of the data to train on; no label, and no column of free text
   * @param target the numeric column to predict
   * @return the definition
   * @throws InvalidInputException if the target is not numeric, or a column is free text or a label
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static TabularRegressor define(Schema schema, String target) {
    if (schema.field(target).type() != ColumnType.NUMERIC) {
      throw new InvalidInputException(
          "target \"" + target + "\" is " + schema.field(target).type() + "; expected NUMERIC");
    }
    TabularData.requireFeatures(KIND, features(schema, target));
    return new TabularRegressor(
        Recipe.of(KIND, KNOBS), schema, target, Cleaning.none(), UnknownCategory.REFUSE);
  }

  private static List<Schema.Field> features(Schema schema, String target) {
    return schema.fields().stream().filter(field -> !field.name().equals(target)).toList();
  }

  @Override
  Schema schema() {
    return schema;
  }

  @Override
  TabularRegressor with(Recipe changed) {
    return new TabularRegressor(changed, schema, target, cleaning, unknown);
  }

  /**
   * Sets the sizes of hidden layers.
   *
   * @param sizes each at least 1; none for a linear model
   * @return a new definition
   */
  public TabularRegressor hidden(int... sizes) {
    return hyperparameter(Knob.HIDDEN, Arrays.stream(sizes).mapToObj(s -> (long) s).toList());
  }

  /**
   * Sets how the data is cleaned. It is fitted on the training data, and saved inside the model.
   *
   * @param value by default none: a missing value is an error
   * @return a new definition
   */
  public TabularRegressor cleaning(Cleaning value) {
    return new TabularRegressor(recipe, schema, target, Objects.requireNonNull(value), unknown);
  }

  /**
   * Sets what to do about categories that do not come in the training data.
   *
   * @param policy by default to refuse them
   * @return a new definition
   */
  public TabularRegressor unknownCategories(UnknownCategory policy) {
    return new TabularRegressor(recipe, schema, target, cleaning, Objects.requireNonNull(policy));
  }

  /**
   * Sets how training rows are changed, otherwise in each epoch, such as by {@link
   * io.lepton.data.augment.BatchAugmentations#mixup}. Inputs are the columns in order as they are
   * encoded: a number standardised, of a category a one among zeros; targets have mean 0 and
   * deviation 1. An embedded category comes last as its number, which must stay whole: to mix rows,
   * set {@code embed_from} to 0.
   *
   * @param description what it does, kept in the lineage, such as {@code mixup 0.2}
   * @param augmentation by default none
   * @return a new definition
   */
  public TabularRegressor augment(String description, Augmentation augmentation) {
    return with(recipe.change(new Change.OfBatches(description, augmentation)));
  }

  @Override
  public TabularRegressor weightColumn(String column) {
    if (column.equals(target)) {
      throw new InvalidInputException("\"" + column + "\" is the target, and cannot be weights");
    }
    return super.weightColumn(column);
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train with the definition's schema
   * @param validation with the same schema, not used to fit anything
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, a target is
   *     missing, all targets of the training data are equal, or a value is missing where {@link
   *     Cleaning} does not say what to do
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted
   */
  @Override
  public TrainedRegressor train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation), null);
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param train with the definition's schema
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedRegressor train(Dataset train) {
    return run(train, null, null);
  }

  TrainedRegressor run(
      Dataset train, @Nullable Dataset validation, @Nullable FittedCleaning known) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    RowWeights weights = weightsOf(train);
    Dataset learnt = unweighted(train);
    TabularData.requireFeatures(KIND, features(learnt.schema(), target));
    TabularData data =
        TabularData.fit(
            TabularData.withTarget(learnt, target),
            cleaning,
            known,
            unknown,
            recipe.whole(EMBED_FROM));
    double[] targets = TabularData.targets(data.fitted);
    double mean = Arrays.stream(targets).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(targets).map(t -> (t - mean) * (t - mean)).average().orElseThrow());
    if (!(deviation > 0)) {
      throw new InvalidInputException(
          train.name() + " has one value of \"" + target + "\" alone; there is nothing to learn");
    }
    Network network =
        Architectures.perceptron(
            data.input.width(),
            data.tables(recipe.whole(EMBEDDING_SIZE)),
            Knob.sizes(recipe.settings(), Knob.HIDDEN),
            1,
            recipe.settings().number(Knob.DROPOUT_RATE),
            recipe.settings().find(LINEAR_PATH).orElseThrow().equals(true)
                ? LinearPath.PRESENT
                : LinearPath.ABSENT);
    Examples examples =
        RowWeights.examples(
            data.inputs,
            scaled(targets, mean, deviation),
            weights,
            train.name(),
            train.rows(),
            data.kept);
    Dataset checked =
        validation == null
            ? null
            : data.cleaned(TabularData.withTarget(unweighted(validation), target));
    Examples checks =
        checked == null
            ? null
            : Examples.of(
                data.encode(checked),
                scaled(TabularData.targets(checked), mean, deviation),
                checked.rows());
    TrainedNetwork trained = Fitting.fit(recipe, Loss.squared(), network, examples, checks);
    ModelConfig config =
        ModelConfig.of(
            KIND,
            network,
            data.input,
            new ModelOutput.Numeric(target, mean, deviation, ModelOutput.Link.IDENTITY));
    Dataset seen = checked == null ? data.fitted : checked;
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(
                config,
                trained.weights(),
                Profiles.ofInputs(learnt.without(target)),
                seen.rows(),
                seen::row);
    return new TrainedRegressor(
        snapshot, trained.history(), data.report, target, recipe.weightColumn());
  }

  private static float[] scaled(double[] targets, double mean, double deviation) {
    float[] scaled = new float[targets.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) ((targets[i] - mean) / deviation);
    }
    return scaled;
  }
}
