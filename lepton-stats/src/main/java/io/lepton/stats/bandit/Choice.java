package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import java.util.random.RandomGenerator;

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

  /**
   * Draws an arm.
   *
   * @param propensities probability of each arm, which sum to 1 up to rounding
   * @param random where chance comes from; one double is drawn
   * @return the arm with its propensity
   */
  public static Choice draw(double[] propensities, RandomGenerator random) {
    int arm = Draw.from(propensities, random);
    return new Choice(arm, propensities[arm]);
  }
}
