package io.lepton.stats.bayes;

import io.lepton.stats.internal.BetaPair;
import io.lepton.stats.internal.Checks;

/**
 * What is known of a proportion: a beta distribution. A uniform prior is {@code (1, 1)}, Jeffreys'
 * {@code (1/2, 1/2)}.
 *
 * <p>Two are compared by integrals of positive terms, {@code P(other > this) = ∫ f F dx} and {@code
 * E max(other − this, 0) = ∫ F (1 − G) dx}, so that probabilities of 1e-20 keep their digits too
 * (1e-9 relative).
 *
 * @param alpha above 0: prior's plus successes
 * @param beta above 0: prior's plus failures
 */
public record BetaPosterior(double alpha, double beta) {
  /** {@inheritDoc} */
  public BetaPosterior {
    Checks.positive("alpha", alpha);
    Checks.positive("beta", beta);
  }

  /**
   * After more cases.
   *
   * @param successes from 0 to trials
   * @param trials at least 1
   * @return a new posterior
   * @throws io.lepton.error.InvalidInputException if a count is out of range
   */
  public BetaPosterior observe(long successes, long trials) {
    Checks.proportion("observed", successes, trials);
    return new BetaPosterior(alpha + successes, beta + ((double) trials - successes));
  }

  /**
   * The mean.
   *
   * @return between 0 and 1
   */
  public double mean() {
    return alpha / (alpha + beta);
  }

  /**
   * How probably this proportion is above another, independent one.
   *
   * @param other the other
   * @return from 0 to 1
   */
  public double probabilityToBeat(BetaPosterior other) {
    return BetaPair.exceeds(other.alpha, other.beta, alpha, beta);
  }

  /**
   * What choosing this one instead of the other is expected to cost: {@code E max(other − this,
   * 0)}.
   *
   * @param other the other, independent one
   * @return from 0 to 1
   */
  public double expectedLoss(BetaPosterior other) {
    return BetaPair.excess(alpha, beta, other.alpha, other.beta);
  }
}
