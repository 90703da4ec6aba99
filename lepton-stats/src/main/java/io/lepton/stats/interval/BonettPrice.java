package io.lepton.stats.interval;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;

/**
 * The adjusted Wald interval of the difference of two paired proportions, such as the accuracies of
 * two classifiers on the same cases (Bonett and Price 2012): Wald's after adding one case to each
 * kind of disagreement.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class BonettPrice {
  private static final BonettPrice DEFAULT = new BonettPrice(0.95);

  private final double level;

  private BonettPrice(double level) {
    this.level = level;
  }

  /**
   * A 95 % interval.
   *
   * @return the method
   */
  public static BonettPrice withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public BonettPrice withLevel(double value) {
    return new BonettPrice(Checks.inside("level", value));
  }

  /**
   * The interval of first proportion minus second.
   *
   * @param onlyFirst cases where only the first succeeded
   * @param onlySecond cases where only the second succeeded
   * @param cases all cases, at least 1
   * @return within −1 and 1
   * @throws InvalidInputException if a count is below 0, or there are more disagreements than cases
   */
  public Interval interval(long onlyFirst, long onlySecond, long cases) {
    if (onlyFirst < 0 || onlySecond < 0 || cases < 1 || onlyFirst > cases - onlySecond) {
      throw new InvalidInputException(
          onlyFirst
              + " and "
              + onlySecond
              + " disagreements in "
              + cases
              + " cases; expected counts of 0 or more, together at most the cases");
    }
    double first = (onlyFirst + 1.0) / (cases + 2.0);
    double second = (onlySecond + 1.0) / (cases + 2.0);
    double difference = first - second;
    double reach =
        Normal.critical(level)
            * Math.sqrt((first + second - difference * difference) / (cases + 2.0));
    return new Interval(
        Math.max(-1, difference - reach), Math.min(1, difference + reach), level, "Bonett-Price");
  }
}
