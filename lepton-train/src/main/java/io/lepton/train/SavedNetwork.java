package io.lepton.train;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.RowSource;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.ImageInput;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import io.lepton.train.internal.TensorInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of a saved model, taken out to be trained on, pruned, factorised, distilled or
 * explained, and put back: {@link #with} gives a snapshot that takes the same rows. A network that
 * no template made becomes a model by {@link #classifier} or {@link #regressor}. Immutable and
 * thread-safe.
 */
public final class SavedNetwork {
  private static final String OWN = "network";

  private final ModelSnapshot snapshot;
  private final ModelConfig config;

  private SavedNetwork(ModelSnapshot snapshot, ModelConfig config) {
    this.snapshot = snapshot;
    this.config = config;
  }

  /**
   * Takes the network out of a snapshot.
   *
   * @param snapshot of any template but the classifier on a pretrained encoder, or of {@link #with}
   * @return its network
   * @throws InvalidInputException if the format is another
   * @throws io.lepton.error.CorruptDataException if the snapshot does not hold together
   */
  public static SavedNetwork of(ModelSnapshot snapshot) {
    if (snapshot.format().equals(TabularConfig.FORMAT)) {
      return new SavedNetwork(snapshot, tabular(snapshot));
    }
    if (!snapshot.format().equals(ModelConfig.FORMAT)) {
      throw new InvalidInputException(
          "format \""
              + snapshot.format()
              + "\" holds no network that Lepton can take out; "
              + TabularConfig.FORMAT
              + " and "
              + ModelConfig.FORMAT
              + " do. Start from the model before it was exported or packed");
    }
    return new SavedNetwork(snapshot, ModelConfig.read(snapshot));
  }

  private static ModelConfig tabular(ModelSnapshot snapshot) {
    TabularConfig config = Json.read(snapshot.config(), TabularConfig.class, "the model's config");
    double dropout =
        snapshot.hyperparameters().find(Knob.DROPOUT_RATE).orElse(0.0) instanceof Number rate
            ? rate.doubleValue()
            : 0;
    return ModelConfig.of(
        "tabular-classifier",
        config.shape().network(dropout),
        new TabularInput(config.cleaning(), config.encoding(), config.unknownCategory(), List.of()),
        new ModelOutput.Classes(config.classes()));
  }

  /**
   * Makes a classifier of a network that takes one tensor.
   *
   * @param input name of the tensor in a row, F32 of the network's input shape
   * @param network whose outputs are logits
   * @param weights that fit it
   * @param classes in the order of the logits, at least two
   * @param lineage where the weights came from
   * @return a snapshot of the format {@code lepton.network-model/1}
   * @throws InvalidInputException if the weights or the number of classes do not fit
   */
  public static ModelSnapshot classifier(
      String input, Network network, Weights weights, List<String> classes, Lineage lineage) {
    return own(input, network, weights, new ModelOutput.Classes(classes), lineage);
  }

  /**
   * Makes a regressor of a network that takes one tensor and gives one number.
   *
   * @param input name of the tensor in a row, F32 of the network's input shape
   * @param network with one output, the predicted number itself
   * @param weights that fit it
   * @param target what the number is of
   * @param lineage where the weights came from
   * @return a snapshot of the format {@code lepton.network-model/1}
   * @throws InvalidInputException if the weights do not fit, or there is not one output
   */
  public static ModelSnapshot regressor(
      String input, Network network, Weights weights, String target, Lineage lineage) {
    ModelOutput output = new ModelOutput.Numeric(target, 0, 1, ModelOutput.Link.IDENTITY);
    return own(input, network, weights, output, lineage);
  }

  private static ModelSnapshot own(
      String input, Network network, Weights weights, ModelOutput output, Lineage lineage) {
    network.requireWeights(weights);
    ModelConfig config =
        ModelConfig.of(OWN, network, new TensorInput(input, network.inputShape()), output);
    return ModelSnapshot.builder(ModelConfig.FORMAT)
        .config(Json.text(config))
        .weights(weights)
        .signature(config.signature())
        .lineage(lineage)
        .build();
  }

  /**
   * The network.
   *
   * @return as it was trained, dropout included
   */
  public Network network() {
    return config.network();
  }

  /**
   * Its weights.
   *
   * @return those of the snapshot
   */
  public Weights weights() {
    return snapshot.weights();
  }

  /**
   * The classes in the order of the logits.
   *
   * @return none if the model is no classifier
   */
  public List<String> classes() {
    return config.output() instanceof ModelOutput.Classes output ? output.classes() : List.of();
  }

  /**
   * Rows as the network takes them: cleaned and encoded as the model does before it predicts.
   *
   * @param rows without labels
   * @return [rows, inputs of the network]
   * @throws InvalidInputException naming the row and the value that does not suit the model
   */
  public float[] encode(List<Row> rows) {
    return config.input().encoder().encode(rows);
  }

  /**
   * Rows and what is to be learnt of them, for a {@link Trainer}: the numbers of classes, the
   * standardised target, or the inputs themselves.
   *
   * @param data with the label or target; other columns that the model does not take are left out
   * @return the examples
   * @throws InvalidInputException if a row does not suit the model, its label is none of the
   *     classes, or the model is of pictures or of choices
   */
  public Examples examples(Dataset data) {
    float[] inputs = inputs(data);
    return Examples.of(inputs, targets(data, inputs), data.rows());
  }

  /**
   * The same of rows that need not fit in memory, read and encoded anew in each epoch: train a
   * template on as many rows as fit, then its network on all of them.
   *
   * @param source with the label or target
   * @param window how many rows are held to be shuffled, at least 1
   * @return the examples; making them takes one walk over the rows
   * @throws InvalidInputException as {@link #examples(Dataset)}, some only when the rows are read
   */
  public Examples examples(RowSource source, int window) {
    DataReference reference = source.reference(source.name());
    return Examples.stream(
        source.name() + " " + reference.fingerprint().hex(),
        reference.rows(),
        window,
        epoch -> new SourceExamples(this, source));
  }

  float[] inputs(Dataset data) {
    List<String> taken = config.input().fields().stream().map(field -> field.name()).toList();
    if (!data.schema().names().containsAll(taken)) {
      throw new InvalidInputException(
          data.name()
              + " has the columns "
              + data.schema().names()
              + "; the model takes "
              + config.input().fields());
    }
    String[] others =
        data.schema().names().stream().filter(name -> !taken.contains(name)).toArray(String[]::new);
    return encode(data.without(others).toRows());
  }

  float[] targets(Dataset data, float[] inputs) {
    if (config.output() instanceof ModelOutput.Classes output) {
      return floats(
          TrainedClassifier.codes(data.name(), data.rows(), output.classes(), data::label));
    }
    if (config.output() instanceof ModelOutput.Numeric number
        && number.link() == ModelOutput.Link.IDENTITY) {
      float[] targets = new float[data.rows()];
      for (int row = 0; row < targets.length; row++) {
        targets[row] =
            (float) ((number(data, number.target(), row) - number.mean()) / number.scale());
      }
      return targets;
    }
    if (config.output() instanceof ModelOutput.Reconstruction) {
      return inputs.clone();
    }
    throw new InvalidInputException(
        "the model learns from choices, against items drawn at random; make its examples yourself");
  }

  private static double number(Dataset data, String target, int row) {
    Object value = data.column(target).value(row).orElse(null);
    if (value instanceof Double number) {
      return number;
    }
    throw new InvalidInputException(
        data.name()
            + " row "
            + row
            + ", target \""
            + target
            + "\" is "
            + value
            + "; expected a number");
  }

  /**
   * Pictures and the numbers of their classes, for a {@link Trainer}.
   *
   * @param data of the model's shape and classes
   * @return the examples
   * @throws InvalidInputException if they are of another shape, a label is none of the classes, or
   *     the model is not of pictures
   */
  public Examples examples(ImageDataset data) {
    if (!(config.input() instanceof ImageInput input) || !input.shape().equals(data.shape())) {
      throw new InvalidInputException(
          data.name()
              + " has pictures of "
              + data.shape()
              + "; the model takes "
              + config.input().fields());
    }
    float[] inputs = data.batch(java.util.stream.IntStream.range(0, data.rows()).toArray());
    int[] codes = TrainedClassifier.codes(data.name(), data.rows(), classes(), data::label);
    return Examples.of(inputs, floats(codes), data.rows());
  }

  private static float[] floats(int[] codes) {
    float[] targets = new float[codes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = codes[i];
    }
    return targets;
  }

  /**
   * The same model with another network. It takes the same rows and predicts the same things; the
   * profile of its training data stays, and so does the lineage: note in it what was done, as by
   * {@code Compressed.from}, before it is saved.
   *
   * @param network with as many inputs and outputs
   * @param weights that fit it
   * @return a snapshot of the format {@code lepton.network-model/1}
   * @throws InvalidInputException if the network or the weights do not fit
   */
  public ModelSnapshot with(Network network, Weights weights) {
    return put(network, weights, config.output(), snapshot.lineage(), snapshot.files());
  }

  /**
   * The same model with another network that was trained on other data.
   *
   * @param network with as many inputs and outputs
   * @param weights that fit it
   * @param lineage of the new training; it should say {@code derivedFrom} the version it started
   *     from
   * @return a snapshot of the format {@code lepton.network-model/1}
   * @throws InvalidInputException if the network or the weights do not fit
   */
  public ModelSnapshot with(Network network, Weights weights, Lineage lineage) {
    return put(network, weights, config.output(), lineage, snapshot.files());
  }

  /**
   * A classifier of other classes that takes the same rows, such as after fine-tuning with a new
   * last layer. The profile no longer tells how predictions were spread, as they are of other
   * things.
   *
   * @param network with as many inputs, and one logit for each class
   * @param weights that fit it
   * @param classes in the order of the logits, at least two
   * @param lineage of the new training; it should say {@code derivedFrom} the version it started
   *     from
   * @return a snapshot of the format {@code lepton.network-model/1}
   * @throws InvalidInputException if the network, the weights or the classes do not fit
   */
  public ModelSnapshot withClasses(
      Network network, Weights weights, List<String> classes, Lineage lineage) {
    Map<String, ByteSource> files = new LinkedHashMap<>(snapshot.files());
    ByteSource saved = files.get(DataProfile.FILE);
    if (saved != null) {
      DataProfile old = DataProfile.read(saved);
      files.put(
          DataProfile.FILE,
          new DataProfile(old.data(), old.numeric(), old.categorical(), List.of(), old.texts())
              .toJson());
    }
    return put(network, weights, new ModelOutput.Classes(classes), lineage, files);
  }

  private ModelSnapshot put(
      Network network,
      Weights weights,
      ModelOutput output,
      Lineage lineage,
      Map<String, ByteSource> files) {
    network.requireWeights(weights);
    ModelConfig changed = ModelConfig.of(config.template(), network, config.input(), output);
    return new ModelSnapshot(
        ModelConfig.FORMAT,
        Json.text(changed),
        weights,
        files,
        snapshot.hyperparameters(),
        changed.signature(),
        lineage);
  }
}
