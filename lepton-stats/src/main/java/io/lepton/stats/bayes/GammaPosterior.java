package io.lepton.stats.bayes;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.IncompleteBeta;
import io.lepton.stats.internal.Tails;

/**
 * What is known of a rate of events: a gamma distribution, of which Poisson counts make another. A
 * weak prior is {@code (1/2, ε)}, Jeffreys' with a small rate parameter.
 *
 * <p>Two are compared in closed form: with {@code X ~ Γ(a, b)}, {@code bX/(bX + dY)} is beta
 * distributed, so that the chance to beat and the expected loss are values of the incomplete beta
 * function. Valid for counts whose variance is their mean; counts by user that vary more than that
 * (most do) need {@link NormalPosterior} on their means.
 *
 * @param shape above 0: prior's plus events
 * @param rate above 0: prior's plus exposure, such as users or hours
 */
public record GammaPosterior(double shape, double rate) {
  /** {@inheritDoc} */
  public GammaPosterior {
    Checks.positive("shape", shape);
    Checks.positive("rate", rate);
  }

  /**
   * After more events.
   *
   * @param events at least 0
   * @param exposure in which they happened, above 0
   * @return a new posterior
   * @throws InvalidInputException if an argument is out of range
   */
  public GammaPosterior observe(long events, double exposure) {
    if (events < 0) {
      throw new InvalidInputException("events is " + events + "; expected a count of 0 or more");
    }
    return new GammaPosterior(shape + events, rate + Checks.positive("exposure", exposure));
  }

  /**
   * The mean.
   *
   * @return events per unit of exposure
   */
  public double mean() {
    return shape / rate;
  }

  /**
   * How probably it is above a value.
   *
   * @param value at least 0
   * @return from 0 to 1
   */
  public double above(double value) {
    return Tails.chiSquareUpper(2 * rate * Checks.finite("value", value), 2 * shape);
  }

  /**
   * How probably this rate is above another, independent one.
   *
   * @param other the other
   * @return from 0 to 1
   */
  public double probabilityToBeat(GammaPosterior other) {
    return exceeds(shape, rate, other.shape, other.rate);
  }

  /** P(X > Y): of two streams of events, the share of the one's in the first. */
  private static double exceeds(double a, double b, double c, double d) {
    double both = b + d;
    return IncompleteBeta.regularized(d / both, b / both, c, a);
  }

  /**
   * What choosing this one instead of the other is expected to cost: {@code E max(other − this,
   * 0)}.
   *
   * @param other the other, independent one
   * @return at least 0
   */
  public double expectedLoss(GammaPosterior other) {
    // E[Y; Y > X] = E[Y] P(Y' > X), Y' with one event more
    double loss =
        other.mean() * exceeds(other.shape + 1, other.rate, shape, rate)
            - mean() * exceeds(other.shape, other.rate, shape + 1, rate);
    return Math.max(0, loss);
  }

  /**
   * The equal-tailed credible interval.
   *
   * @param level between 0 and 1, such as 0.95
   * @return above 0
   */
  public Interval interval(double level) {
    double tail = (1 - Checks.inside("level", level)) / 2;
    return new Interval(quantile(tail), quantile(1 - tail), level, "gamma posterior, equal-tailed");
  }

  /**
   * The credible interval of highest density, the shortest there is.
   *
   * @param level between 0 and 1, such as 0.95
   * @return from 0 where the shape is at most 1
   */
  public Interval highestDensity(double level) {
    Checks.inside("level", level);
    String method = "gamma posterior, highest density";
    return shape <= 1
        ? new Interval(0, quantile(level), level, method)
        : Density.shortest(this::quantile, level, method);
  }

  private double quantile(double p) {
    return Tails.chiSquareUpperQuantile(1 - p, 2 * shape) / (2 * rate);
  }

  /**
   * How it stands to a region of practical equivalence.
   *
   * @param low end of the region, at least 0
   * @param high end of the region, above {@code low}
   * @return chances to be below, within and above
   */
  public Rope rope(double low, double high) {
    Rope.requireRegion(low, high);
    return Rope.of(1 - above(low), above(high));
  }
}
