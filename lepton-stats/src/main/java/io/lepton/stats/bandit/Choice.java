package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;

/**
 * A chosen arm, with what a log needs to be evaluated later.
 *
 * @param arm from 0
 * @param propensity probability with which it was chosen, above 0, at most 1
 */
public record Choice(int arm, double propensity) {
  /** {@inheritDoc} */
  public Choice {
    if (arm < 0) {
      throw new InvalidInputException("arm " + arm + "; arms count from 0");
    }
    if (!(propensity > 0 && propensity <= 1)) {
      throw new InvalidInputException(
          "propensity is " + propensity + "; expected above 0, at most 1");
    }
  }
}
