package io.lepton.train;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.TextColumn;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.NumericProfile;
import io.lepton.model.Prediction;
import io.lepton.network.Network;
import io.lepton.train.djl.TorchNetwork;
import io.lepton.train.internal.EncodedTextConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TextFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learns to tell the classes of texts apart by the vectors of a pretrained {@link TextEncoder},
 * such as BERT, which stays as it is: a normalisation, then dense layers. Each text is encoded
 * once, so an epoch takes no longer than that of a small network. A snapshot holds the encoder's
 * file, which a store keeps once however many models share it.
 *
 * <p>Its own hyperparameters: {@code hidden} ([]), {@code dropout_rate} (0.1), {@code
 * label_smoothing} (0), {@code class_weights} ({@code equal} or {@code balanced}).
 */
public final class EncodedTextClassifier extends TableTemplate<EncodedTextClassifier> {
  static final String KIND = "encoded-text-classifier";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.005,
          32,
          100,
          10,
          Knob.sizes(Knob.HIDDEN, List.of()),
          Knob.from(Knob.DROPOUT_RATE, 0.1, 0, 1),
          LabelledTraining.labelSmoothing(),
          LabelledTraining.classWeights());

  private final Schema schema;
  private final TextCases cases;
  private final TextEncoder encoder;
  private final @Nullable String positive;

  private EncodedTextClassifier(
      Recipe recipe,
      Schema schema,
      TextCases cases,
      TextEncoder encoder,
      @Nullable String positive) {
    super(recipe);
    this.schema = schema;
    this.cases = cases;
    this.encoder = encoder;
    this.positive = positive;
  }

  /**
   * Starts a definition with the defaults and seed 0.
   *
   * @param schema of the data to train on, with a label
   * @param text the column of free text to learn from; others are not looked at
   * @param encoder makes texts vectors
   * @return the definition
   * @throws InvalidInputException if that is not a column of free text, or there is no label
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static EncodedTextClassifier define(Schema schema, String text, TextEncoder encoder) {
    return new EncodedTextClassifier(
        Recipe.of(KIND, KNOBS),
        schema,
        TextCases.of(schema, text),
        Objects.requireNonNull(encoder),
        null);
  }

  @Override
  Schema schema() {
    return schema;
  }

  @Override
  EncodedTextClassifier with(Recipe changed) {
    return new EncodedTextClassifier(changed, schema, cases, encoder, positive);
  }

  /**
   * Sets the class that rates and curves are about, of two.
   *
   * @param label by default the second in sorted order
   * @return a new definition
   */
  public EncodedTextClassifier positive(String label) {
    return new EncodedTextClassifier(recipe, schema, cases, encoder, Objects.requireNonNull(label));
  }

  /**
   * Trains the head, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train with the definition's schema and at least two classes
   * @param validation with the same schema, not used to fit anything
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, a text is
   *     missing, the training data has only one class, or validation data has a class that training
   *     data has not
   * @throws CorruptDataException if the encoder is damaged, or does not give what it must
   * @throws EngineException if the encoder's library is absent, the loss is no longer a number, or
   *     the thread is interrupted
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation));
  }

  /**
   * Trains the head for all epochs, and keeps the weights of the last.
   *
   * @param train with the definition's schema and at least two classes
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws CorruptDataException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedClassifier<Dataset> train(Dataset train) {
    return run(train, null);
  }

  TrainedClassifier<Dataset> run(Dataset train, @Nullable Dataset validation) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    Map<String, Long> counts = train.classCounts();
    List<String> classes = LabelledTraining.classes(train.name(), counts, positive);
    Vectors learnt;
    Vectors held;
    try (TextFeatures features = encoder.open()) {
      learnt = vectors(features, train);
      held = validation == null ? learnt : vectors(features, validation);
    }
    Network network =
        Architectures.head(
            learnt.size(),
            Knob.sizes(recipe.settings(), Knob.HIDDEN),
            classes.size(),
            recipe.settings().number(Knob.DROPOUT_RATE));
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            LabelledTraining.loss(recipe, counts),
            network,
            examples(train, learnt, classes, weightsOf(train)),
            validation == null ? null : examples(validation, held, classes, null));
    ModelOutput output = new ModelOutput.Classes(classes);
    EncodedTextConfig config =
        new EncodedTextConfig(
            encoder.config(), cases.text(), learnt.size(), network.root(), output);
    DataProfile profile =
        new DataProfile(
            train.reference("train"),
            List.of(),
            List.of(),
            predictions(trained, output, held, classes));
    return new TrainedClassifier<>(
        snapshot(config, trained, profile, train, validation),
        trained.history(),
        classes,
        positive,
        cases,
        LabelledTraining.untouched(train.name(), train.rows()));
  }

  /** Rows one after the other. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Vectors(float[] values, int size) {}

  private Vectors vectors(TextFeatures features, Dataset data) {
    List<String> texts = ((TextColumn) data.column(cases.text())).texts();
    int size = features.size();
    float[] values = new float[Math.multiplyExact(texts.size(), size)];
    for (int row = 0; row < texts.size(); row++) {
      System.arraycopy(features.of(texts.get(row)), 0, values, row * size, size);
    }
    return new Vectors(values, size);
  }

  private Examples examples(
      Dataset data, Vectors vectors, List<String> classes, @Nullable RowWeights weights) {
    int[] codes = TrainedClassifier.codes(data.name(), data.rows(), classes, data::label);
    return RowWeights.examples(
        vectors.values(),
        LabelledTraining.targets(recipe, codes, classes.size()),
        weights,
        data.name(),
        codes.length);
  }

  private static List<NumericProfile> predictions(
      TrainedNetwork trained, ModelOutput output, Vectors vectors, List<String> classes) {
    int rows = vectors.values().length / vectors.size();
    float[] logits;
    try (TorchNetwork head = TorchNetwork.load(trained.network(), trained.weights())) {
      logits = head.run(vectors.values(), rows);
    }
    List<Prediction> predictions = new ArrayList<>();
    int width = classes.size();
    for (int row = 0; row < rows; row++) {
      float[] one = Arrays.copyOfRange(logits, row * width, (row + 1) * width);
      predictions.add(output.decode(new float[0], one, row));
    }
    return classes.stream()
        .map(
            name ->
                NumericProfile.of(
                    name, predictions.stream().mapToDouble(p -> p.numbers().get(name)).toArray()))
        .toList();
  }

  private ModelSnapshot snapshot(
      EncodedTextConfig config,
      TrainedNetwork trained,
      DataProfile profile,
      Dataset train,
      @Nullable Dataset validation) {
    Snapshots snapshots =
        new Snapshots(
            recipe,
            train.reference("train"),
            validation == null ? null : validation.reference("validation"));
    ByteSource model = encoder.model();
    return ModelSnapshot.builder(EncodedTextConfig.FORMAT)
        .config(Json.text(config))
        .weights(trained.weights())
        .hyperparameters(recipe.settings())
        .signature(config.signature())
        .lineage(snapshots.lineage())
        .file(EncodedTextConfig.MODEL, model)
        .file(EncodedTextConfig.VOCABULARY, encoder.vocabulary())
        .file(DataProfile.FILE, profile.toJson())
        .build();
  }
}
