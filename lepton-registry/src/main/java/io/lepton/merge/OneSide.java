package io.lepton.merge;

import io.lepton.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;

/** Takes what one side has. */
record OneSide(Side side) implements MergeStrategy {
  @Override
  public Optional<Tensor> resolve(TensorConflict conflict) {
    return side == Side.OURS ? conflict.findOurs() : conflict.findTheirs();
  }

  @Override
  public String description() {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
