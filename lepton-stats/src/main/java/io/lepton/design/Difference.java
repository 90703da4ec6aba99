package io.lepton.design;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs.
 *
 * @param variable it belongs to
 * @param what such as {@code hyperparameter "learning_rate"}
 * @param control its value there, or null if there is none
 * @param treatment its value there, or null if there is none
 */
public record Difference(
    Variable variable, String what, @Nullable String control, @Nullable String treatment) {
  /** {@inheritDoc} */
  public Difference {
    Objects.requireNonNull(variable);
    Objects.requireNonNull(what);
  }

  /** As in {@code hyperparameter "learning_rate": 0.01 → 0.001}. */
  @Override
  public String toString() {
    return what + ": " + shown(control) + " → " + shown(treatment);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "none" : value;
  }
}
