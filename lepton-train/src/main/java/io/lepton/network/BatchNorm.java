package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Normalises each feature of [features], or each channel of [channels, height, width], then scales
 * and shifts it (Ioffe and Szegedy 2015). In training by the batch's mean and biased variance, and
 * the running statistics move by {@code momentum} towards the batch's mean and unbiased variance;
 * otherwise by the running statistics. Parameters, each [features]: {@code weight}, {@code bias},
 * and the buffers {@code running_mean}, {@code running_var}.
 *
 * @param epsilon added to the variance, above 0
 * @param momentum share of the newest batch in running statistics, from 0 to 1
 */
public record BatchNorm(double epsilon, double momentum) implements Layer {
  /** {@inheritDoc} */
  public BatchNorm {
    Checks.within(1e-12, 1, "epsilon", epsilon);
    Checks.within(0, 1, "momentum", momentum);
  }

  /**
   * With PyTorch's ε of 1e-5 and momentum of 0.1.
   *
   * @return the layer
   */
  public static BatchNorm withDefaults() {
    return new BatchNorm(1e-5, 0.1);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != 1 && input.rank() != 3) {
      throw new InvalidInputException(
          "batch normalisation takes [features] or [channels, height, width], found " + input);
    }
    return input;
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    Shape shape = Shape.of(input.dimension(0));
    Initial zero = new Initial(Initial.Law.CONSTANT, 0);
    Initial one = new Initial(Initial.Law.CONSTANT, 1);
    Map<String, Parameter> all = new LinkedHashMap<>();
    all.put("weight", new Parameter(shape, Parameter.Role.OFFSET, one));
    all.put("bias", new Parameter(shape, Parameter.Role.OFFSET, zero));
    all.put("running_mean", new Parameter(shape, Parameter.Role.BUFFER, zero));
    all.put("running_var", new Parameter(shape, Parameter.Role.BUFFER, one));
    return all;
  }
}
