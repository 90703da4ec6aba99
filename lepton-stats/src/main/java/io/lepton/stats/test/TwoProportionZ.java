package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.interval.Newcombe;
import java.util.Objects;

/**
 * The z-test for the difference of two independent proportions, first minus second. With the
 * defaults, {@code statistic²}, p-value and interval are those of R's {@code prop.test(correct =
 * FALSE)}. The normal approximation wants at least about five successes and five failures in each
 * group.
 *
 * <p>Where all cases of both groups succeeded, or none did, the pooled variance is zero and the
 * proportions are equal: the statistic is 0 (R says NaN). Immutable and safe for use by many
 * threads.
 */
public final class TwoProportionZ {
  private static final TwoProportionZ DEFAULT =
      new TwoProportionZ(Alternative.TWO_SIDED, 0.95, Variance.POOLED, IntervalMethod.WALD);

  /** The variance in the statistic. */
  public enum Variance {
    /** Of one common proportion, as the null hypothesis says; what R does. */
    POOLED,
    /** Of each group's own proportion, as in the Wald interval. */
    UNPOOLED
  }

  /** How the interval of the difference is made. */
  public enum IntervalMethod {
    /** Estimate ± z·unpooled standard error; of zero width where no case differs. */
    WALD,
    /** Newcombe's hybrid score interval, sound for small groups and extreme proportions too. */
    NEWCOMBE
  }

  private final Alternative alternative;
  private final double level;
  private final Variance variance;
  private final IntervalMethod intervalMethod;

  private TwoProportionZ(
      Alternative alternative, double level, Variance variance, IntervalMethod intervalMethod) {
    this.alternative = alternative;
    this.level = level;
    this.variance = variance;
    this.intervalMethod = intervalMethod;
  }

  /**
   * What the test found.
   *
   * @param statistic z, standard normal if the proportions are equal
   * @param pValue against the alternative
   * @param firstProportion successes by trials of the first group
   * @param secondProportion successes by trials of the second group
   * @param interval of first minus second, within −1 to 1
   */
  public record Result(
      double statistic,
      double pValue,
      double firstProportion,
      double secondProportion,
      Interval interval)
      implements TestResult {
    /**
     * The estimated difference.
     *
     * @return first proportion minus second
     */
    public double difference() {
      return firstProportion - secondProportion;
    }
  }

  /**
   * Two-sided, pooled variance, 95 % Wald interval.
   *
   * @return the test
   */
  public static TwoProportionZ withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public TwoProportionZ with(Alternative value) {
    return new TwoProportionZ(Objects.requireNonNull(value), level, variance, intervalMethod);
  }

  /**
   * Sets the variance in the statistic.
   *
   * @param value the variance
   * @return a new test
   */
  public TwoProportionZ with(Variance value) {
    return new TwoProportionZ(alternative, level, Objects.requireNonNull(value), intervalMethod);
  }

  /**
   * Sets how the interval is made.
   *
   * @param value the method
   * @return a new test
   */
  public TwoProportionZ with(IntervalMethod value) {
    return new TwoProportionZ(alternative, level, variance, Objects.requireNonNull(value));
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public TwoProportionZ withLevel(double value) {
    return new TwoProportionZ(alternative, Checks.inside("level", value), variance, intervalMethod);
  }

  /**
   * Tests two groups.
   *
   * @param firstSuccesses from 0 to firstTrials
   * @param firstTrials at least 1
   * @param secondSuccesses from 0 to secondTrials
   * @param secondTrials at least 1
   * @return the result
   * @throws InvalidInputException if a count is out of range, or the variance is unpooled and zero
   *     while the proportions differ
   */
  public Result test(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials) {
    Checks.proportion("first", firstSuccesses, firstTrials);
    Checks.proportion("second", secondSuccesses, secondTrials);
    double first = (double) firstSuccesses / firstTrials;
    double second = (double) secondSuccesses / secondTrials;
    double unpooled =
        Math.sqrt(first * (1 - first) / firstTrials + second * (1 - second) / secondTrials);
    double common =
        ((double) firstSuccesses + secondSuccesses) / ((double) firstTrials + secondTrials);
    double pooled = Math.sqrt(common * (1 - common) * (1.0 / firstTrials + 1.0 / secondTrials));
    double error = variance == Variance.POOLED ? pooled : unpooled;
    double statistic = first == second ? 0 : (first - second) / error;
    if (Double.isInfinite(statistic)) {
      throw new InvalidInputException(
          "proportions "
              + first
              + " and "
              + second
              + " have an unpooled variance of zero; use the pooled variance");
    }
    Interval interval =
        intervalMethod == IntervalMethod.WALD
            ? Intervals.around(
                first - second,
                Normal.upperQuantile(alternative.tail(level)) * unpooled,
                alternative,
                level,
                "Wald")
            : newcombe(firstSuccesses, firstTrials, secondSuccesses, secondTrials);
    return new Result(
        statistic,
        alternative.normalPValue(statistic),
        first,
        second,
        Intervals.within(-1, 1, interval));
  }

  private Interval newcombe(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials) {
    Interval twoSided =
        Newcombe.withDefaults()
            .withLevel(1 - 2 * alternative.tail(level))
            .interval(firstSuccesses, firstTrials, secondSuccesses, secondTrials);
    return new Interval(
        alternative == Alternative.LESS ? -1 : twoSided.low(),
        alternative == Alternative.GREATER ? 1 : twoSided.high(),
        level,
        twoSided.method());
  }
}
