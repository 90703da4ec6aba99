package io.lepton.stats.bayes;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.BetaPair;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.IncompleteBeta;
import io.lepton.stats.internal.Tails;

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
   * @throws InvalidInputException if a count is out of range
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

  /**
   * How probably it is above a value.
   *
   * @param value from 0 to 1
   * @return from 0 to 1
   */
  public double above(double value) {
    return IncompleteBeta.regularized(1 - value, value, beta, alpha);
  }

  /**
   * The equal-tailed credible interval: half of what is outside on either side.
   *
   * @param level between 0 and 1, such as 0.95
   * @return within 0 and 1
   */
  public Interval interval(double level) {
    double tail = (1 - Checks.inside("level", level)) / 2;
    return new Interval(quantile(tail), quantile(1 - tail), level, "beta posterior, equal-tailed");
  }

  /**
   * The credible interval of highest density, the shortest there is.
   *
   * @param level between 0 and 1, such as 0.95
   * @return within 0 and 1; from 0 or to 1 where the density is highest there
   * @throws InvalidInputException if the density is highest at both ends, alpha and beta below 1
   */
  public Interval highestDensity(double level) {
    Checks.inside("level", level);
    String method = "beta posterior, highest density";
    if (alpha < 1 && beta < 1) {
      throw new InvalidInputException(
          "a beta distribution of "
              + alpha
              + " and "
              + beta
              + " is highest at both ends; its region of highest density is no interval");
    }
    if (alpha <= 1 && beta > alpha) {
      return new Interval(0, quantile(level), level, method);
    }
    if (beta <= 1 && alpha > beta) {
      return new Interval(quantile(1 - level), 1, level, method);
    }
    return alpha == 1 && beta == 1
        ? interval(level)
        : Density.shortest(this::quantile, level, method);
  }

  private double quantile(double p) {
    // where the tail above is the small one, its complement has the digits
    return p <= 0.5
        ? Tails.betaQuantile(p, alpha, beta)
        : 1 - Tails.betaQuantile(1 - p, beta, alpha);
  }

  /**
   * How it stands to a region of practical equivalence.
   *
   * @param low end of the region, from 0
   * @param high end of the region, above {@code low}, to 1
   * @return chances to be below, within and above
   */
  public Rope rope(double low, double high) {
    Rope.requireRegion(low, high);
    return Rope.of(IncompleteBeta.regularized(low, 1 - low, alpha, beta), above(high));
  }
}
