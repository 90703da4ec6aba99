package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Power of the pooled z-test for two proportions, by the normal approximation with the pooled
 * variance under the null hypothesis and each group's own under the alternative (Fleiss, Tytun and
 * Ury 1980, without continuity correction). With equal groups it is R's {@code
 * power.prop.test(strict = FALSE)}: a two-sided test counts rejections in the direction of the
 * effect only.
 *
 * <p>This is the bare formula in R's terms, cases of one group and both proportions given anew each
 * time, for whoever plans one test and not an experiment. {@link PowerPlan} says the same of two
 * arms by another road, and goes on to margins, more arms, clusters and covariates.
 *
 * <p>A one-sided test is taken to point the right way. Immutable and safe for use by many threads.
 */
public final class TwoProportionsPower {
  private static final double LEAST_CASES = 1;

  private static final TwoProportionsPower DEFAULT =
      new TwoProportionsPower(0.05, Alternative.TWO_SIDED, 1);

  private final double alpha;
  private final Alternative alternative;
  private final double ratio;

  /** Which way the second proportion lies from the first. */
  public enum Direction {
    /** The second is larger. */
    INCREASE,
    /** The second is smaller. */
    DECREASE
  }

  private TwoProportionsPower(double alpha, Alternative alternative, double ratio) {
    this.alpha = alpha;
    this.alternative = alternative;
    this.ratio = ratio;
  }

  /**
   * Two-sided, alpha 0.05, groups of equal size.
   *
   * @return the plan
   */
  public static TwoProportionsPower withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted rate of false alarms.
   *
   * @param value between 0 and 1
   * @return a new plan
   */
  public TwoProportionsPower withAlpha(double value) {
    return new TwoProportionsPower(Checks.inside("alpha", value), alternative, ratio);
  }

  /**
   * Sets the alternative; both one-sided ones plan alike.
   *
   * @param value the alternative
   * @return a new plan
   */
  public TwoProportionsPower with(Alternative value) {
    return new TwoProportionsPower(alpha, Objects.requireNonNull(value), ratio);
  }

  /**
   * Sets how large the second group is against the first.
   *
   * @param secondByFirst above 0; 1 for equal groups
   * @return a new plan
   */
  public TwoProportionsPower withAllocationRatio(double secondByFirst) {
    return new TwoProportionsPower(alpha, alternative, Checks.positive("ratio", secondByFirst));
  }

  /**
   * The probability to detect a difference.
   *
   * @param firstCases number of cases in the first group, above 0; need not be whole
   * @param first true proportion in the first group, between 0 and 1
   * @param second true proportion in the second group, between 0 and 1
   * @return between 0 and 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double power(double firstCases, double first, double second) {
    Checks.positive("cases of the first group", firstCases);
    Checks.inside("first proportion", first);
    Checks.inside("second proportion", second);
    return unchecked(firstCases, first, second);
  }

  private double unchecked(double firstCases, double first, double second) {
    double shift = Math.sqrt(firstCases) * Math.abs(first - second);
    return Normal.cumulative(
        (shift - critical() * nullDeviation(first, second)) / deviation(first, second));
  }

  private double critical() {
    return Normal.upperQuantile(alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha);
  }

  /** √n₁ times the standard error of the difference, if both had the pooled proportion. */
  private double nullDeviation(double first, double second) {
    double pooled = (first + ratio * second) / (1 + ratio);
    return Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio));
  }

  private double deviation(double first, double second) {
    return Math.sqrt(first * (1 - first) + second * (1 - second) / ratio);
  }

  /**
   * The cases needed to detect a difference.
   *
   * @param first true proportion in the first group, between 0 and 1
   * @param second true proportion in the second group, between 0 and 1, another
   * @param power wanted, above alpha and below 1
   * @return cases per group; at least one in each, where the approximation would do with fewer
   * @throws InvalidInputException if an argument is out of range
   */
  public SampleSize sampleSize(double first, double second, double power) {
    Checks.inside("first proportion", first);
    Checks.inside("second proportion", second);
    Checks.positive("difference of the proportions", Math.abs(first - second));
    double wanted = Powers.requirePower(power, alpha);
    double root =
        (critical() * nullDeviation(first, second)
                + Normal.upperQuantile(1 - wanted) * deviation(first, second))
            / Math.abs(first - second);
    // A root below 0 says that no cases at all would do, which its square would turn into many.
    double cases = Math.max(0, root) * Math.max(0, root);
    double least = Math.max(cases, LEAST_CASES / Math.min(1, ratio));
    return new SampleSize(least, ratio * least);
  }

  /**
   * The smallest difference that is detected with the wanted power.
   *
   * @param firstCases number of cases in the first group, above 0; need not be whole
   * @param first true proportion in the first group, between 0 and 1
   * @param direction which way the second proportion lies
   * @param power wanted, above alpha and below 1
   * @return the distance of the two proportions, above 0
   * @throws InvalidInputException if an argument is out of range, or no proportion that way is far
   *     enough to be detected by so few cases
   */
  public double minimumDetectableEffect(
      double firstCases, double first, Direction direction, double power) {
    Checks.positive("cases of the first group", firstCases);
    Checks.inside("first proportion", first);
    double wanted = Powers.requirePower(power, alpha);
    double room = direction == Direction.INCREASE ? 1 - first : first;
    double sign = direction == Direction.INCREASE ? 1 : -1;
    DoubleUnaryOperator missing =
        effect -> wanted - unchecked(firstCases, first, first + sign * effect);
    double low = 0;
    double high = room / 1024;
    // from below: with a handful of cases the approximation does not rise all the way
    while (missing.applyAsDouble(high) > 0 && high < room) {
      low = high;
      high = Math.min(room, 2 * high);
    }
    if (missing.applyAsDouble(high) > 0) {
      throw new InvalidInputException(
          firstCases
              + " cases detect no "
              + direction
              + " from "
              + first
              + " with power "
              + power
              + "; take more cases");
    }
    return Tails.solve(missing, low, high);
  }
}
