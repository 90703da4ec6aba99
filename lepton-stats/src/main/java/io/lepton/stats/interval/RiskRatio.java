package io.lepton.stats.interval;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;

/**
 * The ratio of two proportions, first by second, with Katz' interval on the logarithm (Katz et al.
 * 1978): {@code log r ± z √(1/s₁ − 1/n₁ + 1/s₂ − 1/n₂)}. Agrees with scipy's {@code relative_risk}.
 * Where an arm has no success, or both have nothing else, one half is added to the four counts of
 * successes and failures, as for the odds ratio, and the interval's method says so.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class RiskRatio {
  private static final RiskRatio DEFAULT = new RiskRatio(0.95);

  private final double level;

  private RiskRatio(double level) {
    this.level = level;
  }

  /**
   * What was found.
   *
   * @param ratio first by second, above 0
   * @param interval of the ratio
   */
  public record Result(double ratio, Interval interval) {}

  /**
   * A 95 % interval.
   *
   * @return the method
   */
  public static RiskRatio withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public RiskRatio withLevel(double value) {
    return new RiskRatio(Checks.inside("level", value));
  }

  /**
   * The interval of the ratio behind the counts.
   *
   * @param firstSuccesses from 0 to firstTrials
   * @param firstTrials at least 1
   * @param secondSuccesses from 0 to secondTrials
   * @param secondTrials at least 1
   * @return the result
   * @throws InvalidInputException if a count is out of range, or neither group has a success
   */
  public Result interval(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials) {
    Checks.proportion("first", firstSuccesses, firstTrials);
    Checks.proportion("second", secondSuccesses, secondTrials);
    if (firstSuccesses == 0 && secondSuccesses == 0) {
      throw new InvalidInputException("neither group has a success; their ratio is not defined");
    }
    boolean corrected =
        firstSuccesses == 0
            || secondSuccesses == 0
            || (firstSuccesses == firstTrials && secondSuccesses == secondTrials);
    double half = corrected ? 0.5 : 0;
    double s = firstSuccesses + half;
    double m = firstTrials + 2 * half;
    double r = secondSuccesses + half;
    double n = secondTrials + 2 * half;
    double ratio = (s / m) / (r / n);
    double error = Math.sqrt(Math.max(0, 1 / s - 1 / m) + Math.max(0, 1 / r - 1 / n));
    String method = corrected ? "Katz, 1/2 added" : "Katz";
    return new Result(ratio, LogRatio.around(ratio, error, level, method));
  }
}
