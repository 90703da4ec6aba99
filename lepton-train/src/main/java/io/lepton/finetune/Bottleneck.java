package io.lepton.finetune;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Activation;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Init;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adapter modules (Houlsby et al. 2019): after a linear layer, which stays, x + U gelu(D x) is
 * learnt with a narrow middle. U starts at zero. Unlike {@link Lora} it bends, and cannot be merged
 * back: the network keeps it. Immutable.
 */
public final class Bottleneck {
  /** The format of snapshots of adapter modules. */
  public static final String FORMAT = "lepton.bottleneck/1";

  private static final String ADDED = "adapter";
  private static final String MARK = "." + ADDED + ".body.";

  private record Config(int width, List<String> layers, Digest base) {}

  private final int width;
  private final List<String> targets;
  private final long seed;

  private Bottleneck(int width, List<String> targets, long seed) {
    this.width = width;
    this.targets = List.copyOf(targets);
    this.seed = seed;
    if (width < 1) {
      throw new InvalidInputException("width is " + width + "; expected 1 or more");
    }
  }

  /**
   * A middle of 8, after all linear layers, seed 0.
   *
   * @return the definition
   */
  public static Bottleneck withDefaults() {
    return new Bottleneck(8, List.of("*"), 0);
  }

  /**
   * Another middle.
   *
   * @param value at least 1
   * @return a new definition
   */
  public Bottleneck withWidth(int value) {
    return new Bottleneck(value, targets, seed);
  }

  /**
   * Other layers.
   *
   * @param patterns of layers' paths, where a star is any text
   * @return a new definition
   */
  public Bottleneck withTargets(String... patterns) {
    return new Bottleneck(width, List.of(patterns), seed);
  }

  /**
   * Another seed of D.
   *
   * @param value any number
   * @return a new definition
   */
  public Bottleneck withSeed(long value) {
    return new Bottleneck(width, targets, value);
  }

  /**
   * Puts modules after the layers.
   *
   * @param base the network
   * @param weights of the base
   * @return the network with the modules; its outputs are the base's
   * @throws InvalidInputException if the weights do not fit, or no linear layer matches
   */
  public Adapted attach(Network base, Weights weights) {
    base.requireWeights(weights);
    Set<String> paths = Layers.linear(base, targets);
    Network adapted =
        Layers.rewrite(base, (path, layer) -> paths.contains(path) ? behind(layer) : layer);
    Map<String, Tensor> all = new LinkedHashMap<>(adapted.initialWeights(seed).asMap());
    weights.asMap().forEach((name, tensor) -> all.put(moved(name, paths), tensor));
    return new Adapted(adapted, Weights.of(all));
  }

  private Layer behind(Layer layer) {
    Linear linear = (Linear) layer;
    Sequential body =
        new Sequential(
            List.of(
                new Step("down", new Linear(width, Bias.PRESENT, Init.UNIFORM)),
                new Step("gelu", new Activation(Activation.Function.GELU)),
                new Step("up", new Linear(linear.outputs(), Bias.PRESENT, Init.ZERO))));
    return new Sequential(
        List.of(
            new Step(Lora.BASE, linear),
            new Step(ADDED, Branches.residual(body, Sequential.of()))));
  }

  private static boolean isAdded(String name) {
    return ("." + name).contains(MARK);
  }

  private static String moved(String name, Set<String> paths) {
    int dot = name.lastIndexOf('.');
    String path = dot < 0 ? "" : name.substring(0, dot);
    return paths.contains(path)
        ? Layers.join(path, Lora.BASE) + "." + name.substring(dot + 1)
        : name;
  }

  /**
   * Freezes everything but the modules, and what the trainer was given a rate for before.
   *
   * @param trainer of any settings
   * @return a new trainer
   */
  public Trainer training(Trainer trainer) {
    return trainer.rate("*" + ADDED + ".body.*", 1).freeze("*");
  }

  /**
   * What is saved: the modules, and any tensor of the base that changed.
   *
   * @param base the network
   * @param weights of the base
   * @param trained weights of the network with modules
   * @param lineage of the training; it should say {@code derivedFrom} the base's version
   * @return a snapshot of the format {@link #FORMAT}
   * @throws InvalidInputException if weights do not fit
   */
  public ModelSnapshot toSnapshot(Network base, Weights weights, Weights trained, Lineage lineage) {
    Adapted adapted = attach(base, weights);
    adapted.network().requireWeights(trained);
    Weights.Builder learnt = Weights.builder();
    trained
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (isAdded(name) || !tensor.contentEquals(adapted.weights().get(name))) {
                learnt.put(name, tensor);
              }
            });
    List<String> paths = List.copyOf(Layers.linear(base, targets));
    return ModelSnapshot.builder(FORMAT)
        .config(Json.text(new Config(width, paths, Fingerprints.of(weights))))
        .weights(learnt.build())
        .hyperparameters(Hyperparameters.none().with("width", width))
        .lineage(lineage)
        .build();
  }

  /**
   * Puts saved modules back into their base.
   *
   * @param base the network
   * @param weights of the base
   * @param snapshot of the format {@link #FORMAT}
   * @return the network as it was trained
   * @throws InvalidInputException if the snapshot is of another format, or of another base
   * @throws CorruptDataException if it does not hold together
   */
  public static Adapted restore(Network base, Weights weights, ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "a snapshot of the format " + snapshot.format() + "; expected " + FORMAT);
    }
    Config config = Json.read(snapshot.config(), Config.class, "the modules' configuration");
    Fingerprints.require(config.base, weights);
    try {
      Adapted first = new Bottleneck(config.width, config.layers, 0).attach(base, weights);
      Map<String, Tensor> all = new LinkedHashMap<>(first.weights().asMap());
      all.keySet().removeIf(Bottleneck::isAdded); // every one of these must be in the snapshot
      all.putAll(snapshot.weights().asMap());
      return new Adapted(first.network(), Weights.of(all));
    } catch (RuntimeException e) {
      throw new CorruptDataException("the adapter modules: " + e.getMessage(), e);
    }
  }
}
