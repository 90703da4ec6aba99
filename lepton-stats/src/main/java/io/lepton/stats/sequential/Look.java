package io.lepton.stats.sequential;

import io.lepton.stats.internal.Checks;

/**
 * What was seen at a look, from the start to then.
 *
 * @param fraction of the planned information, such as cases by planned cases; above 0
 * @param estimate of the difference
 * @param standardError of the estimate, above 0
 */
public record Look(double fraction, double estimate, double standardError) {
  /** {@inheritDoc} */
  public Look {
    Checks.positive("fraction", fraction);
    Checks.finite("estimate", estimate);
    Checks.positive("standard error", standardError);
  }

  /**
   * The statistic.
   *
   * @return the estimate by its standard error
   */
  public double statistic() {
    return estimate / standardError;
  }
}
