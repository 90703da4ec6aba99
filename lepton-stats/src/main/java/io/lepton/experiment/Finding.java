package io.lepton.experiment;

import io.lepton.error.InvalidInputException;

/** What a two-sided comparison shows of the new against the old. */
public enum Finding {
  /** A difference in the better direction, at the agreed α. */
  BETTER,
  /** A difference in the worse direction, at the agreed α. */
  WORSE,
  /** A difference so small that it does not matter; only a Bayesian plan with a region says so. */
  EQUIVALENT,
  /** No difference was shown, which does not show that there is none. */
  INCONCLUSIVE;

  static Finding of(double pValue, double gain, double alpha) {
    if (Double.isNaN(pValue) || Double.isNaN(gain)) {
      throw new InvalidInputException("p-value " + pValue + " and gain " + gain);
    }
    if (!(pValue < alpha) || gain == 0) {
      return INCONCLUSIVE;
    }
    return gain > 0 ? BETTER : WORSE;
  }
}
