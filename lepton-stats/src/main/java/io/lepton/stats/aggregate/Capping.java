package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * Limits on the units' numbers, so that a few very large ones do not drown the rest: numbers beyond
 * a limit are set to it (winsorising). The comparison is then of the limited numbers' means, a
 * little less than those of the raw ones. Percentiles are those of all arms' units together; limits
 * of each arm by itself would differ by the effect and bias it.
 *
 * @param lower the lower limit
 * @param upper the upper limit
 */
public record Capping(Limit lower, Limit upper) {
  /** No limits. */
  public static final Capping NONE = new Capping(Limit.NONE, Limit.NONE);

  /** How a limit is given. */
  public enum Kind {
    /** None. */
    NONE,
    /** A number of the metric's own units. */
    ABSOLUTE,
    /** A share of all units that are at or below it. */
    PERCENTILE
  }

  /**
   * One limit.
   *
   * @param kind how it is given
   * @param value the number, or the share between 0 and 1; 0 if there is none
   */
  public record Limit(Kind kind, double value) {
    /** No limit. */
    public static final Limit NONE = new Limit(Kind.NONE, 0);

    /** {@inheritDoc} */
    public Limit {
      Checks.finite("limit", value);
      if (kind == Kind.PERCENTILE) {
        Checks.inside("percentile, as a share,", value);
      }
    }

    double of(ValueCounts all, double without) {
      return switch (kind) {
        case NONE -> without;
        case ABSOLUTE -> value;
        case PERCENTILE -> all.quantile(value);
      };
    }
  }

  /** {@inheritDoc} */
  public Capping {
    if (lower.kind == upper.kind && lower.kind != Kind.NONE && !(lower.value < upper.value)) {
      throw new InvalidInputException(
          "lower limit "
              + lower.value
              + " and upper limit "
              + upper.value
              + "; expected lower < upper");
    }
  }

  /**
   * Numbers above a limit become the limit.
   *
   * @param limit in the metric's own units
   * @return the capping
   */
  public static Capping at(double limit) {
    return new Capping(Limit.NONE, new Limit(Kind.ABSOLUTE, limit));
  }

  /**
   * Numbers above the quantile of all units become the quantile.
   *
   * @param share between 0 and 1, such as 0.99. If fewer units than the rest have any outcome at
   *     all, the quantile is 0 and nothing is left: take a larger share
   * @return the capping
   */
  public static Capping atPercentile(double share) {
    return new Capping(Limit.NONE, new Limit(Kind.PERCENTILE, share));
  }

  /**
   * Numbers outside of two quantiles of all units become the nearer quantile.
   *
   * @param low between 0 and 1, such as 0.01
   * @param high above it, such as 0.99
   * @return the capping
   */
  public static Capping winsorised(double low, double high) {
    return new Capping(new Limit(Kind.PERCENTILE, low), new Limit(Kind.PERCENTILE, high));
  }

  /**
   * Whether there is any limit.
   *
   * @return false for {@link #NONE}
   */
  public boolean limits() {
    return lower.kind != Kind.NONE || upper.kind != Kind.NONE;
  }

  /**
   * Whether the units' numbers must be known to decide the limits.
   *
   * @return true if a limit is a percentile
   */
  public boolean wantsValues() {
    return lower.kind == Kind.PERCENTILE || upper.kind == Kind.PERCENTILE;
  }

  /**
   * Decides the limits.
   *
   * @param all the numbers of all arms' units; not looked at if no limit is a percentile
   * @return the limits
   * @throws InvalidInputException if a percentile is asked of no values, or the limits cross
   */
  public Limits decide(ValueCounts all) {
    return new Limits(
        lower.of(all, Double.NEGATIVE_INFINITY), upper.of(all, Double.POSITIVE_INFINITY));
  }

  /**
   * Limits as numbers.
   *
   * @param low may be −∞
   * @param high at least {@code low}, may be +∞
   */
  public record Limits(double low, double high) {
    /** {@inheritDoc} */
    public Limits {
      if (!(low <= high)) {
        throw new InvalidInputException(
            "limits from " + low + " to " + high + "; expected low <= high");
      }
    }

    /**
     * Applies them.
     *
     * @param value any number
     * @return the value or the nearer limit
     */
    public double apply(double value) {
      return Math.max(low, Math.min(high, value));
    }
  }
}
