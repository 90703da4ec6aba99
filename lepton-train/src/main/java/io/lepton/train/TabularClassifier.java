package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.Dataset;
import io.lepton.data.FittedCleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Network;
import io.lepton.train.internal.MlpShape.LinearPath;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TabularConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns to tell the classes of a table's rows apart: a multilayer perceptron with ReLU, and by
 * default a linear path beside it, on standardised numbers and one-hot or embedded categories.
 *
 * <p>Its own hyperparameters: {@code hidden} ([16]) sizes of hidden layers, none makes it linear,
 * {@code linear_path} (true) whether inputs also reach the outputs directly, {@code dropout_rate}
 * (0.2), {@code embed_from} (0) columns of at least so many categories are embedded instead of
 * one-hot, 0 for none, {@code embedding_size} (0) of their vectors, 0 for one that suits the number
 * of categories, {@code label_smoothing} (0), {@code class_weights} ({@code equal}, or {@code
 * balanced}: a class counts by the inverse of its frequency). All rows are one step unless {@code
 * batch_size} says otherwise.
 */
public final class TabularClassifier extends TableTemplate<TabularClassifier> {
  static final String KIND = "tabular-classifier";
  private static final String LINEAR_PATH = "linear_path";
  private static final String EMBED_FROM = "embed_from";
  private static final String EMBEDDING_SIZE = "embedding_size";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.01,
          0,
          200,
          20,
          Knob.sizes(Knob.HIDDEN, List.of(16L)),
          Knob.truth(LINEAR_PATH, true),
          Knob.from(Knob.DROPOUT_RATE, 0.2, 0, 1),
          Knob.whole(EMBED_FROM, 0, 0),
          Knob.whole(EMBEDDING_SIZE, 0, 0),
          LabelledTraining.labelSmoothing(),
          LabelledTraining.classWeights());

  private final Schema schema;
  private final Cleaning cleaning;
  private final UnknownCategory unknown;
  private final @Nullable String positive;

  private TabularClassifier(
      Recipe recipe,
      Schema schema,
      Cleaning cleaning,
      UnknownCategory unknown,
      @Nullable String positive) {
    super(recipe);
    this.schema = schema;
    this.cleaning = cleaning;
    this.unknown = unknown;
    this.positive = positive;
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
    TabularData.requireFeatures(KIND, schema.features());
    return new TabularClassifier(
        Recipe.of(KIND, KNOBS), schema, Cleaning.none(), UnknownCategory.REFUSE, null);
  }

  @Override
  Schema schema() {
    return schema;
  }

  @Override
  TabularClassifier with(Recipe changed) {
    return new TabularClassifier(changed, schema, cleaning, unknown, positive);
  }

  /**
   * Sets the sizes of hidden layers.
   *
   * @param sizes each at least 1; none for no hidden layer
   * @return a new definition
   */
  public TabularClassifier hidden(int... sizes) {
    return hyperparameter(Knob.HIDDEN, Arrays.stream(sizes).mapToObj(s -> (long) s).toList());
  }

  /**
   * Sets the class that rates and curves are about, of two.
   *
   * @param label by default the second in sorted order
   * @return a new definition
   */
  public TabularClassifier positive(String label) {
    return new TabularClassifier(recipe, schema, cleaning, unknown, Objects.requireNonNull(label));
  }

  /**
   * Sets how the data is cleaned. It is fitted on the training data, and saved inside the model.
   *
   * @param value by default none: a missing value is an error
   * @return a new definition
   */
  public TabularClassifier cleaning(Cleaning value) {
    return new TabularClassifier(recipe, schema, Objects.requireNonNull(value), unknown, positive);
  }

  /**
   * Sets what to do about categories that do not come in the training data.
   *
   * @param policy by default to refuse them
   * @return a new definition
   */
  public TabularClassifier unknownCategories(UnknownCategory policy) {
    return new TabularClassifier(
        recipe, schema, cleaning, Objects.requireNonNull(policy), positive);
  }

  /**
   * Sets how training rows are changed, otherwise in each epoch, such as by {@link
   * io.lepton.data.augment.BatchAugmentations#mixup}. Inputs are the columns in order as they are
   * encoded: a number standardised, of a category a one among zeros. An embedded category comes
   * last as its number, which must stay whole: to mix rows, set {@code embed_from} to 0.
   *
   * @param description what it does, kept in the lineage, such as {@code mixup 0.2}
   * @param augmentation by default none
   * @return a new definition
   */
  public TabularClassifier augment(String description, Augmentation augmentation) {
    return with(recipe.change(new Change.OfBatches(description, augmentation)));
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
    return with(recipe.adversary(new Adversary(description, training)));
  }

  /**
   * {@inheritDoc}
   *
   * @param train with the definition's schema and at least two classes
   * @param validation with the same schema, not used to fit anything
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, the training
   *     data has only one class, a column has no value at all, a value is missing where {@link
   *     Cleaning} does not say what to do, or validation data has a class that training data has
   *     not
   * @throws EngineException {@inheritDoc}
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation), null);
  }

  /**
   * {@inheritDoc}
   *
   * @param train with the definition's schema and at least two classes
   * @return the model; its profile of predictions is of the training data
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train) {
    return run(train, null, null);
  }

  TrainedClassifier<Dataset> run(
      Dataset train, @Nullable Dataset validation, @Nullable FittedCleaning known) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    RowWeights weights = weightsOf(train);
    Dataset learnt = unweighted(train);
    TabularData.requireFeatures(KIND, learnt.schema().features());
    TabularData data = TabularData.fit(learnt, cleaning, known, unknown, recipe.whole(EMBED_FROM));
    Map<String, Long> counts = data.fitted.classCounts();
    List<String> classes = LabelledTraining.classes(train.name(), counts, positive);
    Plan plan = plan(data, classes);
    Examples examples =
        RowWeights.examples(
            data.inputs,
            targets(data.fitted, classes),
            weights,
            train.name(),
            train.rows(),
            data.kept);
    Dataset checked = validation == null ? null : data.cleaned(unweighted(validation));
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            LabelledTraining.loss(recipe, counts),
            plan.network(),
            examples,
            checked == null
                ? null
                : Examples.of(data.encode(checked), targets(checked, classes), checked.rows()));
    Dataset seen = checked == null ? data.fitted : checked;
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(
                plan.content(),
                trained.weights(),
                Profiles.ofInputs(learnt),
                seen.rows(),
                seen::row);
    return new TrainedClassifier<>(
        snapshot,
        trained.history(),
        classes,
        positive,
        new TableCases(recipe.weightColumn()),
        data.report);
  }

  /** What is trained, and how it is saved. */
  private record Plan(Network network, Snapshots.Content content) {}

  private Plan plan(TabularData data, List<String> classes) {
    List<Integer> hidden = Knob.sizes(recipe.settings(), Knob.HIDDEN);
    double dropout = recipe.settings().number(Knob.DROPOUT_RATE);
    LinearPath path =
        recipe.settings().find(LINEAR_PATH).orElseThrow().equals(true)
            ? LinearPath.PRESENT
            : LinearPath.ABSENT;
    if (data.input.embedded().isEmpty()) {
      // Without embedded columns a tabular classifier has the format it had before there were any.
      TabularConfig config =
          new TabularConfig(
              classes, hidden, path, data.input.cleaning(), data.input.encoding(), unknown);
      return new Plan(config.shape().network(dropout), Snapshots.Content.of(config));
    }
    Network network =
        Architectures.perceptron(
            data.input.width(),
            data.tables(recipe.whole(EMBEDDING_SIZE)),
            hidden,
            classes.size(),
            dropout,
            path);
    return new Plan(
        network,
        Snapshots.Content.of(
            ModelConfig.of(KIND, network, data.input, new ModelOutput.Classes(classes))));
  }

  private float[] targets(Dataset data, List<String> classes) {
    int[] codes = TrainedClassifier.codes(data.name(), data.rows(), classes, data::label);
    return LabelledTraining.targets(recipe, codes, classes.size());
  }
}
