package io.lepton.network;

import io.lepton.tensor.Shape;

/** Divides a vector [n] by its Euclidean length, or by 1e-12 if that is larger. */
public record L2Normalise() implements Layer {
  /** The least divisor. */
  public static final double EPSILON = 1e-12;

  @Override
  public Shape outputShape(Shape input) {
    return Checks.rank(1, "L2 normalisation", "[features]", input);
  }
}
