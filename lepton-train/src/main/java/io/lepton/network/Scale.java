package io.lepton.network;

import io.lepton.tensor.Shape;

/**
 * {@code y = factor x + offset} with fixed numbers, element by element.
 *
 * @param factor finite
 * @param offset finite
 */
public record Scale(double factor, double offset) implements Layer {
  /** {@inheritDoc} */
  public Scale {
    Checks.finite("factor", factor);
    Checks.finite("offset", offset);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
