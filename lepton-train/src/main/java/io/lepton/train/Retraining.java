package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.ModelAugmentation;
import io.lepton.data.augment.TextAugmentation;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Selectable;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataReference;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.EncodedTextConfig;
import io.lepton.train.internal.ImageInput;
import io.lepton.train.internal.LineageNotes;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.PairInput;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import io.lepton.train.internal.TextInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a saved model again from its provenance: the hyperparameters and seed of its snapshot, and
 * the data its lineage names, which the caller brings and whose fingerprints are checked. On the
 * same machine, with the same versions of what {@link #environmentDifferences} lists, the weights
 * come out the same to the bit.
 *
 * <p>Immutable. A training that a listener ended early is trained on to its end here.
 */
public final class Retraining {
  private static final List<String> FORMATS =
      List.of(TabularConfig.FORMAT, ModelConfig.FORMAT, EncodedTextConfig.FORMAT);

  private final ModelSnapshot snapshot;
  private final Brought brought;

  /** What a snapshot can only name, or keep a fingerprint of. */
  record Brought(
      @Nullable RowWeights weights, @Nullable Adversary adversary, @Nullable Change change) {}

  private Retraining(ModelSnapshot snapshot, Brought brought) {
    this.snapshot = snapshot;
    this.brought = brought;
  }

  /** Whether the weights came out as they were. */
  public enum Verdict {
    /** To the bit. */
    IDENTICAL,
    /** Not; see the differences of the environment. */
    DIFFERENT
  }

  /**
   * What came out.
   *
   * @param model trained again
   * @param verdict whether its weights are those of the snapshot
   * @param differences of the environment, which may be why they are not; may be empty
   * @param <M> the model's type
   */
  public record Outcome<M>(M model, Verdict verdict, List<String> differences) {
    /** {@inheritDoc} */
    public Outcome {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Starts from a snapshot.
   *
   * @param snapshot of a template, with its seed and data in the lineage
   * @return the retraining
   * @throws InvalidInputException if the snapshot is not of a template, lacks a seed, or was made
   *     otherwise than by a template from data, as by fine-tuning
   */
  public static Retraining of(ModelSnapshot snapshot) {
    if (!FORMATS.contains(snapshot.format())) {
      throw new InvalidInputException(
          "format \""
              + snapshot.format()
              + "\" is not of a template; trained again can be "
              + FORMATS);
    }
    Lineage lineage = snapshot.lineage();
    if (lineage.findSeed().isEmpty() || lineage.data().isEmpty()) {
      throw new InvalidInputException("the model's lineage names no seed or no data: " + lineage);
    }
    Map<String, String> notes = new TreeMap<>(lineage.environment());
    notes.keySet().retainAll(List.of(LineageNotes.COMPRESSION, LineageNotes.TRAINER));
    if (!lineage.derivedFrom().isEmpty()) {
      throw new InvalidInputException(
          "the model was made from "
              + lineage.derivedFrom()
              + ", not from data alone; train that version again, do to it what was done then"
              + (notes.isEmpty() ? "" : " " + notes)
              + ", and compare the weights");
    }
    if (!notes.isEmpty()) {
      throw new InvalidInputException(
          "the model was not made by a template alone; do again what was done " + notes);
    }
    return new Retraining(snapshot, new Brought(null, null, null));
  }

  /**
   * Brings the augmentation of pictures or rows, which a snapshot can only name.
   *
   * @param same as in training
   * @return a new retraining
   * @throws InvalidInputException if the lineage names no augmentation, or the model is of texts
   */
  public Retraining augmentation(Augmentation same) {
    return changed(new Change.OfBatches(augmentationNamed(), same));
  }

  /**
   * Brings the augmentation of texts, which a snapshot can only name.
   *
   * @param same as in training
   * @return a new retraining
   * @throws InvalidInputException if the lineage names no augmentation, or the model is not of
   *     texts
   */
  public Retraining textAugmentation(TextAugmentation same) {
    return changed(new Change.OfTexts(augmentationNamed(), same));
  }

  private String augmentationNamed() {
    String named = snapshot.lineage().environment().get(Change.NAME);
    if (named == null) {
      throw new InvalidInputException("the model was trained without augmentation; bring none");
    }
    return named;
  }

  private Retraining changed(Change change) {
    boolean texts =
        snapshot.format().equals(ModelConfig.FORMAT) && config().input() instanceof TextInput;
    if (texts != change instanceof Change.OfTexts) {
      throw new InvalidInputException(
          texts
              ? "the model was trained on texts; bring \""
                  + change.description()
                  + "\" by textAugmentation"
              : "the model was not trained on texts; bring \""
                  + change.description()
                  + "\" by augmentation");
    }
    return new Retraining(snapshot, new Brought(brought.weights, brought.adversary, change));
  }

  /**
   * Brings the weights of the training data's rows, which a snapshot keeps a fingerprint of.
   *
   * @param same as in training
   * @return a new retraining
   * @throws InvalidInputException if a weight is negative or not finite, or all are 0
   */
  public Retraining weights(double... same) {
    return new Retraining(
        snapshot, new Brought(RowWeights.of(same), brought.adversary, brought.change));
  }

  /**
   * Brings what the model was trained against, which a snapshot can only name.
   *
   * @param same as in training
   * @return a new retraining
   * @throws InvalidInputException if the lineage names no adversarial training
   */
  public Retraining adversarial(ModelAugmentation same) {
    String named = snapshot.lineage().environment().get(Adversary.NAME);
    if (named == null) {
      throw new InvalidInputException(
          "the model was trained without adversarial training; bring none");
    }
    return new Retraining(
        snapshot, new Brought(brought.weights, new Adversary(named, same), brought.change));
  }

  /**
   * What is not as it was when the model was trained: versions, threads, operating system. The
   * device is asked for as it was.
   *
   * @return in words, one each; empty if all is the same
   */
  public List<String> environmentDifferences() {
    Map<String, String> before = new TreeMap<>(snapshot.lineage().environment());
    before.remove(Change.NAME);
    before.remove(Adversary.NAME);
    before.remove(RowWeights.COLUMN);
    // What a search noted (Study.inLineage) is where the settings came from, not what they ran on.
    before.keySet().removeIf(name -> name.equals("study") || name.startsWith("study."));
    Map<String, String> now =
        PyTorch.describe(Lineage.builder().thisJvm(), device()).build().environment();
    List<String> differences = new ArrayList<>();
    before.forEach(
        (name, value) -> {
          String here = now.get(name);
          if (!value.equals(here)) {
            differences.add(name + " was " + value + ", is " + here);
          }
        });
    return differences;
  }

  /**
   * Trains a model of a table again.
   *
   * @param train the same data as {@code train} in the lineage
   * @param validation the same data as {@code validation} in the lineage
   * @return the model, and whether it is the same
   * @throws InvalidInputException if a fingerprint is another, or the model is of pictures
   */
  public Outcome<? extends TrainedModel<Dataset>> with(Dataset train, Dataset validation) {
    return table(train, validation);
  }

  /**
   * Trains a model of a table again that had no validation data.
   *
   * @param train the same data as {@code train} in the lineage
   * @return the model, and whether it is the same
   * @throws InvalidInputException if the fingerprint is another, the lineage names validation data,
   *     or the model is of pictures
   */
  public Outcome<? extends TrainedModel<Dataset>> with(Dataset train) {
    return table(train, null);
  }

  /**
   * Trains a model of pictures again.
   *
   * @param train the same data as {@code train} in the lineage
   * @param validation the same data as {@code validation} in the lineage
   * @return the model, and whether it is the same
   * @throws InvalidInputException if a fingerprint is another, the model is not of pictures, or its
   *     augmentation was not brought
   */
  public Outcome<TrainedClassifier<ImageDataset>> with(
      ImageDataset train, ImageDataset validation) {
    return pictures(train, validation);
  }

  /**
   * Trains a model of pictures again that had no validation data.
   *
   * @param train the same data as {@code train} in the lineage
   * @return the model, and whether it is the same
   * @throws InvalidInputException as with validation data
   */
  public Outcome<TrainedClassifier<ImageDataset>> with(ImageDataset train) {
    return pictures(train, null);
  }

  private Outcome<TrainedClassifier<ImageDataset>> pictures(
      ImageDataset train, @Nullable ImageDataset validation) {
    if (!snapshot.format().equals(ModelConfig.FORMAT)
        || !(config().input() instanceof ImageInput input)) {
      throw new InvalidInputException("the model was not trained on pictures; bring a table");
    }
    requireData(
        train.reference("train"), validation == null ? null : validation.reference("validation"));
    return outcome(
        prepared(ImageClassifier.define(input.shape()).files(input.fit())).run(train, validation));
  }

  private ModelConfig config() {
    return ModelConfig.read(snapshot);
  }

  private Outcome<? extends TrainedModel<Dataset>> table(
      Dataset train, @Nullable Dataset validation) {
    Supplier<TrainedModel<Dataset>> training = training(train, validation);
    requireData(
        train.reference("train"), validation == null ? null : validation.reference("validation"));
    return outcome(training.get());
  }

  private Supplier<TrainedModel<Dataset>> training(Dataset train, @Nullable Dataset validation) {
    if (snapshot.format().equals(TabularConfig.FORMAT)) {
      TabularConfig config =
          Json.read(snapshot.config(), TabularConfig.class, "the model's config");
      return () ->
          classifier(
              train,
              validation,
              new TabularInput(
                  config.cleaning(), config.encoding(), config.unknownCategory(), List.of()));
    }
    if (snapshot.format().equals(EncodedTextConfig.FORMAT)) {
      EncodedTextConfig config =
          Json.read(snapshot.config(), EncodedTextConfig.class, "the model's config");
      TextEncoder encoder = TextEncoder.of(snapshot, config.encoder());
      return () ->
          prepared(EncodedTextClassifier.define(train.schema(), config.text(), encoder))
              .run(train, validation);
    }
    ModelConfig config = config();
    ModelOutput output = config.output();
    if (config.input() instanceof TabularInput input) {
      if (output instanceof ModelOutput.Classes) {
        return () -> classifier(train, validation, input);
      }
      if (output instanceof ModelOutput.Numeric number) {
        return () ->
            prepared(
                    TabularRegressor.define(train.schema(), number.target())
                        .unknownCategories(input.unknownCategory()))
                .run(train, validation, input.cleaning());
      }
      return () ->
          prepared(
                  AnomalyDetector.define(train.schema()).unknownCategories(input.unknownCategory()))
              .run(train, validation, input.cleaning());
    }
    if (config.input() instanceof TextInput input) {
      return () ->
          prepared(TextClassifier.define(train.schema(), input.name())).run(train, validation);
    }
    if (config.input() instanceof PairInput input && output instanceof ModelOutput.Numeric number) {
      return () -> {
        Recommender plain =
            Recommender.define(train.schema(), input.user(), input.item()).unknown(input.unknown());
        Recommender definition =
            number.link() == ModelOutput.Link.SIGMOID ? plain : plain.rating(number.target());
        return prepared(definition).run(train, validation);
      };
    }
    throw new InvalidInputException(
        "the model was not trained on a table, but on " + config.input().fields());
  }

  private TrainedClassifier<Dataset> classifier(
      Dataset train, @Nullable Dataset validation, TabularInput input) {
    String label =
        train
            .schema()
            .label()
            .orElseThrow(() -> new InvalidInputException(train.name() + " has no label"));
    return prepared(
            TabularClassifier.define(train.schema(), label)
                .unknownCategories(input.unknownCategory()))
        .run(train, validation, input.cleaning());
  }

  /** The same again. */
  private ComputeDevice device() {
    return ComputeDevice.of(
        snapshot.lineage().environment().getOrDefault(LineageNotes.DEVICE, "cpu"));
  }

  private long seed() {
    return snapshot.lineage().findSeed().orElseThrow();
  }

  private <D extends Selectable<D>, T extends Template<T, D>> T prepared(T definition) {
    T plain = definition.hyperparameters(snapshot.hyperparameters()).seed(seed());
    Recipe recipe = plain.recipe.with(brought);
    String column = snapshot.lineage().environment().get(RowWeights.COLUMN);
    T set = plain.with(column == null ? recipe : recipe.weightColumn(column)).device(device());
    return snapshot.lineage().findCodeRevision().map(set::codeRevision).orElse(set);
  }

  private <M extends TrainedModel<?>> Outcome<M> outcome(M model) {
    boolean same = model.snapshot().weights().contentEquals(snapshot.weights());
    return new Outcome<>(
        model, same ? Verdict.IDENTICAL : Verdict.DIFFERENT, environmentDifferences());
  }

  private void requireData(DataReference train, @Nullable DataReference validation) {
    List<String> wrong = new ArrayList<>();
    compare("train", train, wrong);
    compare("validation", validation, wrong);
    compare(RowWeights.NAME, brought.weights == null ? null : brought.weights.reference(), wrong);
    Map<String, String> named = snapshot.lineage().environment();
    if (named.containsKey(Adversary.NAME) && brought.adversary == null) {
      wrong.add(
          "it was trained against \""
              + named.get(Adversary.NAME)
              + "\"; bring that by adversarial");
    }
    if (named.containsKey(Change.NAME) && brought.change == null) {
      wrong.add(
          "it was trained with the augmentation \""
              + named.get(Change.NAME)
              + "\"; bring that by augmentation, or textAugmentation");
    }
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(
          "this is not the data the model was trained on: " + String.join("; ", wrong));
    }
  }

  private void compare(String name, @Nullable DataReference brought, List<String> wrong) {
    DataReference known =
        snapshot.lineage().data().stream()
            .filter(reference -> reference.name().equals(name))
            .findFirst()
            .orElse(null);
    if (known == null || brought == null) {
      if (known != null || brought != null) {
        wrong.add(name + " was " + text(known) + ", is " + text(brought));
      }
    } else if (!known.fingerprint().equals(brought.fingerprint())) {
      wrong.add(name + " was " + text(known) + ", is " + text(brought));
    }
  }

  private static String text(@Nullable DataReference reference) {
    return reference == null
        ? "absent"
        : reference.rows() + " rows with the fingerprint " + reference.fingerprint().hex();
  }
}
