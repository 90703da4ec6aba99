package io.lepton.train;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.data.image.Fit;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.ImageShape;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.network.Network;
import io.lepton.network.Scale;
import io.lepton.tensor.Tensor;
import io.lepton.train.internal.ImageInput;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learns to tell pictures of one size apart by a convolutional network. A row to be predicted holds
 * the value {@code image}: a tensor F32 [channels, height, width] from 0 to 1, a tensor U8 of that
 * shape from 0 to the training data's maximum, or a tensor U8 [bytes] with the content of a PNG or
 * JPEG file.
 *
 * <p>Its own hyperparameters: {@code architecture} ({@code cnn}: 3×3 convolution, batch
 * normalisation, ReLU and pooling by 2 for each stage, then dense layers; or {@code resnet}: two
 * residual blocks for each stage, He et al. 2016), {@code filters} ([16, 32]) channels of each
 * stage, {@code hidden} ([128]) dense layers of a cnn, {@code dropout_rate} (0.25), {@code
 * label_smoothing} (0), {@code class_weights} ({@code equal} or {@code balanced}).
 */
public final class ImageClassifier extends Template<ImageClassifier, ImageDataset> {
  static final String KIND = "image-classifier";

  /** The name of the picture in a row. */
  public static final String IMAGE = "image";

  private static final String ARCHITECTURE = "architecture";
  private static final String FILTERS = "filters";
  private static final List<Knob> KNOBS =
      Knob.withTraining(
          0.003,
          64,
          10,
          3,
          Knob.choice(ARCHITECTURE, "cnn", List.of("cnn", "resnet")),
          Knob.sizes(FILTERS, List.of(16L, 32L)),
          Knob.sizes(Knob.HIDDEN, List.of(128L)),
          Knob.from(Knob.DROPOUT_RATE, 0.25, 0, 1),
          LabelledTraining.labelSmoothing(),
          LabelledTraining.classWeights());

  private final ImageShape shape;
  private final Fit fit;
  private final @Nullable String positive;

  private ImageClassifier(Recipe recipe, ImageShape shape, Fit fit, @Nullable String positive) {
    super(recipe);
    this.shape = shape;
    this.fit = fit;
    this.positive = positive;
  }

  /**
   * Starts a definition with the defaults and seed 0.
   *
   * @param shape of every picture
   * @return the definition
   */
  public static ImageClassifier define(ImageShape shape) {
    return new ImageClassifier(
        Recipe.of(KIND, KNOBS), Objects.requireNonNull(shape), Fit.REFUSE, null);
  }

  @Override
  ImageClassifier with(Recipe changed) {
    return new ImageClassifier(changed, shape, fit, positive);
  }

  /**
   * Sets the class that rates and curves are about, of two.
   *
   * @param label by default the second in sorted order
   * @return a new definition
   */
  public ImageClassifier positive(String label) {
    return new ImageClassifier(recipe, shape, fit, Objects.requireNonNull(label));
  }

  /**
   * Sets what the model does with files of another size when it predicts.
   *
   * @param value by default to refuse them
   * @return a new definition
   */
  public ImageClassifier files(Fit value) {
    return new ImageClassifier(recipe, shape, Objects.requireNonNull(value), positive);
  }

  /**
   * Sets how training pictures are changed, otherwise in each epoch.
   *
   * @param description what it does, kept in the lineage, such as {@code shift by up to 2}
   * @param augmentation by default none
   * @return a new definition
   */
  public ImageClassifier augment(String description, Augmentation augmentation) {
    return with(recipe.change(new Change.OfBatches(description, augmentation)));
  }

  /**
   * Trains against changes that the model as it is at each step does worse on, such as {@link
   * io.lepton.data.augment.AdversarialTraining}. Inputs are pixels from 0 to 1.
   *
   * @param description what it does, kept in the lineage, such as {@code PGD 0.1, 7 steps}
   * @param training by default none
   * @return a new definition
   */
  public ImageClassifier adversarial(String description, ModelAugmentation training) {
    return with(recipe.adversary(new Adversary(description, training)));
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
  public ImageClassifier weights(double... values) {
    return with(recipe.weights(RowWeights.of(values)));
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train pictures of the definition's shape, of at least two classes
   * @param validation pictures of the same shape, not used to fit anything
   * @return the model
   * @throws InvalidInputException if a dataset's shape is another, it has no rows, the training
   *     data has only one class, or validation data has a class that training data has not
   * @throws EngineException if the loss is no longer a number, or the thread is interrupted
   */
  @Override
  public TrainedClassifier<ImageDataset> train(ImageDataset train, ImageDataset validation) {
    return run(train, Objects.requireNonNull(validation));
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param train pictures of the definition's shape, of at least two classes
   * @return the model
   * @throws InvalidInputException as with validation data
   * @throws EngineException as with validation data
   */
  @Override
  public TrainedClassifier<ImageDataset> train(ImageDataset train) {
    return run(train, null);
  }

  TrainedClassifier<ImageDataset> run(ImageDataset train, @Nullable ImageDataset validation) {
    requireUsable(train);
    if (validation != null) {
      requireUsable(validation);
    }
    Map<String, Long> counts = train.classCounts();
    List<String> classes = LabelledTraining.classes(train.name(), counts, positive);
    float[] pixels = pixels(train);
    ImageInput input = ImageInput.of(IMAGE, shape, train.maximum(), fit);
    Network network = network(input, standardise(train.name(), pixels), classes.size());
    TrainedNetwork trained =
        Fitting.fit(
            recipe,
            LabelledTraining.loss(recipe, counts),
            network,
            examples(train, pixels, classes, recipe.weights()),
            validation == null ? null : examples(validation, pixels(validation), classes, null));
    ImageDataset seen = validation == null ? train : validation;
    ModelSnapshot snapshot =
        new Snapshots(
                recipe,
                train.reference("train"),
                validation == null ? null : validation.reference("validation"))
            .build(
                ModelConfig.of(KIND, network, input, new ModelOutput.Classes(classes)),
                trained.weights(),
                seen.rows(),
                row -> row(seen, row));
    return new TrainedClassifier<>(
        snapshot,
        trained.history(),
        classes,
        positive,
        new Pictures(),
        LabelledTraining.untouched(train.name(), train.rows()));
  }

  private void requireUsable(ImageDataset data) {
    LabelledTraining.requireRows(data.name(), data.rows());
    if (!data.shape().equals(shape)) {
      throw new InvalidInputException(
          data.name()
              + " has pictures of "
              + data.shape()
              + "; the classifier was defined for "
              + shape);
    }
  }

  private Network network(ImageInput input, Scale standardise, int classes) {
    List<Integer> filters = Knob.sizes(recipe.settings(), FILTERS);
    if (filters.isEmpty()) {
      throw new InvalidInputException("hyperparameter \"filters\" is []; expected at least one");
    }
    double dropout = recipe.settings().number(Knob.DROPOUT_RATE);
    return recipe.settings().text(ARCHITECTURE).equals("cnn")
        ? Architectures.convolutional(
            input.tensorShape(),
            standardise,
            filters,
            Knob.sizes(recipe.settings(), Knob.HIDDEN),
            classes,
            dropout)
        : Architectures.residual(input.tensorShape(), standardise, filters, classes, dropout);
  }

  private static float[] pixels(ImageDataset data) {
    return data.batch(IntStream.range(0, data.rows()).toArray());
  }

  /** To mean 0 and deviation 1 over all pixels. */
  private static Scale standardise(String name, float[] pixels) {
    double sum = 0;
    double squares = 0;
    for (float pixel : pixels) {
      sum += pixel;
      squares += (double) pixel * pixel;
    }
    double mean = sum / pixels.length;
    double variance = squares / pixels.length - mean * mean;
    if (!(variance > 1e-12)) {
      throw new InvalidInputException(
          "all pixels of " + name + " are " + (float) mean + "; there is nothing to learn");
    }
    double deviation = Math.sqrt(variance);
    return new Scale(1 / deviation, -mean / deviation);
  }

  private Examples examples(
      ImageDataset data, float[] pixels, List<String> classes, @Nullable RowWeights weights) {
    int[] codes = TrainedClassifier.codes(data.name(), data.rows(), classes, data::label);
    float[] targets = LabelledTraining.targets(recipe, codes, classes.size());
    return RowWeights.examples(pixels, targets, weights, data.name(), codes.length);
  }

  private static Row row(ImageDataset data, int index) {
    ImageShape shape = data.shape();
    return Row.of(
        IMAGE,
        Tensor.ofFloats(
            io.lepton.tensor.Shape.of(shape.channels(), shape.height(), shape.width()),
            data.pixels(index)));
  }

  private static final class Pictures implements TrainedClassifier.Cases<ImageDataset> {
    @Override
    public int rows(ImageDataset data) {
      return data.rows();
    }

    @Override
    public Row row(ImageDataset data, int index) {
      return ImageClassifier.row(data, index);
    }

    @Override
    public String label(ImageDataset data, int index) {
      return data.label(index);
    }

    @Override
    public DataReference reference(ImageDataset data) {
      return data.reference();
    }
  }
}
