package io.lepton.train.djl;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.TorchModel;
import io.lepton.train.internal.Gate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A network with its weights on PyTorch, ready to compute outputs, what is between the layers, and
 * gradients. Nothing is dropped and running statistics are used, as in prediction.
 *
 * <p>Thread-safe: calls of many threads run side by side, gradients too. Rows are computed in
 * blocks small enough that no layer's output takes more than 64 MB, so native memory is bounded
 * however many rows a call has; it is freed when the call ends. The last bits of a row may depend
 * on how many rows the call has; where they must not, call it with one row.
 */
public final class TorchNetwork implements AutoCloseable {
  private final Network network;
  private final TorchModel model;
  private final Gate gate = new Gate("the network was closed; load it again");

  private TorchNetwork(Network network, TorchModel model) {
    this.network = network;
    this.model = model;
  }

  /**
   * Copies weights to the CPU's native memory.
   *
   * @param network the architecture
   * @param weights that fit it; NaN and infinities are taken as they are
   * @return the model, to be closed
   * @throws InvalidInputException if the weights do not fit
   * @throws EngineException if PyTorch cannot be loaded
   */
  public static TorchNetwork load(Network network, Weights weights) {
    return new TorchNetwork(network, TorchModel.load(network, weights));
  }

  /**
   * The architecture.
   *
   * @return as loaded
   */
  public Network network() {
    return network;
  }

  /**
   * The layers whose outputs can be had.
   *
   * @return paths, such as {@code block1.body.0}, in the order they are computed
   */
  public List<String> layers() {
    return model.layers();
  }

  /**
   * Computes outputs.
   *
   * @param inputs of the rows one after the other, each of {@link Network#inputSize} values
   * @param rows how many, 0 or more
   * @return outputs of the rows one after the other, each of {@link Network#outputSize} values
   * @throws InvalidInputException if the inputs are not as {@link Network#requireInput} asks
   * @throws EngineException if it was closed, or PyTorch fails
   */
  public float[] run(float[] inputs, int rows) {
    network.requireInput(inputs, rows);
    return open(() -> model.run(inputs, rows));
  }

  /**
   * Computes what comes out of some layers.
   *
   * @param inputs as {@link #run}
   * @param rows at least 1
   * @param layers some of {@link #layers}
   * @return by path, [rows, ...]
   * @throws InvalidInputException if the inputs are not as {@link Network#requireInput} asks, there
   *     are no rows, or a path is not a layer's
   * @throws EngineException if it was closed, or PyTorch fails
   */
  public Map<String, Tensor> outputs(float[] inputs, int rows, Collection<String> layers) {
    network.requireInput(inputs, rows);
    requireRows(rows);
    layers.forEach(this::requireLayer);
    return open(() -> model.outputs(inputs, rows, List.copyOf(layers)));
  }

  /**
   * Outputs and a gradient of the same rows.
   *
   * @param outputs of the rows one after the other
   * @param gradient with respect to each row's own input, or its layer, one row after the other
   */
  @SuppressWarnings("ArrayRecordComponent") // fresh arrays, which belong to the caller
  public record Gradient(float[] outputs, float[] gradient) {}

  /**
   * The gradient of one output of each row with respect to the row's input. That of codes and token
   * ids is zero.
   *
   * @param inputs as {@link #run}
   * @param rows how many, 0 or more
   * @param output for each row, from 0 to {@link Network#outputSize} − 1
   * @return outputs, and gradients of {@link Network#inputSize} values a row
   * @throws InvalidInputException if the inputs are not as {@link Network#requireInput} asks, or
   *     there is no such output
   * @throws EngineException if it was closed, or PyTorch fails
   */
  public Gradient gradient(float[] inputs, int rows, int[] output) {
    return gradient("", inputs, rows, oneHot(rows, output));
  }

  /**
   * The gradient of any function of the outputs with respect to each row's input, or to what comes
   * out of a layer. For a loss, say, or with respect to vectors of words, whose ids have no
   * gradient.
   *
   * @param layer one of {@link #layers}, or {@code ""} for the input
   * @param inputs as {@link #run}
   * @param rows how many, 0 or more
   * @param byOutput given the outputs of some of the rows, in order, the derivatives of the
   *     function by them; called for one block of rows after the other
   * @return outputs of the network, and gradients of the layer's number of values a row
   * @throws InvalidInputException if the inputs are not as {@link Network#requireInput} asks, there
   *     is no such layer, or the derivatives are not as many as the outputs
   * @throws EngineException if it was closed, or PyTorch fails
   */
  public Gradient gradient(
      String layer, float[] inputs, int rows, UnaryOperator<float[]> byOutput) {
    network.requireInput(inputs, rows);
    if (!layer.isEmpty()) {
      requireLayer(layer);
    }
    return open(
        () -> {
          TorchModel.Differentiated result = model.gradient(layer, inputs, rows, byOutput);
          return new Gradient(result.outputs(), result.gradient());
        });
  }

  private UnaryOperator<float[]> oneHot(int rows, int[] output) {
    int width = network.outputSize();
    if (output.length != rows) {
      throw new InvalidInputException(output.length + " outputs are named for " + rows + " rows");
    }
    for (int index : output) {
      if (index < 0 || index >= width) {
        throw new InvalidInputException(
            "output " + index + " of a network that has 0 to " + (width - 1));
      }
    }
    int[] chosen = output.clone();
    int[] done = {0};
    return outputs -> {
      float[] derivatives = new float[outputs.length];
      for (int at = 0; at < outputs.length; at += width) {
        derivatives[at + chosen[done[0]++]] = 1;
      }
      return derivatives;
    };
  }

  private void requireLayer(String path) {
    if (!model.layers().contains(path)) {
      throw new InvalidInputException("no layer \"" + path + "\"; there are " + model.layers());
    }
  }

  private static void requireRows(int rows) {
    if (rows < 1) {
      throw new InvalidInputException(rows + " rows; expected at least one");
    }
  }

  private <T> T open(Supplier<T> call) {
    try {
      return gate.call(call);
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    gate.close(model::close);
  }
}
