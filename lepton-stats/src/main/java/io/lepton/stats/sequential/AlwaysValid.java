package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import java.util.Objects;

/**
 * Intervals and p-values that hold at all times together, so that one may look after every
 * observation and stop when one likes: the chance that an interval ever misses, or that a p-value
 * is ever at or below alpha where nothing differs, is at most alpha. For any estimate that is close
 * to normal with a standard error that is estimated well: a mean, a difference of two arms, a
 * relative lift. This is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy
 * and Ramdas (2021), the normal mixture of Robbins (1970) with estimated variance; the p-value is
 * that of the mixture sequential probability ratio test (Johari, Koomen, Pekelis and Walsh 2017).
 * With n of both arms it is GrowthBook's sequential interval.
 *
 * <p>Half the width is {@code se √((n + ρ)/n · (log(1 + n/ρ) + 2 log(1/α)))}: the price of looking
 * is least near the n it is tuned for, where it is about 1.55 times the fixed interval at 95 %, and
 * grows slowly to either side.
 *
 * <p>It is asymptotic: with few cases, or few events, alpha does not hold at the very first looks.
 * Start to look when a normal interval is sound; for proportions there is one that holds from the
 * first case on.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class AlwaysValid {
  private static final AlwaysValid DEFAULT = new AlwaysValid(0.95, Alternative.TWO_SIDED, 5000);

  private final double level;
  private final Alternative alternative;
  private final double tuned;

  private AlwaysValid(double level, Alternative alternative, double tuned) {
    this.level = level;
    this.alternative = alternative;
    this.tuned = tuned;
  }

  /**
   * What a look says.
   *
   * @param estimate as it was given
   * @param interval of level 1 − α at all looks together
   * @param pValue valid at any look
   */
  public record Result(double estimate, Interval interval, double pValue) {
    /**
     * Whether the null hypothesis is rejected, at this look or by what it was taken together with.
     *
     * @param alpha the accepted rate of false alarms, 1 − level
     * @return true if {@code pValue() <= alpha}
     */
    public boolean rejectsAt(double alpha) {
      return pValue <= alpha;
    }

    /**
     * This look after former ones: the p-value becomes the smallest so far, for a rejection once
     * made stands. The interval stays that of this look.
     *
     * @param former the look before, itself taken after those before it
     * @return the look with the smallest p-value
     */
    public Result after(Result former) {
      return new Result(estimate, interval, Math.min(pValue, former.pValue));
    }
  }

  /**
   * Two-sided, 95 %, tuned for 5000 cases.
   *
   * @return the method
   */
  public static AlwaysValid withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95; above 0.5 where one-sided
   * @return a new method
   */
  public AlwaysValid withLevel(double value) {
    return new AlwaysValid(Checks.inside("level", value), alternative, tuned);
  }

  /**
   * Sets the alternative; against {@code GREATER} the interval is bounded below only.
   *
   * @param value the alternative
   * @return a new method
   */
  public AlwaysValid with(Alternative value) {
    return new AlwaysValid(level, Objects.requireNonNull(value), tuned);
  }

  /**
   * Sets where the interval is narrowest against a fixed one. To be set before the data are seen.
   *
   * @param cases expected at the decision, above 0; of both arms together if n is given so
   * @return a new method
   */
  public AlwaysValid tunedFor(double cases) {
    return new AlwaysValid(level, alternative, Checks.positive("cases", cases));
  }

  /**
   * The level.
   *
   * @return between 0 and 1
   */
  public double level() {
    return level;
  }

  /**
   * The cases it is tuned for.
   *
   * @return above 0
   */
  public double tunedFor() {
    return tuned;
  }

  /**
   * The interval at a look.
   *
   * @param estimate finite
   * @param standardError of the estimate as for a fixed sample, above 0
   * @param n cases so far, above 0
   * @return the interval
   * @throws InvalidInputException if an argument is out of range
   */
  public Interval interval(double estimate, double standardError, double n) {
    return test(estimate, standardError, n).interval();
  }

  /**
   * The p-value of no difference at a look, by this look alone.
   *
   * @param estimate finite
   * @param standardError of the estimate as for a fixed sample, above 0
   * @param n cases so far, above 0
   * @return above 0, at most 1; at most 1 − level exactly where zero is outside the interval
   * @throws InvalidInputException if an argument is out of range
   */
  public double pValue(double estimate, double standardError, double n) {
    return test(estimate, standardError, n).pValue();
  }

  /**
   * Interval and p-value at a look.
   *
   * @param estimate finite
   * @param standardError of the estimate as for a fixed sample, above 0
   * @param n cases so far, above 0
   * @return both
   * @throws InvalidInputException if an argument is out of range
   */
  public Result test(double estimate, double standardError, double n) {
    Checks.finite("estimate", estimate);
    Checks.positive("standard error", standardError);
    Checks.positive("n", n);
    double alpha = 1 - level;
    boolean two = alternative == Alternative.TWO_SIDED;
    if (!two && !(alpha < 0.5)) {
      throw new InvalidInputException(
          "level " + level + " of a one-sided interval; expected above 0.5");
    }
    NormalMixture mixture =
        NormalMixture.tuned(tuned, alpha, two ? NormalMixture.Sides.TWO : NormalMixture.Sides.ONE);
    // the sum of n values of variance 1, whose mean is the estimate in their units
    double root = Math.sqrt(n);
    double reach = mixture.boundary(n, -Math.log(alpha)) / root * standardError;
    double sum = estimate / standardError * root;
    double log = mixture.log(alternative == Alternative.LESS ? -sum : sum, n);
    return new Result(
        estimate,
        new Interval(
            alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : estimate - reach,
            alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : estimate + reach,
            level,
            "always valid"),
        Math.min(1, Math.exp(-log)));
  }
}
