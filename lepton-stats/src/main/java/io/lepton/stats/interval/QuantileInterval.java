package io.lepton.stats.interval;

import io.lepton.model.Interval;
import io.lepton.stats.aggregate.ValueCounts;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;

/**
 * The interval of a quantile between two order statistics, for any distribution: the number of
 * values at or below the quantile is binomial, so that {@code [x₍ₗ₎, x₍ᵤ₎]} misses it on either
 * side with at most half of {@code 1 − level} (Thompson 1936). Never below its level; ties only
 * add. Where the sample is too small for an end, that end is infinite: a median at 95 % wants six
 * values.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class QuantileInterval {
  private final double probability;
  private final double level;

  private QuantileInterval(double probability, double level) {
    this.probability = probability;
    this.level = level;
  }

  /**
   * What was found.
   *
   * @param estimate the sample quantile, linear between order statistics
   * @param interval between order statistics, or from −∞, or to +∞
   * @param coverage the least coverage this choice has, for a continuous distribution its very one
   */
  public record Result(double estimate, Interval interval, double coverage) {}

  /**
   * A 95 % interval of the median.
   *
   * @return the method
   */
  public static QuantileInterval median() {
    return new QuantileInterval(0.5, 0.95);
  }

  /**
   * A 95 % interval of a quantile.
   *
   * @param probability between 0 and 1, such as 0.9
   * @return the method
   */
  public static QuantileInterval of(double probability) {
    return new QuantileInterval(Checks.inside("probability", probability), 0.95);
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public QuantileInterval withLevel(double value) {
    return new QuantileInterval(probability, Checks.inside("level", value));
  }

  /**
   * The interval of the quantile.
   *
   * @param values at least one, all finite, in any order
   * @return the result
   * @throws io.lepton.error.InvalidInputException if there is none, or one is NaN or infinite
   */
  public Result interval(double... values) {
    Checks.sample("values", values, 1);
    return interval(ValueCounts.of(values));
  }

  /**
   * The interval of the quantile.
   *
   * @param values at least one
   * @return the result
   * @throws io.lepton.error.InvalidInputException if there is none
   */
  public Result interval(ValueCounts values) {
    double estimate = values.quantile(probability);
    long n = values.n();
    double tail = (1 - level) / 2;
    long low = lower(n, tail);
    long high = upper(n, tail);
    double below = low == 0 ? 0 : Tails.binomialLower(low - 1, n, probability);
    double above = high > n ? 0 : Tails.binomialLower(n - high, n, 1 - probability);
    Interval interval =
        new Interval(
            low == 0 ? Double.NEGATIVE_INFINITY : values.ranked(low),
            high > n ? Double.POSITIVE_INFINITY : values.ranked(high),
            level,
            "order statistics");
    return new Result(estimate, interval, 1 - below - above);
  }

  /** The greatest rank that is above the quantile with at most the tail's probability; or 0. */
  private long lower(long n, double tail) {
    long low = 0;
    long high = n;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (Tails.binomialLower(middle - 1, n, probability) <= tail) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The least rank that is below the quantile with at most the tail's probability; or n + 1. */
  private long upper(long n, double tail) {
    long low = 1;
    long high = n + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (Tails.binomialLower(n - middle, n, 1 - probability) <= tail) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
