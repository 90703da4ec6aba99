package io.lepton.network;

import io.lepton.tensor.Shape;

/**
 * In training, sets each element to 0 with a given probability and scales the others up, so that
 * the mean stays; otherwise passes its input on (Srivastava et al. 2014).
 *
 * @param rate at least 0, below 1; kept to the nearest 1/65536
 */
public record Dropout(double rate) implements Layer {
  /** {@inheritDoc} */
  public Dropout {
    if (!(rate >= 0 && rate <= 1 - 0x1p-16)) {
      throw Checks.refused("dropout rate", rate, "at least 0 and below 1");
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
