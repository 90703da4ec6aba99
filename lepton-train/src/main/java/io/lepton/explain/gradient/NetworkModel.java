package io.lepton.explain.gradient;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.TorchNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network on PyTorch, to be explained: its outputs as they are, mostly logits, or the
 * probabilities that softmax makes of them. Differences of logits add up more evenly; probabilities
 * are what people see. Token ids and category codes have no gradient; see {@link
 * io.lepton.explain.LimeText} and {@link io.lepton.explain.KernelShap} for those.
 *
 * <p>Thread-safe. It closes nothing: the network must stay open as long as this is used.
 */
public final class NetworkModel implements DifferentiableModel {
  private final TorchNetwork network;
  private final Outputs outputs;

  /** What the outputs are. */
  public enum Outputs {
    /** What the last layer gives. */
    AS_THEY_ARE,
    /** Softmax of what the last layer gives. */
    PROBABILITIES
  }

  private NetworkModel(TorchNetwork network, Outputs outputs) {
    this.network = network;
    this.outputs = outputs;
  }

  /**
   * Takes a network with its outputs as they are.
   *
   * @param network open
   * @return the model
   */
  public static NetworkModel of(TorchNetwork network) {
    return new NetworkModel(network, Outputs.AS_THEY_ARE);
  }

  /**
   * Sets what the outputs are.
   *
   * @param value the outputs
   * @return a new model
   */
  public NetworkModel with(Outputs value) {
    return new NetworkModel(network, Objects.requireNonNull(value));
  }

  @Override
  public Shape inputShape() {
    return network.network().inputShape();
  }

  @Override
  public float[][] outputs(float[][] inputs) {
    float[] flat = network.run(joined(inputs), inputs.length);
    float[][] rows = apart(flat, inputs.length);
    if (outputs == Outputs.PROBABILITIES) {
      for (int i = 0; i < rows.length; i++) {
        double[] shares = softmax(rows[i], 0, rows[i].length);
        for (int j = 0; j < shares.length; j++) {
          rows[i][j] = (float) shares[j];
        }
      }
    }
    return rows;
  }

  @Override
  public float[][] inputGradients(float[][] inputs, int output) {
    int width = network.network().outputSize();
    if (output < 0 || output >= width) {
      throw new InvalidInputException("no output " + output + "; the model has " + width);
    }
    TorchNetwork.Gradient found =
        network.gradient(
            "", joined(inputs), inputs.length, values -> derivatives(values, width, output));
    return apart(found.gradient(), inputs.length);
  }

  /** Of the wanted output by the network's own, row by row. */
  private float[] derivatives(float[] values, int width, int output) {
    float[] derivatives = new float[values.length];
    for (int from = 0; from < values.length; from += width) {
      if (outputs == Outputs.AS_THEY_ARE) {
        derivatives[from + output] = 1;
        continue;
      }
      double[] shares = softmax(values, from, width);
      for (int j = 0; j < width; j++) {
        derivatives[from + j] = (float) (shares[output] * ((j == output ? 1 : 0) - shares[j]));
      }
    }
    return derivatives;
  }

  private static double[] softmax(float[] values, int from, int width) {
    float best = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < width; j++) {
      best = Math.max(best, values[from + j]);
    }
    double[] shares = new double[width];
    double sum = 0;
    for (int j = 0; j < width; j++) {
      shares[j] = StrictMath.exp((double) values[from + j] - best);
      sum += shares[j];
    }
    for (int j = 0; j < width; j++) {
      shares[j] /= sum;
    }
    return shares;
  }

  /**
   * What comes out of some layers.
   *
   * @param inputs by case, then by element; at least one case
   * @param layers some of {@link TorchNetwork#layers}
   * @return by path, [cases, ...]
   * @throws InvalidInputException if there is no such layer, or the inputs do not suit the network
   */
  public Map<String, Tensor> layerOutputs(float[][] inputs, List<String> layers) {
    return network.outputs(joined(inputs), inputs.length, layers);
  }

  /**
   * How every layer's outputs are spread over some cases: where units are dead or saturated.
   *
   * @param inputs by case, then by element; at least one case
   * @return one summary a layer, in the order they are computed
   * @throws InvalidInputException if the inputs do not suit the network
   */
  public List<LayerSummary> summarise(float[][] inputs) {
    Map<String, Tensor> outputsOf = layerOutputs(inputs, network.layers());
    return outputsOf.entrySet().stream()
        .map(entry -> LayerSummary.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private float[] joined(float[][] inputs) {
    int width = network.network().inputSize();
    float[] flat = new float[Math.multiplyExact(inputs.length, width)];
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].length != width) {
        throw new InvalidInputException(
            "input " + i + " has " + inputs[i].length + " elements; expected " + width);
      }
      System.arraycopy(inputs[i], 0, flat, i * width, width);
    }
    return flat;
  }

  private static float[][] apart(float[] flat, int rows) {
    float[][] apart = new float[rows][];
    for (int i = 0; i < rows; i++) {
      int width = flat.length / rows;
      apart[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return apart;
  }
}
