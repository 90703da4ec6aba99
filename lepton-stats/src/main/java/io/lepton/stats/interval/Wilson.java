package io.lepton.stats.interval;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;

/**
 * Wilson's score interval of one proportion (Wilson 1927), without continuity correction: the
 * proportions a score test would not reject. Its coverage is close to its level for any n and any
 * proportion, and its ends stay within 0 and 1 (Brown, Cai and DasGupta 2001). Agrees with R's
 * {@code prop.test(correct = FALSE)}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Wilson {
  private static final Wilson DEFAULT = new Wilson(0.95);

  private final double level;

  private Wilson(double level) {
    this.level = level;
  }

  /**
   * A 95 % interval.
   *
   * @return the method
   */
  public static Wilson withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public Wilson withLevel(double value) {
    return new Wilson(Checks.inside("level", value));
  }

  /**
   * The interval of the proportion behind the counts.
   *
   * @param successes from 0 to trials
   * @param trials at least 1
   * @return within 0 and 1
   * @throws io.lepton.error.InvalidInputException if a count is out of range
   */
  public Interval interval(long successes, long trials) {
    Checks.proportion("proportion", successes, trials);
    double z = Normal.critical(level);
    double square = z * z;
    double rate = (double) successes / trials;
    double sum = successes + square / 2 + z * Math.sqrt(successes * (1 - rate) + square / 4);
    // the two ends are the roots of one quadratic: their product gives the low one all its digits
    double low = successes * rate / sum;
    double high = successes == trials ? 1 : Math.min(1, sum / (trials + square));
    return new Interval(low, high, level, "Wilson");
  }
}
