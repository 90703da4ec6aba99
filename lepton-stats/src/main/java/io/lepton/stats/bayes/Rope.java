package io.lepton.stats.bayes;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * How a posterior stands to a region of practical equivalence: values so close to none that they do
 * not matter (Kruschke 2018, Rejecting or accepting parameter values in Bayesian estimation).
 *
 * @param below chance to be below the region
 * @param inside chance to be within
 * @param above chance to be above
 */
public record Rope(double below, double inside, double above) {
  /** What the chances say. */
  public enum Decision {
    /** So probably below that it is taken for that. */
    BELOW,
    /** So probably within that it makes no difference in practice. */
    EQUIVALENT,
    /** So probably above that it is taken for that. */
    ABOVE,
    /** None of them is probable enough. */
    UNDECIDED
  }

  /** {@inheritDoc} */
  public Rope {
    requireChance("below", below);
    requireChance("inside", inside);
    requireChance("above", above);
  }

  private static void requireChance(String name, double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new InvalidInputException(name + " is " + chance + "; expected from 0 to 1");
    }
  }

  static void requireRegion(double low, double high) {
    if (!(Checks.finite("low", low) < Checks.finite("high", high))) {
      throw new InvalidInputException(
          "a region from " + low + " to " + high + "; expected low below high");
    }
  }

  static Rope of(double below, double above) {
    return new Rope(below, Math.max(0, 1 - below - above), above);
  }

  /**
   * Decides where one of the three is probable enough. This is the rule by the whole posterior,
   * which does not depend on the scale of the parameter.
   *
   * @param threshold wanted chance, at least one half, below 1, such as 0.95
   * @return the decision
   */
  public Decision decide(double threshold) {
    if (!(threshold >= 0.5 && threshold < 1)) {
      throw new InvalidInputException(
          "threshold is " + threshold + "; expected at least 0.5 and below 1");
    }
    if (inside > threshold) {
      return Decision.EQUIVALENT;
    }
    if (below > threshold) {
      return Decision.BELOW;
    }
    return above > threshold ? Decision.ABOVE : Decision.UNDECIDED;
  }
}
