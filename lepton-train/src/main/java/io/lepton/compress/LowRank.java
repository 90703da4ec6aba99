package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Init;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.Svd;
import java.util.Arrays;
import java.util.List;

/**
 * Replaces a linear layer by two narrow ones whose product is the best approximation of its matrix
 * of that rank (Eckart and Young 1936), where that has fewer weights. The layer {@code x} becomes
 * the steps {@code x.down} and {@code x.up}. Immutable.
 */
public final class LowRank {
  private final int rank;
  private final double energy;

  private LowRank(int rank, double energy) {
    this.rank = rank;
    this.energy = energy;
  }

  /**
   * Of a fixed rank.
   *
   * @param rank at least 1; layers for which it saves nothing are left as they are
   * @return a factorisation
   */
  public static LowRank ofRank(int rank) {
    if (rank < 1) {
      throw new InvalidInputException("rank " + rank + "; expected at least 1");
    }
    return new LowRank(rank, 1);
  }

  /**
   * Of the least rank that keeps a share of the squares of the singular values.
   *
   * @param share above 0 and below 1, such as 0.95
   * @return a factorisation
   */
  public static LowRank keepingEnergy(double share) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException(
          "share of energy to keep " + share + "; expected above 0 and below 1");
    }
    return new LowRank(0, share);
  }

  /**
   * Factorises every linear layer for which it saves weights.
   *
   * @param network the architecture
   * @param weights that fit it, finite
   * @return the network with its weights; equal to the given one if nothing could be saved
   * @throws InvalidInputException if the weights do not fit or are not finite
   */
  public NetworkModel factorise(Network network, Weights weights) {
    network.requireWeights(weights);
    Weights.Builder tensors = Weights.builder();
    Layer root = factorised(network.root(), "", weights, tensors);
    Network smaller = Network.of(network.inputShape(), root);
    Weights.Builder ordered = Weights.builder();
    Weights made = tensors.build();
    smaller
        .parameters()
        .keySet()
        .forEach(name -> ordered.put(name, made.find(name).orElseGet(() -> weights.get(name))));
    return new NetworkModel(smaller, ordered.build());
  }

  private Layer factorised(Layer layer, String path, Weights weights, Weights.Builder tensors) {
    if (layer instanceof Sequential sequential) {
      return new Sequential(steps(sequential.steps(), path, weights, tensors));
    } else if (layer instanceof Branches branches) {
      return new Branches(branches.merge(), steps(branches.branches(), path, weights, tensors));
    } else if (layer instanceof Linear linear) {
      return linear(linear, path, weights, tensors);
    }
    return layer;
  }

  private List<Step> steps(
      List<Step> steps, String path, Weights weights, Weights.Builder tensors) {
    return steps.stream()
        .map(
            step ->
                new Step(
                    step.name(),
                    factorised(step.layer(), path + step.name() + ".", weights, tensors)))
        .toList();
  }

  private Layer linear(Linear linear, String path, Weights weights, Weights.Builder tensors) {
    Tensor weight = weights.get(path + "weight");
    int outputs = Math.toIntExact(weight.shape().dimension(0));
    int inputs = Math.toIntExact(weight.shape().dimension(1));
    // The largest rank with fewer weights than the matrix.
    int largest = (int) (((long) outputs * inputs - 1) / (outputs + inputs));
    float[] values = weight.toFloats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "tensor \"" + path + "weight\" has an element that is not finite");
      }
    }
    if (rank > largest) {
      return linear;
    }
    Svd svd = Svd.of(values, outputs, inputs);
    int found = rank > 0 ? rank : least(svd.values());
    if (found > largest) {
      return linear;
    }
    int width = svd.values().length;
    float[] down = new float[found * inputs];
    float[] up = new float[outputs * found];
    for (int r = 0; r < found; r++) {
      // Both factors get the root of the singular value, so that neither dwarfs the other.
      double root = Math.sqrt(svd.values()[r]);
      for (int i = 0; i < inputs; i++) {
        down[r * inputs + i] = (float) (svd.right()[r * inputs + i] * root);
      }
      for (int o = 0; o < outputs; o++) {
        up[o * found + r] = (float) (svd.left()[o * width + r] * root);
      }
    }
    tensors.put(path + "down.weight", Tensor.ofFloats(Shape.of(found, inputs), down));
    tensors.put(path + "up.weight", Tensor.ofFloats(Shape.of(outputs, found), up));
    weights.find(path + "bias").ifPresent(bias -> tensors.put(path + "up.bias", bias));
    return new Sequential(
        List.of(
            new Step("down", new Linear(found, Bias.ABSENT, Init.UNIFORM)),
            new Step("up", linear)));
  }

  /** The least rank that keeps the share, at least 1. */
  private int least(double[] values) {
    double all = Arrays.stream(values).map(value -> value * value).sum();
    double kept = values[0] * values[0];
    int count = 1;
    while (kept < energy * all && count < values.length) {
      kept += values[count] * values[count];
      count++;
    }
    return count;
  }
}
