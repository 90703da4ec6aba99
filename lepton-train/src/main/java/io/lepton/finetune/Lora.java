package io.lepton.finetune;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Init;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Scale;
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
 * Low-rank adaptation of linear layers (Hu et al. 2022): beside a layer's matrix W [outputs,
 * inputs], which stays, α/r B A is learnt with A [r, inputs] and B [outputs, r]. B starts at zero.
 * Immutable.
 *
 * <p>{@link #attach} a network, train it with {@link #training}, and take the {@link LoraAdapter}.
 */
public final class Lora {
  static final String BASE = "base";
  static final String ADDED = "lora";
  static final String DOWN = "down";
  static final String UP = "up";

  private final int rank;
  private final double alpha;
  private final List<String> targets;
  private final long seed;

  private Lora(int rank, double alpha, List<String> targets, long seed) {
    this.rank = rank;
    this.alpha = alpha;
    this.targets = List.copyOf(targets);
    this.seed = seed;
    if (rank < 1) {
      throw new InvalidInputException("rank is " + rank + "; expected 1 or more");
    }
    if (!(alpha > 0 && alpha <= 1e6)) {
      throw new InvalidInputException("alpha is " + alpha + "; expected above 0, to 10^6");
    }
  }

  /**
   * Rank 4, α 8, all linear layers, seed 0.
   *
   * @return the definition
   */
  public static Lora withDefaults() {
    return new Lora(4, 8, List.of("*"), 0);
  }

  /**
   * Another rank.
   *
   * @param value at least 1; of use where it is below half of a layer's inputs and outputs
   * @return a new definition
   */
  public Lora withRank(int value) {
    return new Lora(value, alpha, targets, seed);
  }

  /**
   * Another scale: what is added is α over the rank times the product.
   *
   * @param value above 0
   * @return a new definition
   */
  public Lora withAlpha(double value) {
    return new Lora(rank, value, targets, seed);
  }

  /**
   * Other layers.
   *
   * @param patterns of layers' paths, where a star is any text, such as {@code encoder.*}
   * @return a new definition
   */
  public Lora withTargets(String... patterns) {
    return new Lora(rank, alpha, List.of(patterns), seed);
  }

  /**
   * Another seed of A.
   *
   * @param value any number
   * @return a new definition
   */
  public Lora withSeed(long value) {
    return new Lora(rank, alpha, targets, value);
  }

  /**
   * Puts the addition beside the layers.
   *
   * @param base the network
   * @param weights of the base
   * @return the network with the addition; its outputs are the base's
   * @throws InvalidInputException if the weights do not fit, or no linear layer matches
   */
  public Adapted attach(Network base, Weights weights) {
    base.requireWeights(weights);
    Set<String> paths = Layers.linear(base, targets);
    Network adapted =
        Layers.rewrite(base, (path, layer) -> paths.contains(path) ? beside(layer) : layer);
    Weights first = adapted.initialWeights(seed);
    Map<String, Tensor> all = new LinkedHashMap<>(first.asMap());
    weights.asMap().forEach((name, tensor) -> all.put(moved(name, paths), tensor));
    return new Adapted(adapted, Weights.of(all));
  }

  private Layer beside(Layer layer) {
    Linear linear = (Linear) layer;
    Sequential added =
        new Sequential(
            List.of(
                new Step(DOWN, new Linear(rank, Bias.ABSENT, Init.UNIFORM)),
                new Step(UP, new Linear(linear.outputs(), Bias.ABSENT, Init.ZERO)),
                new Step("scale", new Scale(scale(), 0))));
    return new Branches(
        Branches.Merge.SUM, List.of(new Step(BASE, linear), new Step(ADDED, added)));
  }

  double scale() {
    return alpha / rank;
  }

  /** The name a parameter of the base has in the adapted network. */
  private static String moved(String name, Set<String> paths) {
    int dot = name.lastIndexOf('.');
    String path = dot < 0 ? "" : name.substring(0, dot);
    return paths.contains(path) ? Layers.join(path, BASE) + "." + name.substring(dot + 1) : name;
  }

  /**
   * Freezes everything but the addition, and what the trainer was given a rate for before, such as
   * a new head.
   *
   * @param trainer of any settings
   * @return a new trainer
   */
  public Trainer training(Trainer trainer) {
    return trainer
        .rate("*" + ADDED + "." + DOWN + ".weight", 1)
        .rate("*" + ADDED + "." + UP + ".weight", 1)
        .freeze("*");
  }

  /**
   * Takes out what was learnt: the matrices, and any other tensor of the base that changed, such as
   * a head that was not frozen, or running statistics.
   *
   * @param base the network
   * @param weights of the base
   * @param trained weights of the adapted network
   * @return the adapter
   * @throws InvalidInputException if the weights fit neither the base nor the adapted network
   */
  public LoraAdapter extract(Network base, Weights weights, Weights trained) {
    Adapted adapted = attach(base, weights);
    adapted.network().requireWeights(trained);
    Set<String> paths = Layers.linear(base, targets);
    Weights.Builder learnt = Weights.builder();
    for (String path : paths) {
      String added = Layers.join(path, ADDED);
      learnt.put(added + ".down.weight", trained.get(added + ".down.weight"));
      learnt.put(added + ".up.weight", trained.get(added + ".up.weight"));
    }
    Weights.Builder changed = Weights.builder();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              Tensor now = trained.get(moved(name, paths));
              if (!now.contentEquals(tensor)) {
                changed.put(name, now);
              }
            });
    return new LoraAdapter(
        rank, alpha, List.copyOf(paths), Fingerprints.of(weights), learnt.build(), changed.build());
  }
}
