package io.lepton.network;

import io.lepton.tensor.Shape;

/**
 * The largest of each square window: [channels, h, w] becomes [channels, ⌊(h + 2 padding − kernel)
 * / stride⌋ + 1, likewise w]. Padding never wins.
 *
 * @param kernel height and width of the window, at least 1
 * @param stride at least 1
 * @param padding on each of the four sides, from 0 to half the kernel
 */
public record MaxPool(int kernel, int stride, int padding) implements Layer {
  /** {@inheritDoc} */
  public MaxPool {
    Checks.atLeast(1, "kernel of a pool", kernel);
    Checks.atLeast(1, "stride of a pool", stride);
    int most = kernel / 2;
    Checks.within(0, most, "padding of a pool", padding);
  }

  /**
   * Windows side by side.
   *
   * @param kernel at least 1, also the stride
   * @return the layer
   */
  public static MaxPool of(int kernel) {
    return new MaxPool(kernel, kernel, 0);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.image("a pool", input);
    return Shape.of(
        input.dimension(0),
        Checks.windows("a pool", input, 1, kernel, stride, padding),
        Checks.windows("a pool", input, 2, kernel, stride, padding));
  }
}
