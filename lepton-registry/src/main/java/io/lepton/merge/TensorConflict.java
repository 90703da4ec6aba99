package io.lepton.merge;

import io.lepton.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that both sides changed, each in its own way. At least one side has it.
 *
 * @param name of the tensor
 * @param base its value in the common base, or null if both sides added it
 * @param ours its value on our side, or null if it was removed there
 * @param theirs its value on their side, or null if it was removed there
 */
public record TensorConflict(
    String name, @Nullable Tensor base, @Nullable Tensor ours, @Nullable Tensor theirs) {
  /** {@inheritDoc} */
  public TensorConflict {
    Objects.requireNonNull(name);
  }

  /**
   * The common base's value.
   *
   * @return the tensor, or empty if both sides added it
   */
  public Optional<Tensor> findBase() {
    return Optional.ofNullable(base);
  }

  /**
   * Our side's value.
   *
   * @return the tensor, or empty if it was removed
   */
  public Optional<Tensor> findOurs() {
    return Optional.ofNullable(ours);
  }

  /**
   * Their side's value.
   *
   * @return the tensor, or empty if it was removed
   */
  public Optional<Tensor> findTheirs() {
    return Optional.ofNullable(theirs);
  }
}
