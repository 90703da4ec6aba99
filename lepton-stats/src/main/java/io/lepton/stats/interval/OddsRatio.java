package io.lepton.stats.interval;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;

/**
 * The odds ratio of two proportions, first by second, with Woolf's interval on the logarithm (Woolf
 * 1955): {@code log r ± z √(1/a + 1/b + 1/c + 1/d)}. Agrees with scipy's {@code odds_ratio(kind =
 * "sample")}. Where a cell is zero, one half is added to all (Haldane 1956, Anscombe 1956), and the
 * interval's method says so. For small counts take {@link io.lepton.stats.test.FisherExact}, whose
 * interval is exact.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class OddsRatio {
  private static final OddsRatio DEFAULT = new OddsRatio(0.95);

  private final double level;

  private OddsRatio(double level) {
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
  public static OddsRatio withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public OddsRatio withLevel(double value) {
    return new OddsRatio(Checks.inside("level", value));
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
            || firstSuccesses == firstTrials
            || secondSuccesses == secondTrials;
    double half = corrected ? 0.5 : 0;
    double a = firstSuccesses + half;
    double b = (double) firstTrials - firstSuccesses + half;
    double c = secondSuccesses + half;
    double d = (double) secondTrials - secondSuccesses + half;
    double ratio = (a / b) * (d / c);
    double error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    String method = corrected ? "Woolf, 1/2 added" : "Woolf";
    return new Result(ratio, LogRatio.around(ratio, error, level, method));
  }
}
