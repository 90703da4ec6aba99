package io.lepton.network;

import io.lepton.tensor.Shape;

/**
 * The mean of each square window: [channels, h, w] becomes [channels, ⌊(h − kernel) / stride⌋ + 1,
 * likewise w].
 *
 * @param kernel height and width of the window, at least 1
 * @param stride at least 1
 */
public record AvgPool(int kernel, int stride) implements Layer {
  /** {@inheritDoc} */
  public AvgPool {
    Checks.atLeast(1, "kernel of a pool", kernel);
    Checks.atLeast(1, "stride of a pool", stride);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.image("a pool", input);
    return Shape.of(
        input.dimension(0),
        Checks.windows("a pool", input, 1, kernel, stride, 0),
        Checks.windows("a pool", input, 2, kernel, stride, 0));
  }
}
