package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cross-correlation with square windows: [channels, h, w] becomes [outputs, ⌊(h + 2 padding −
 * dilation (kernel − 1) − 1) / stride⌋ + 1, likewise w]. Padding is zeros. Parameters: {@code
 * weight} [outputs, channels / groups, kernel, kernel] and {@code bias} [outputs].
 *
 * @param outputs at least 1, a multiple of the groups
 * @param kernel height and width of the window, at least 1
 * @param stride at least 1
 * @param padding on each of the four sides, at least 0
 * @param dilation distance of a window's cells, at least 1
 * @param groups of channels that do not see each other; they divide the channels and the outputs
 * @param bias whether there is one
 * @param init how weights start
 */
public record Conv2d(
    int outputs,
    int kernel,
    int stride,
    int padding,
    int dilation,
    int groups,
    Bias bias,
    Init init)
    implements Layer {
  /** {@inheritDoc} */
  public Conv2d {
    Checks.atLeast(1, "outputs of a convolution", outputs);
    Checks.atLeast(1, "kernel of a convolution", kernel);
    Checks.atLeast(1, "stride of a convolution", stride);
    Checks.atLeast(0, "padding of a convolution", padding);
    Checks.atLeast(1, "dilation of a convolution", dilation);
    Checks.atLeast(1, "groups of a convolution", groups);
    Checks.present(bias, "bias");
    Checks.present(init, "init");
    if (outputs % groups != 0) {
      throw Checks.refused("outputs of a convolution", outputs, "a multiple of groups " + groups);
    }
  }

  /**
   * With stride 1, no padding, a bias, started uniformly.
   *
   * @param outputs at least 1
   * @param kernel at least 1
   * @return the layer
   */
  public static Conv2d of(int outputs, int kernel) {
    return new Conv2d(outputs, kernel, 1, 0, 1, 1, Bias.PRESENT, Init.UNIFORM);
  }

  /**
   * With another stride and padding.
   *
   * @param stride at least 1
   * @param padding at least 0
   * @return a new layer
   */
  public Conv2d with(int stride, int padding) {
    return new Conv2d(outputs, kernel, stride, padding, dilation, groups, bias, init);
  }

  /**
   * With another start and bias.
   *
   * @param init how weights start
   * @param bias whether there is one
   * @return a new layer
   */
  public Conv2d with(Init init, Bias bias) {
    return new Conv2d(outputs, kernel, stride, padding, dilation, groups, bias, init);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.image("a convolution", input);
    if (input.dimension(0) % groups != 0) {
      throw new InvalidInputException(
          "a convolution in " + groups + " groups cannot divide the channels of " + input);
    }
    long window = (long) dilation * (kernel - 1) + 1;
    return Shape.of(
        outputs,
        Checks.windows("a convolution", input, 1, window, stride, padding),
        Checks.windows("a convolution", input, 2, window, stride, padding));
  }

  @Override
  public Map<String, Parameter> parameters(Shape input) {
    long channels = input.dimension(0) / groups;
    double inputs = (double) channels * kernel * kernel;
    Map<String, Parameter> all = new LinkedHashMap<>();
    all.put(
        "weight",
        new Parameter(
            Shape.of(outputs, channels, kernel, kernel),
            Parameter.Role.WEIGHT,
            init.weight(inputs)));
    if (bias == Bias.PRESENT) {
      all.put("bias", new Parameter(Shape.of(outputs), Parameter.Role.OFFSET, init.bias(inputs)));
    }
    return all;
  }
}
