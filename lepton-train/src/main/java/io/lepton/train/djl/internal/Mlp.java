package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.MlpShape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network's parameters as PyTorch arrays, and its forward pass. */
public final class Mlp {
  private final MlpShape shape;
  private final Map<String, NDArray> parameters;

  private Mlp(MlpShape shape, Map<String, NDArray> parameters) {
    this.shape = shape;
    this.parameters = parameters;
  }

  /** Copies weights, which have the shape's names, types and dimensions, to arrays. */
  public static Mlp of(NDManager manager, MlpShape shape, Weights weights) {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    shape
        .tensors()
        .forEach(
            (name, dimensions) -> {
              NDArray array = allocate(manager, dimensions.dimensions());
              view(array).put(weights.get(name).toFloats());
              parameters.put(name, array);
            });
    return new Mlp(shape, parameters);
  }

  /**
   * An array in PyTorch's own memory. One over a Java buffer, as DJL makes them of numbers and
   * arrays, lives only as long as Java sees it, though the graph may still refer to it, and is not
   * aligned to 64 bytes, on which the bits of a matrix product may depend.
   */
  static NDArray allocate(NDManager manager, long... dimensions) {
    NDArray array = manager.create(new Shape(dimensions), DataType.FLOAT32);
    NDScope.unregister(array); // it must outlive a scope the caller may have opened
    return array;
  }

  /** An array of rank 0, as {@link #allocate}. */
  static NDArray scalar(NDManager manager, double value) {
    NDArray scalar = allocate(manager);
    view(scalar).put(0, (float) value);
    return scalar;
  }

  /** The array's memory itself. */
  static FloatBuffer view(NDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  Map<String, NDArray> parameters() {
    return parameters;
  }

  /** The matrices, which penalties apply to, unlike biases. */
  List<NDArray> matrices() {
    return parameters.values().stream().filter(p -> p.getShape().dimension() == 2).toList();
  }

  /**
   * The logits for a batch.
   *
   * @param inputs [rows, features]
   * @param masks for each hidden layer, [rows, units], or null for no dropout
   */
  NDArray forward(NDArray inputs, @Nullable List<NDArray> masks) {
    NDArray x = inputs;
    for (int layer = 0; layer < shape.layers(); layer++) {
      x = linear(x, MlpShape.weight(layer), parameters.get(MlpShape.bias(layer)));
      if (layer < shape.hidden().size()) {
        x = Activation.relu(x);
        x = masks == null ? x : x.mul(masks.get(layer));
      }
    }
    return shape.linearPath() == MlpShape.LinearPath.PRESENT
        ? x.add(linear(inputs, MlpShape.linear(), null))
        : x;
  }

  private NDArray linear(NDArray x, String weight, @Nullable NDArray bias) {
    NDArray matrix = Objects.requireNonNull(parameters.get(weight));
    return Linear.linear(x, matrix, bias).singletonOrThrow();
  }

  /** A copy of the parameters as they are now. */
  Weights toWeights() {
    Weights.Builder weights = Weights.builder();
    shape
        .tensors()
        .forEach(
            (name, dimensions) ->
                weights.put(
                    name,
                    Tensor.ofFloats(
                        dimensions, Objects.requireNonNull(parameters.get(name)).toFloatArray())));
    return weights.build();
  }
}
