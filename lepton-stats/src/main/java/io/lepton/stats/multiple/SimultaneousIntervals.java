package io.lepton.stats.multiple;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * Intervals that hold all at once, and agree with the corrected p-values: an interval leaves out
 * its null value exactly if the corrected p-value is below {@code 1 − level}.
 *
 * <p>{@link #bonferroni} is for two-sided intervals. {@link #holm} gives lower bounds for one-sided
 * tests. For Hochberg, Hommel and the false discovery rates none is given: no intervals that agree
 * with them are known that are of use. Immutable and safe for use by many threads.
 */
public final class SimultaneousIntervals {
  private static final SimultaneousIntervals DEFAULT = new SimultaneousIntervals(0.95);

  private final double level;

  private SimultaneousIntervals(double level) {
    this.level = level;
  }

  /**
   * 95 % for all intervals together.
   *
   * @return the method
   */
  public static SimultaneousIntervals withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level of all intervals together.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public SimultaneousIntervals withLevel(double value) {
    return new SimultaneousIntervals(Checks.inside("level", value));
  }

  /**
   * Each interval at the level {@code 1 − (1 − level)/m}.
   *
   * @param intervals m intervals by their own level, such as {@code level ->
   *     WelchT.withDefaults().withLevel(level).test(a, b).interval()}
   * @return the intervals, in the same order
   */
  public List<Interval> bonferroni(List<? extends DoubleFunction<Interval>> intervals) {
    double own = 1 - (1 - level) / Math.max(1, intervals.size());
    List<Interval> all = new ArrayList<>();
    intervals.forEach(interval -> all.add(interval.apply(own)));
    return List.copyOf(all);
  }

  /**
   * Lower bounds that agree with Holm's test of "at most the null value" (Strassburger and Bretz
   * 2008, Guilbaud 2008). With A the hypotheses that Holm does not reject, of which each has the
   * bound at {@code (1 − level)/|A|}; the bound of one that is rejected is its null value, save
   * that, if all are rejected, it is the larger of that and the bound at {@code (1 − level)/m}.
   *
   * @param bounds one-sided lower bounds by their error rate, falling as the rate falls
   * @param nulls the value each hypothesis says it is at most
   * @return simultaneous lower bounds, in the same order
   * @throws InvalidInputException if lengths differ, or a bound is NaN
   */
  public double[] holm(List<? extends DoubleUnaryOperator> bounds, double... nulls) {
    int m = bounds.size();
    Checks.sameLength("bounds", m, "nulls", nulls.length);
    double alpha = 1 - level;
    boolean[] rejected = new boolean[m];
    int left = m;
    for (int before = m + 1; left > 0 && left < before; ) {
      before = left;
      double own = alpha / left;
      for (int i = 0; i < m; i++) {
        if (!rejected[i] && bound(bounds, i, own) > nulls[i]) {
          rejected[i] = true;
          left--;
        }
      }
    }
    double[] lower = new double[m];
    for (int i = 0; i < m; i++) {
      if (left > 0) {
        lower[i] = rejected[i] ? nulls[i] : bound(bounds, i, alpha / left);
      } else {
        lower[i] = Math.max(nulls[i], bound(bounds, i, alpha / m));
      }
    }
    return lower;
  }

  private static double bound(List<? extends DoubleUnaryOperator> bounds, int i, double rate) {
    double bound = bounds.get(i).applyAsDouble(rate);
    if (Double.isNaN(bound)) {
      throw new InvalidInputException("bound " + i + " at the error rate " + rate + " is NaN");
    }
    return bound;
  }
}
