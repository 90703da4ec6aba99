package io.lepton.train;

import io.lepton.data.Cleaning;
import io.lepton.data.Dataset;
import io.lepton.data.FittedCleaning;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Network;
import io.lepton.train.djl.TorchNetwork;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learns what rows of a table look like, to tell those that do not: an autoencoder (Hinton and
 * Salakhutdinov 2006) on standardised numbers and one-hot categories. A row's score is the root of
 * the mean squared difference between it and what the network makes of it. A label, if the data has
 * one, is not looked at.
 *
 * <p>Its own hyperparameters: {@code hidden} ([16, 4]) sizes of layers down to the narrowest, with
 * the same up again, {@code dropout_rate} (0), {@code quantile} (0.99) of the scores of validation
 * data, or of training data without any, that is the threshold.
 */
public final class AnomalyDetector extends Template<AnomalyDetector, Dataset> {
  static final String KIND = "anomaly-detector";
  private static final String QUANTILE = "quantile";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.005,
          64,
          200,
          20,
          Knob.sizes(Knob.HIDDEN, List.of(16L, 4L)),
          Knob.from(Knob.DROPOUT_RATE, 0, 0, 1),
          new Knob(
              QUANTILE,
              0.99,
              "above 0, at most 1",
              v -> v instanceof Number n && n.doubleValue() > 0 && n.doubleValue() <= 1));

  private final Schema schema;
  private final Cleaning cleaning;
  private final UnknownCategory unknown;

  private AnomalyDetector(
      Recipe recipe, Schema schema, Cleaning cleaning, UnknownCategory unknown) {
    super(recipe);
    this.schema = schema;
    this.cleaning = cleaning;
    this.unknown = unknown;
  }

  /**
   * Starts a definition with the defaults, no cleaning, and seed 0.
   *
   * @param schema of the data to train on; no column of free text
   * @return the definition
   * @throws InvalidInputException if a column is free text, or there is none but the label
   */
  public static AnomalyDetector define(Schema schema) {
    TabularData.requireFeatures(KIND, schema.features());
    return new AnomalyDetector(
        Recipe.of(KIND, KNOBS), schema, Cleaning.none(), UnknownCategory.ENCODE_AS_ZEROS);
  }

  @Override
  AnomalyDetector with(Recipe changed) {
    return new AnomalyDetector(changed, schema, cleaning, unknown);
  }

  /**
   * Sets the sizes of hidden layers, down to the narrowest.
   *
   * @param sizes each at least 1, at least one
   * @return a new definition
   */
  public AnomalyDetector hidden(int... sizes) {
    return hyperparameter(Knob.HIDDEN, Arrays.stream(sizes).mapToObj(s -> (long) s).toList());
  }

  /**
   * Sets how the data is cleaned. It is fitted on the training data, and saved inside the model.
   *
   * @param value by default none: a missing value is an error
   * @return a new definition
   */
  public AnomalyDetector cleaning(Cleaning value) {
    return new AnomalyDetector(recipe, schema, Objects.requireNonNull(value), unknown);
  }

  /**
   * Sets what to do about categories that do not come in the training data.
   *
   * @param policy by default to encode them as zeros, which makes a row strange
   * @return a new definition
   */
  public AnomalyDetector unknownCategories(UnknownCategory policy) {
    return new AnomalyDetector(recipe, schema, cleaning, Objects.requireNonNull(policy));
  }

  /**
   * Trains, keeps the weights of the epoch with the lowest validation loss, and sets the threshold
   * by the validation data.
   *
   * @param train normal rows, with the definition's schema
   * @param validation normal rows, with the same schema
   * @return the model
   * @throws InvalidInputException if a dataset's schema is another, it has no rows, or a value is
   *     missing where {@link Cleaning} does not say what to do
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted
   */
  @Override
  public TrainedDetector train(Dataset train, Dataset validation) {
    return run(train, Objects.requireNonNull(validation), null);
  }

  /**
   * Trains for all epochs, and keeps the weights of the last; the threshold is by the training
   * data, on which scores are lower than on any other.
   *
   * @param train normal rows, with the definition's schema
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedDetector train(Dataset train) {
    return run(train, null, null);
  }

  TrainedDetector run(Dataset train, @Nullable Dataset validation, @Nullable FittedCleaning known) {
    TabularData.requireUsable(KIND, train, schema);
    if (validation != null) {
      TabularData.requireUsable(KIND, validation, schema);
    }
    List<Integer> hidden = Knob.sizes(recipe.settings(), Knob.HIDDEN);
    if (hidden.isEmpty()) {
      throw new InvalidInputException("hyperparameter \"hidden\" is []; expected at least one");
    }
    TabularData data = TabularData.fit(train, cleaning, known, unknown, 0);
    Network network =
        Architectures.autoencoder(
            data.input.width(), hidden, recipe.settings().number(Knob.DROPOUT_RATE));
    Examples examples = Examples.of(data.inputs, data.inputs, data.fitted.rows());
    Dataset checked = validation == null ? null : data.cleaned(validation);
    float[] checks = checked == null ? data.inputs : data.encode(checked);
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            Loss.squared(),
            network,
            examples,
            checked == null ? null : Examples.of(checks, checks, checked.rows()));
    ModelConfig config =
        ModelConfig.of(
            KIND, network, data.input, new ModelOutput.Reconstruction(threshold(trained, checks)));
    Dataset seen = checked == null ? data.fitted : checked;
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(config, trained.weights(), Profiles.ofInputs(train), seen.rows(), seen::row);
    return new TrainedDetector(snapshot, trained.history(), data.report);
  }

  /** The ⌈q n⌉-th of n scores in ascending order. */
  private double threshold(TrainedNetwork trained, float[] inputs) {
    int width = trained.network().inputSize();
    double[] scores = new double[inputs.length / width];
    try (TorchNetwork network = TorchNetwork.load(trained.network(), trained.weights())) {
      float[] outputs = network.run(inputs, scores.length);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = ModelOutput.Reconstruction.score(inputs, outputs, i * width, width);
      }
    }
    Arrays.sort(scores);
    double rank = Math.ceil(recipe.settings().number(QUANTILE) * scores.length);
    return scores[(int) Math.max(1, Math.min(scores.length, rank)) - 1];
  }
}
