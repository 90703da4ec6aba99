package io.lepton.compress;

import io.lepton.compress.internal.Chains;
import io.lepton.compress.internal.Chains.Chain;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Removes whole units of linear layers and filters of convolutions: the network becomes smaller and
 * faster without any support of sparse matrices. A layer can lose units if what follows it, up to
 * the next linear layer or convolution of the same sequence, works unit by unit: activations,
 * dropout, batch normalisation, pooling, flattening, fixed scaling. Others, such as the last layer,
 * or one that ends in a sum of branches, keep theirs. Immutable.
 */
public final class StructuredPruning {
  /** How a unit is judged by its weights. */
  public enum Norm {
    /** Sum of magnitudes (Li et al. 2017). */
    L1,
    /** Root of the sum of squares. */
    L2
  }

  private final double share;
  private final Norm norm;

  private StructuredPruning(double share, Norm norm) {
    if (!(share >= 0 && share < 1)) {
      throw new InvalidInputException(
          "share of units to remove " + share + "; expected at least 0, below 1");
    }
    this.share = share;
    this.norm = Objects.requireNonNull(norm);
  }

  /**
   * Removes a share of the units of each layer that can lose any, the least by L1 norm.
   *
   * @param share at least 0 and below 1; each layer keeps at least one unit
   * @return a pruning
   */
  public static StructuredPruning removing(double share) {
    return new StructuredPruning(share, Norm.L1);
  }

  /**
   * Sets how units are judged.
   *
   * @param value of the norm
   * @return a pruning with the change
   */
  public StructuredPruning with(Norm value) {
    return new StructuredPruning(share, value);
  }

  /**
   * Removes units.
   *
   * @param network the architecture
   * @param weights that fit it, finite
   * @return a smaller network with its weights
   * @throws InvalidInputException if the weights do not fit, or no layer can lose units
   */
  public NetworkModel prune(Network network, Weights weights) {
    network.requireWeights(weights);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Chain chain : Chains.of(network)) {
      kept.put(chain.producer(), kept(weights, chain.producer()));
    }
    if (kept.isEmpty()) {
      throw new InvalidInputException("no layer of " + network + " can lose units");
    }
    return Chains.keeping(network, weights, kept);
  }

  /** The units that stay, in order. */
  private int[] kept(Weights weights, String layer) {
    float[] values = weights.get(layer + "weight").toFloats();
    int units = Math.toIntExact(weights.get(layer + "weight").shape().dimension(0));
    int each = values.length / units;
    double[] scores = new double[units];
    for (int i = 0; i < values.length; i++) {
      scores[i / each] += norm == Norm.L1 ? Math.abs(values[i]) : (double) values[i] * values[i];
    }
    if (!Double.isFinite(Arrays.stream(scores).sum())) {
      throw new InvalidInputException(
          "tensor \"" + layer + "weight\" has an element that is not finite");
    }
    int count = Math.max(1, units - (int) Math.round(share * units));
    return IntStream.range(0, units)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .limit(count)
        .mapToInt(unit -> unit)
        .sorted()
        .toArray();
  }
}
