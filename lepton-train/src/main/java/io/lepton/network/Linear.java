package io.lepton.network;

import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code y = x Wᵀ + b} along the last axis: [..., inputs] becomes [..., outputs]. Parameters:
 * {@code weight} [outputs, inputs] and {@code bias} [outputs].
 *
 * @param outputs at least 1
 * @param bias whether there is one
 * @param init how weights start
 */
public record Linear(int outputs, Bias bias, Init init) implements Layer {
  /** {@inheritDoc} */
  public Linear {
    Checks.atLeast(1, "outputs of a linear layer", outputs);
    Checks.present(bias, "bias");
    Checks.present(init, "init");
  }

  /**
   * With a bias, started uniformly.
   *
   * @param outputs at least 1
   * @return the layer
   */
  public static Linear of(int outputs) {
    return new Linear(outputs, Bias.PRESENT, Init.UNIFORM);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() == 0) {
      Checks.rank(1, "a linear layer", "[inputs]", input);
    }
    long[] dimensions = input.dimensions();
    dimensions[dimensions.length - 1] = outputs;
    return Shape.of(dimensions);
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    long inputs = input.dimension(input.rank() - 1);
    Map<String, Parameter> all = new LinkedHashMap<>();
    all.put(
        "weight",
        new Parameter(
            Shape.of(outputs, inputs), Parameter.Role.WEIGHT, init.weight((double) inputs)));
    if (bias == Bias.PRESENT) {
      all.put(
          "bias",
          new Parameter(Shape.of(outputs), Parameter.Role.OFFSET, init.bias((double) inputs)));
    }
    return all;
  }
}
