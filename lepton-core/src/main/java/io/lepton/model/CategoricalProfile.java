package io.lepton.model;

import io.lepton.error.InvalidInputException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How often each value of a categorical or boolean column came.
 *
 * @param name of the column
 * @param missing rows without a value, at least 0
 * @param counts each value to its number of rows, sorted by value; a boolean column's values are
 *     {@code false} and {@code true}
 */
public record CategoricalProfile(String name, long missing, Map<String, Long> counts) {
  /** {@inheritDoc} */
  public CategoricalProfile {
    Objects.requireNonNull(name);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    if (missing < 0 || counts.values().stream().anyMatch(count -> count < 0)) {
      throw new InvalidInputException(
          "profile of \"" + name + "\" has a negative count: missing " + missing + ", " + counts);
    }
  }

  /**
   * The number of rows that had a value.
   *
   * @return the sum of the counts
   */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
