package io.lepton.stats.interval;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;

/**
 * Newcombe's hybrid score interval of the difference of two independent proportions, first minus
 * second: method 10 of Newcombe (1998), which joins the two Wilson intervals. It keeps its coverage
 * where Wald's fails: in small groups and near 0 and 1.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Newcombe {
  private static final Newcombe DEFAULT = new Newcombe(0.95);

  private final double level;

  private Newcombe(double level) {
    this.level = level;
  }

  /**
   * A 95 % interval.
   *
   * @return the method
   */
  public static Newcombe withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public Newcombe withLevel(double value) {
    return new Newcombe(Checks.inside("level", value));
  }

  /**
   * The interval of the difference of the proportions behind the counts.
   *
   * @param firstSuccesses from 0 to firstTrials
   * @param firstTrials at least 1
   * @param secondSuccesses from 0 to secondTrials
   * @param secondTrials at least 1
   * @return within −1 and 1
   * @throws io.lepton.error.InvalidInputException if a count is out of range
   */
  public Interval interval(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials) {
    Checks.proportion("first", firstSuccesses, firstTrials);
    Checks.proportion("second", secondSuccesses, secondTrials);
    Wilson wilson = Wilson.withDefaults().withLevel(level);
    Interval first = wilson.interval(firstSuccesses, firstTrials);
    Interval second = wilson.interval(secondSuccesses, secondTrials);
    double firstRate = (double) firstSuccesses / firstTrials;
    double secondRate = (double) secondSuccesses / secondTrials;
    double difference = firstRate - secondRate;
    double below = Math.hypot(firstRate - first.low(), second.high() - secondRate);
    double above = Math.hypot(first.high() - firstRate, secondRate - second.low());
    return new Interval(difference - below, difference + above, level, "Newcombe");
  }
}
