package io.lepton.explain;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A case near the one explained for which the model says what is wanted.
 *
 * @param example the changed case; the model was asked for it
 * @param changes at least one
 * @param distance from the case: numbers by the median absolute deviation of their feature, one for
 *     every other change, added up
 * @param value of the wanted output
 * @param <C> what a case is
 */
public record Counterfactual<C>(C example, List<Change> changes, double distance, double value) {
  /**
   * One feature that is otherwise.
   *
   * @param feature name of it
   * @param from value in the case
   * @param to value in the example
   */
  public record Change(String feature, @Nullable Object from, @Nullable Object to) {
    /** Such as {@code Duration: 48 -> 24}. */
    @Override
    public String toString() {
      return feature + ": " + Shown.value(from) + " -> " + Shown.value(to);
    }
  }

  /** {@inheritDoc} */
  public Counterfactual {
    changes = List.copyOf(changes);
  }

  /** The changes and what the model then says. */
  @Override
  public String toString() {
    return changes.stream().map(Change::toString).collect(Collectors.joining("; "))
        + " gives "
        + Shown.number(value);
  }
}
