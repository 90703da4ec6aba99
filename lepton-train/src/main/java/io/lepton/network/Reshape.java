package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;

/**
 * The same elements, row-major, in another shape.
 *
 * @param shape without the batch axis, every dimension at least 1
 */
public record Reshape(Shape shape) implements Layer {
  /** {@inheritDoc} */
  public Reshape {
    Checks.elements(shape);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.elementCount() != shape.elementCount()) {
      throw new InvalidInputException(input + " cannot be reshaped to " + shape);
    }
    return shape;
  }
}
