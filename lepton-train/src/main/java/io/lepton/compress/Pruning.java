package io.lepton.compress;

import io.lepton.compress.internal.InputNorms;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.network.Parameter;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses the weights that matter least, to be set to zero. Biases, normalisations and embeddings
 * are left alone: pruned are the weights of linear layers and convolutions. The file becomes
 * smaller when compressed; to become faster, remove whole units with {@link StructuredPruning}.
 * Immutable.
 */
public final class Pruning {
  /** Among which weights the least are sought. */
  public enum Scope {
    /** Among all of the network: layers that need more keep more. */
    GLOBAL,
    /** Within each layer: each loses the same share. */
    PER_LAYER
  }

  private final double sparsity;
  private final Scope scope;
  private final Set<String> excluded;

  private Pruning(double sparsity, Scope scope, Set<String> excluded) {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new InvalidInputException("sparsity " + sparsity + "; expected at least 0, below 1");
    }
    this.sparsity = sparsity;
    this.scope = Objects.requireNonNull(scope);
    this.excluded = Set.copyOf(excluded);
  }

  /**
   * Prunes a share of all weights, sought in the whole network.
   *
   * @param sparsity share to prune, at least 0 and below 1
   * @return a pruning
   */
  public static Pruning to(double sparsity) {
    return new Pruning(sparsity, Scope.GLOBAL, Set.of());
  }

  /**
   * Sets where the least weights are sought.
   *
   * @param value of the scope
   * @return a pruning with the change
   */
  public Pruning with(Scope value) {
    return new Pruning(sparsity, value, excluded);
  }

  /**
   * Leaves tensors as they are, such as the last layer's.
   *
   * @param names of tensors
   * @return a pruning with the change
   */
  public Pruning excluding(Set<String> names) {
    return new Pruning(sparsity, scope, names);
  }

  /**
   * By magnitude: the least |w| go (Han et al. 2015).
   *
   * @param network the architecture
   * @param weights that fit it
   * @return which weights to prune; among equals, those that come first
   * @throws InvalidInputException if the weights do not fit, are not finite, or none can be pruned
   */
  public Masks byMagnitude(Network network, Weights weights) {
    network.requireWeights(weights);
    Map<String, float[]> scores = new LinkedHashMap<>();
    for (String name : prunable(network)) {
      float[] values = weights.get(name).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = finite(name, Math.abs(values[i]));
      }
      scores.put(name, values);
    }
    return scope == Scope.GLOBAL ? global(scores) : each(scores);
  }

  /**
   * By magnitude times the norm of the input it is multiplied with, within each output unit (Wanda,
   * Sun et al. 2023); for convolutions the norm of the input channel. The scope is not used. Keeps
   * more of a model that is not fine-tuned afterwards.
   *
   * @param network the architecture
   * @param weights that fit it
   * @param rows inputs one after the other, like those the model will meet; some hundreds suffice
   * @return which weights to prune
   * @throws InvalidInputException if the weights do not fit, are not finite, or none can be pruned
   * @throws io.lepton.error.EngineException if ONNX Runtime, which runs the rows, is absent
   */
  public Masks byInputNorm(Network network, Weights weights, float[] rows) {
    network.requireWeights(weights);
    List<String> names = prunable(network);
    Map<String, float[]> norms = InputNorms.of(network, weights, names, rows);
    Map<String, BitSet> pruned = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (String name : names) {
      float[] values = weights.get(name).toFloats();
      float[] inputs = Objects.requireNonNull(norms.get(name));
      int units = Math.toIntExact(weights.get(name).shape().dimension(0));
      int row = values.length / units;
      int cells = row / Math.toIntExact(weights.get(name).shape().dimension(1));
      BitSet zeros = new BitSet(values.length);
      for (int unit = 0; unit < units; unit++) {
        float[] scores = new float[row];
        for (int i = 0; i < row; i++) {
          // In a grouped convolution, each group has input channels of its own.
          int group = unit * (inputs.length * cells / row) / units;
          float norm = inputs[group * (row / cells) + i / cells];
          scores[i] = finite(name, Math.abs(values[unit * row + i]) * norm);
        }
        least(scores, (int) Math.round(sparsity * row), zeros, unit * row);
      }
      pruned.put(name, zeros);
      sizes.put(name, values.length);
    }
    return new Masks(pruned, sizes);
  }

  private List<String> prunable(Network network) {
    for (String name : excluded) {
      if (!network.parameters().containsKey(name)) {
        throw new InvalidInputException(
            "excluded tensor \"" + name + "\" is none of " + network.parameters().keySet());
      }
    }
    List<String> names = new ArrayList<>();
    Set<String> products = InputNorms.products(network);
    for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
      if (products.contains(entry.getKey()) && !excluded.contains(entry.getKey())) {
        names.add(entry.getKey());
      }
    }
    if (names.isEmpty()) {
      throw new InvalidInputException("no weights to prune in " + network);
    }
    return names;
  }

  private static float finite(String name, float score) {
    if (!Float.isFinite(score)) {
      throw new InvalidInputException("tensor \"" + name + "\" has an element that is not finite");
    }
    return score;
  }

  private Masks each(Map<String, float[]> scores) {
    Map<String, BitSet> pruned = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    scores.forEach(
        (name, values) -> {
          BitSet zeros = new BitSet(values.length);
          least(values, (int) Math.round(sparsity * values.length), zeros, 0);
          pruned.put(name, zeros);
          sizes.put(name, values.length);
        });
    return new Masks(pruned, sizes);
  }

  private Masks global(Map<String, float[]> scores) {
    int all = scores.values().stream().mapToInt(values -> values.length).sum();
    float[] joined = new float[all];
    int at = 0;
    for (float[] values : scores.values()) {
      System.arraycopy(values, 0, joined, at, values.length);
      at += values.length;
    }
    BitSet zeros = new BitSet(all);
    least(joined, (int) Math.round(sparsity * all), zeros, 0);
    Map<String, BitSet> pruned = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    at = 0;
    for (Map.Entry<String, float[]> entry : scores.entrySet()) {
      int length = entry.getValue().length;
      pruned.put(entry.getKey(), zeros.get(at, at + length));
      sizes.put(entry.getKey(), length);
      at += length;
    }
    return new Masks(pruned, sizes);
  }

  /** Marks exactly so many of the least scores, those that come first among equals. */
  private static void least(float[] scores, int count, BitSet into, int offset) {
    if (count == 0) {
      return;
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    float threshold = sorted[count - 1];
    int below = 0;
    for (float score : scores) {
      below += score < threshold ? 1 : 0;
    }
    int equal = count - below;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < threshold || (scores[i] == threshold && equal-- > 0)) {
        into.set(offset + i);
      }
    }
  }
}
