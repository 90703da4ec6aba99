package io.lepton.network;

import io.lepton.tensor.Shape;

/** The mean of each channel: [channels, height, width] becomes [channels]. */
public record GlobalAvgPool() implements Layer {
  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(Checks.image("a global pool", input).dimension(0));
  }
}
