package io.lepton.network;

import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Normalises along the last axis by its mean and biased variance, then scales and shifts (Ba et al.
 * 2016). Parameters, each of the size of the last axis: {@code weight} and {@code bias}.
 *
 * @param epsilon added to the variance, above 0
 */
public record LayerNorm(double epsilon) implements Layer {
  /** {@inheritDoc} */
  public LayerNorm {
    Checks.within(1e-12, 1, "epsilon", epsilon);
  }

  /**
   * With PyTorch's ε of 1e-5.
   *
   * @return the layer
   */
  public static LayerNorm withDefaults() {
    return new LayerNorm(1e-5);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input.rank() == 0 ? Checks.rank(1, "layer normalisation", "[features]", input) : input;
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    Shape shape = Shape.of(input.dimension(input.rank() - 1));
    Map<String, Parameter> all = new LinkedHashMap<>();
    all.put(
        "weight",
        new Parameter(shape, Parameter.Role.OFFSET, new Initial(Initial.Law.CONSTANT, 1)));
    all.put(
        "bias", new Parameter(shape, Parameter.Role.OFFSET, new Initial(Initial.Law.CONSTANT, 0)));
    return all;
  }
}
