package io.lepton.tune;

import io.lepton.model.Hyperparameters;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One point that was tried.
 *
 * @param number from 1, in the order of trials
 * @param parameters that were tried
 * @param value how good they are; NaN if the trial failed
 * @param failure why it failed, or null if it did not
 */
public record Trial(
    int number, Hyperparameters parameters, double value, @Nullable String failure) {
  /** {@inheritDoc} */
  public Trial {
    Objects.requireNonNull(parameters);
  }

  /**
   * Why the trial failed, if it did.
   *
   * @return the reason or empty
   */
  public Optional<String> findFailure() {
    return Optional.ofNullable(failure);
  }
}
