package io.lepton.finetune;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Parameter;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Anchor;
import io.lepton.train.Examples;
import io.lepton.train.TrainedNetwork;
import io.lepton.train.Trainer;
import io.lepton.train.internal.LoopSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains a pretrained network further, on other or on few data. The head is the last linear layer.
 * Immutable.
 *
 * <p>What is not set here is the trainer's: a rate of a tenth of that of the pretraining is a
 * start, and {@link Trainer#freeze} and {@link Trainer#rate} work on names of parameters.
 */
public final class FineTuning {
  private final Network network;
  private final Weights weights;
  private final boolean newHead;
  private final List<String> frozen;
  private final double layerDecay;
  private final double anchor;

  private FineTuning(
      Network network,
      Weights weights,
      boolean newHead,
      List<String> frozen,
      double layerDecay,
      double anchor) {
    this.network = network;
    this.weights = weights;
    this.newHead = newHead;
    this.frozen = List.copyOf(frozen);
    this.layerDecay = layerDecay;
    this.anchor = anchor;
  }

  /**
   * Starts from a pretrained network, with everything free to move.
   *
   * @param network the architecture
   * @param weights pretrained
   * @return the definition
   * @throws InvalidInputException if the weights do not fit
   */
  public static FineTuning of(Network network, Weights weights) {
    network.requireWeights(weights);
    return new FineTuning(network, weights, false, List.of(), 1, 0);
  }

  /**
   * Puts a new head in the place of the last linear layer.
   *
   * @param outputs of the new head, at least 1
   * @param seed of its first weights
   * @return a new definition
   * @throws InvalidInputException if the network has no linear layer, or something behind it does
   *     not take so many outputs
   */
  public FineTuning replaceHead(int outputs, long seed) {
    String head = head();
    Network replaced =
        Layers.rewrite(
            network,
            (path, layer) ->
                path.equals(head) && layer instanceof Linear old
                    ? new Linear(outputs, old.bias(), old.init())
                    : layer);
    Map<String, Tensor> all = new LinkedHashMap<>(replaced.initialWeights(seed).asMap());
    String prefix = Layers.join(head, "");
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (!isIn(prefix, name)) {
                all.put(name, tensor);
              }
            });
    return new FineTuning(replaced, Weights.of(all), true, frozen, layerDecay, anchor);
  }

  /**
   * Gives parameters new first weights. Where labels are few and the classes others, what lies
   * below the last layers is often worth keeping and they are not: then {@code reset} the dense
   * layers and keep the convolutions.
   *
   * @param pattern of their names, where a star is any text, such as {@code 8.*}
   * @param seed of the new weights
   * @return a new definition
   * @throws InvalidInputException if no parameter matches
   */
  public FineTuning reset(String pattern, long seed) {
    requireMatch(pattern);
    Map<String, Tensor> all = new LinkedHashMap<>(weights.asMap());
    network
        .initialWeights(seed)
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (LoopSettings.matches(pattern, name)) {
                all.put(name, tensor);
              }
            });
    return new FineTuning(network, Weights.of(all), newHead, frozen, layerDecay, anchor);
  }

  private void requireMatch(String pattern) {
    if (network.parameters().keySet().stream()
        .noneMatch(name -> LoopSettings.matches(pattern, name))) {
      throw new InvalidInputException(
          "no parameter matches \"" + pattern + "\"; there are " + network.parameters().keySet());
    }
  }

  private String head() {
    List<String> linear = new ArrayList<>(Layers.linear(network).keySet());
    if (linear.isEmpty()) {
      throw new InvalidInputException(network + " has no linear layer that could be its head");
    }
    return linear.get(linear.size() - 1);
  }

  private static boolean isIn(String prefix, String name) {
    return prefix.isEmpty() ? name.indexOf('.') < 0 : name.startsWith(prefix);
  }

  /**
   * Keeps parameters as they are.
   *
   * @param pattern of their names, where a star is any text, such as {@code stem.*}
   * @return a new definition
   * @throws InvalidInputException if no parameter matches
   */
  public FineTuning freeze(String pattern) {
    requireMatch(pattern);
    List<String> more = new ArrayList<>(frozen);
    more.add(pattern);
    return new FineTuning(network, weights, newHead, more, layerDecay, anchor);
  }

  /**
   * Keeps everything but the head as it is.
   *
   * @return a new definition
   */
  public FineTuning headOnly() {
    List<String> more = new ArrayList<>(frozen);
    String prefix = Layers.join(head(), "");
    network.parameters().keySet().stream().filter(name -> !isIn(prefix, name)).forEach(more::add);
    return new FineTuning(network, weights, newHead, more, layerDecay, anchor);
  }

  /**
   * Gives lower layers smaller rates (Howard and Ruder 2018): the last layer with parameters has
   * the trainer's, each one before it so much less.
   *
   * @param factor from a layer to the one before it, above 0, to 1; 1/2.6 in the paper
   * @return a new definition
   */
  public FineTuning layerDecay(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new InvalidInputException("layer decay is " + factor + "; expected above 0, to 1");
    }
    return new FineTuning(network, weights, newHead, frozen, factor, anchor);
  }

  /**
   * Adds the penalty α/2 ‖w − w₀‖² on leaving the pretrained weights (L2-SP, Li et al. 2018), a new
   * head left out.
   *
   * @param alpha 0 or more
   * @return a new definition
   */
  public FineTuning l2Sp(double alpha) {
    if (!(alpha >= 0 && alpha < Float.MAX_VALUE)) {
      throw new InvalidInputException("alpha of L2-SP is " + alpha + "; expected 0 or more");
    }
    return new FineTuning(network, weights, newHead, frozen, layerDecay, alpha / 2);
  }

  /**
   * The network that is trained, with a new head if there is one.
   *
   * @return the architecture
   */
  public Network network() {
    return network;
  }

  /**
   * The weights that training starts from.
   *
   * @return those of {@link #network}
   */
  public Weights weights() {
    return weights;
  }

  /**
   * Adds what was set here to a trainer.
   *
   * @param trainer of any settings
   * @return a new trainer
   */
  public Trainer training(Trainer trainer) {
    Trainer changed = trainer;
    for (String pattern : frozen) {
      changed = changed.freeze(pattern);
    }
    if (layerDecay < 1) {
      changed = decayed(changed);
    }
    return anchor > 0 ? changed.anchor(anchored()) : changed;
  }

  private Trainer decayed(Trainer trainer) {
    Set<String> layers = new LinkedHashSet<>();
    network.parameters().keySet().forEach(name -> layers.add(layer(name)));
    Trainer changed = trainer;
    int above = layers.size() - 1;
    for (String layer : layers) {
      double factor = Math.pow(layerDecay, above--);
      for (String name : network.parameters().keySet()) {
        if (layer(name).equals(layer)) {
          changed = changed.rate(name, factor);
        }
      }
    }
    return changed;
  }

  private static String layer(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private Anchor anchored() {
    String prefix = Layers.join(head(), "");
    Weights.Builder at = Weights.builder();
    Weights.Builder factors = Weights.builder();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.role() != Parameter.Role.BUFFER && !(newHead && isIn(prefix, name))) {
                at.put(name, weights.get(name));
                factors.put(name, Tensor.ofFloats(Shape.of(1), (float) anchor));
              }
            });
    return new Anchor(at.build(), factors.build());
  }

  /**
   * Trains.
   *
   * @param trainer of any settings
   * @param examples of the new task
   * @return the weights of the last epoch
   */
  public TrainedNetwork train(Trainer trainer, Examples examples) {
    return training(trainer).train(network, weights, examples);
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param trainer of any settings
   * @param examples of the new task
   * @param validation not learnt from
   * @return the weights
   */
  public TrainedNetwork train(Trainer trainer, Examples examples, Examples validation) {
    return training(trainer).train(network, weights, examples, validation);
  }
}
