package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the units of one arm on one metric, ready to be merged with that of other units.
 *
 * @param moments of the units' numbers (of a ratio: numerators, then denominators), then of the
 *     covariates
 * @param values the units' numbers themselves, or null where the metric does not want them
 */
public record UnitStatistics(Moments moments, @Nullable ValueCounts values) {
  /** {@inheritDoc} */
  public UnitStatistics {
    if (values != null && values.n() != moments.n()) {
      throw new InvalidInputException(
          moments.n() + " units and " + values.n() + " values; expected one a unit");
    }
  }

  /**
   * Number of units.
   *
   * @return at least 0
   */
  public long n() {
    return moments.n();
  }

  /**
   * Both groups of units together.
   *
   * @param other of other units, gathered in the same way
   * @return of all units
   */
  public UnitStatistics plus(UnitStatistics other) {
    if ((values == null) != (other.values == null)) {
      throw new InvalidInputException(
          "values were kept of one group of units and not of the other");
    }
    return new UnitStatistics(
        moments.plus(other.moments),
        values == null || other.values == null ? null : values.plus(other.values));
  }
}
