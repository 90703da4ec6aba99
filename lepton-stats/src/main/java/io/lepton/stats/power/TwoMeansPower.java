package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.NoncentralT;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * Power of the t-test for two means of one common standard deviation, by the noncentral t
 * distribution. With equal groups it is R's {@code power.t.test(strict = FALSE)}: a two-sided test
 * counts rejections in the direction of the effect only, which leaves out at most half of alpha and
 * matters only where power is near alpha.
 *
 * <p>This is the bare formula in R's terms, cases of one group and the deviation given anew each
 * time, for whoever plans one test and not an experiment. {@link PowerPlan} says the same of two
 * arms by another road, and goes on to ratios, margins, more arms, clusters and covariates.
 *
 * <p>Effects are magnitudes: their sign plays no part, and a one-sided test is taken to point the
 * right way. Immutable and safe for use by many threads.
 */
public final class TwoMeansPower {
  private static final TwoMeansPower DEFAULT = new TwoMeansPower(0.05, Alternative.TWO_SIDED, 1);

  private final double alpha;
  private final Alternative alternative;
  private final double ratio;

  private TwoMeansPower(double alpha, Alternative alternative, double ratio) {
    this.alpha = alpha;
    this.alternative = alternative;
    this.ratio = ratio;
  }

  /**
   * Two-sided, alpha 0.05, groups of equal size.
   *
   * @return the plan
   */
  public static TwoMeansPower withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted rate of false alarms.
   *
   * @param value between 0 and 1
   * @return a new plan
   */
  public TwoMeansPower withAlpha(double value) {
    return new TwoMeansPower(Checks.inside("alpha", value), alternative, ratio);
  }

  /**
   * Sets the alternative; both one-sided ones plan alike.
   *
   * @param value the alternative
   * @return a new plan
   */
  public TwoMeansPower with(Alternative value) {
    return new TwoMeansPower(alpha, Objects.requireNonNull(value), ratio);
  }

  /**
   * Sets how large the second group is against the first.
   *
   * @param secondByFirst above 0; 1 for equal groups
   * @return a new plan
   */
  public TwoMeansPower withAllocationRatio(double secondByFirst) {
    return new TwoMeansPower(alpha, alternative, Checks.positive("ratio", secondByFirst));
  }

  /**
   * The probability to detect a difference.
   *
   * @param first number of cases in the first group, above 1; need not be whole
   * @param difference of the means, in the data's units
   * @param standardDeviation common to both groups, above 0
   * @return between 0 and 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double power(double first, double difference, double standardDeviation) {
    Checks.finite("difference", difference);
    Checks.positive("standard deviation", standardDeviation);
    return power(requireCases(first), Math.abs(difference) / standardDeviation);
  }

  private double requireCases(double first) {
    double smaller = Math.min(1, ratio) * Checks.finite("cases of the first group", first);
    if (!(smaller > 0 && first * (1 + ratio) > 2)) {
      throw new InvalidInputException(
          first + " cases in the first group; expected more than two in both groups together");
    }
    return first;
  }

  private double power(double first, double standardizedEffect) {
    double second = ratio * first;
    double degreesOfFreedom = first + second - 2;
    double tail = alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha;
    double critical = Tails.studentUpperQuantile(tail, degreesOfFreedom);
    double noncentrality = standardizedEffect * Math.sqrt(first * second / (first + second));
    return NoncentralT.upper(critical, degreesOfFreedom, noncentrality);
  }

  /**
   * The cases needed to detect a difference.
   *
   * @param difference of the means, not 0, in the data's units
   * @param standardDeviation common to both groups, above 0
   * @param power wanted, above alpha and below 1
   * @return cases per group; at least two in each
   * @throws InvalidInputException if an argument is out of range
   */
  public SampleSize sampleSize(double difference, double standardDeviation, double power) {
    Checks.positive("standard deviation", standardDeviation);
    double effect =
        Checks.positive("difference", Math.abs(Checks.finite("difference", difference)))
            / standardDeviation;
    double wanted = Powers.requirePower(power, alpha);
    double least = 2 / Math.min(1, ratio);
    double first =
        power(least, effect) >= wanted
            ? least
            : Tails.falling(cases -> wanted - power(cases, effect), least, 2 * least);
    return new SampleSize(first, ratio * first);
  }

  /**
   * The smallest difference that is detected with the wanted power.
   *
   * @param first number of cases in the first group, above 1; need not be whole
   * @param standardDeviation common to both groups, above 0
   * @param power wanted, above alpha and below 1
   * @return the difference, above 0, in the data's units
   * @throws InvalidInputException if an argument is out of range
   */
  public double minimumDetectableEffect(double first, double standardDeviation, double power) {
    Checks.positive("standard deviation", standardDeviation);
    requireCases(first);
    double wanted = Powers.requirePower(power, alpha);
    double guess = 4 * Math.sqrt((1 + 1 / ratio) / first);
    return standardDeviation * Tails.falling(effect -> wanted - power(first, effect), 0, guess);
  }
}
