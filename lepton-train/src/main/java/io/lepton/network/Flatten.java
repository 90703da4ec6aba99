package io.lepton.network;

import io.lepton.tensor.Shape;

/** All elements in one row: [a, b, ...] becomes [a b ...], row-major. */
public record Flatten() implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.elementCount());
  }
}
