package io.lepton.stats.interval;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;

/**
 * The exact interval of one proportion (Clopper and Pearson 1934): its coverage is never below its
 * level, and mostly above. {@link Wilson} is narrower. Agrees with R's {@code binom.test}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ClopperPearson {
  private static final ClopperPearson DEFAULT = new ClopperPearson(0.95);

  private final double level;

  private ClopperPearson(double level) {
    this.level = level;
  }

  /**
   * A 95 % interval.
   *
   * @return the method
   */
  public static ClopperPearson withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public ClopperPearson withLevel(double value) {
    return new ClopperPearson(Checks.inside("level", value));
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
    double tail = (1 - level) / 2;
    double failures = (double) trials - successes;
    double low = successes == 0 ? 0 : Tails.betaQuantile(tail, (double) successes, failures + 1);
    double high = failures == 0 ? 1 : 1 - Tails.betaQuantile(tail, failures, successes + 1.0);
    return new Interval(low, high, level, "Clopper-Pearson");
  }
}
