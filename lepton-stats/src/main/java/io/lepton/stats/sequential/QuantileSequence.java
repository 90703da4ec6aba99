package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;

/**
 * Intervals of a quantile that hold at all times together, for any distribution and with no
 * approximation: between the order statistics at which the count of values below is one that the
 * two-sided beta-binomial mixture does not reject (Howard and Ramdas 2022, Sequential estimation of
 * quantiles, for one quantile). An end is infinite while there are too few values.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class QuantileSequence {
  private final double probability;
  private final double level;
  private final double tuned;

  private QuantileSequence(double probability, double level, double tuned) {
    this.probability = probability;
    this.level = level;
    this.tuned = tuned;
  }

  /**
   * 95 %, tuned for 1000 values.
   *
   * @param probability between 0 and 1, such as 0.5 for the median
   * @return the method
   */
  public static QuantileSequence of(double probability) {
    return new QuantileSequence(Checks.inside("probability", probability), 0.95, 1000);
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public QuantileSequence withLevel(double value) {
    return new QuantileSequence(probability, Checks.inside("level", value), tuned);
  }

  /**
   * Sets for how many values it is narrowest. To be set before the data are seen.
   *
   * @param values above 0
   * @return a new method
   */
  public QuantileSequence tunedFor(double values) {
    return new QuantileSequence(probability, level, Checks.positive("values", values));
  }

  /**
   * The interval of the quantile.
   *
   * @param values all so far, at least one, finite, in any order
   * @return between order statistics
   * @throws InvalidInputException if there is none, or one is NaN or infinite
   */
  public Interval interval(double... values) {
    Checks.sample("values", values, 1);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int middle = (int) Math.floor(n * probability);
    int least = count(n, middle, 0);
    int most = count(n, Math.min(n, middle + 1), n);
    return new Interval(
        least == 0 ? Double.NEGATIVE_INFINITY : sorted[least - 1],
        most == n ? Double.POSITIVE_INFINITY : sorted[most],
        level,
        "beta-binomial mixture");
  }

  /** The count furthest towards an end that is not rejected; the evidence grows that way. */
  private int count(int n, int start, int end) {
    int kept = start;
    int out = end;
    if (!rejects(n, end)) {
      return end;
    }
    while (Math.abs(out - kept) > 1) {
      int between = (kept + out) / 2;
      if (rejects(n, between)) {
        out = between;
      } else {
        kept = between;
      }
    }
    return kept;
  }

  private boolean rejects(int n, int count) {
    double spread = probability * (1 - probability);
    double log =
        BetaMixture.tuned(
                spread * tuned, 1 - level, probability, 1 - probability, NormalMixture.Sides.TWO)
            .log(count - n * probability, spread * n);
    return log > -Math.log(1 - level);
  }
}
