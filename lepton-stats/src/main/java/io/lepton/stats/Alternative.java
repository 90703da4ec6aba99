package io.lepton.stats;

import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;

/** What a test holds against its null hypothesis of no difference between first and second. */
public enum Alternative {
  /** First and second differ, either way. */
  TWO_SIDED,
  /** First is less than second. */
  LESS,
  /** First is greater than second. */
  GREATER;

  /**
   * The p-value of a normal statistic.
   *
   * @param z standard normal under the null hypothesis
   * @return from 0 to 1
   */
  public double normalPValue(double z) {
    return switch (this) {
      case TWO_SIDED -> Normal.twoSided(z);
      case LESS -> Normal.upperTail(-z);
      case GREATER -> Normal.upperTail(z);
    };
  }

  /**
   * The p-value of a statistic with Student's t distribution.
   *
   * @param t the statistic
   * @param degreesOfFreedom above 0
   * @return from 0 to 1
   */
  public double studentPValue(double t, double degreesOfFreedom) {
    return switch (this) {
      case TWO_SIDED -> 2 * Tails.studentUpper(Math.abs(t), degreesOfFreedom);
      case LESS -> Tails.studentUpper(-t, degreesOfFreedom);
      case GREATER -> Tails.studentUpper(t, degreesOfFreedom);
    };
  }

  /**
   * The probability left outside an interval on each side it is bounded on.
   *
   * @param level of the interval, between 0 and 1
   * @return {@code (1 - level) / 2} if two-sided, else {@code 1 - level}
   */
  public double tail(double level) {
    return this == TWO_SIDED ? (1 - level) / 2 : 1 - level;
  }
}
