package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Quantiles;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The percentile bootstrap (Efron 1979): draws cases with replacement, as many as there are,
 * computes the statistic anew each time, and takes the quantiles of what came out. It needs no
 * formula, but assumes that the statistic is about unbiased and that there are enough cases; prefer
 * a closed form where there is one.
 *
 * <p>The same generator state gives the same interval. Immutable; safe for use by many threads as
 * long as they do not share a generator.
 */
public final class Bootstrap {
  private static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95);

  /** Below this share of defined replicates their quantiles say nothing of the statistic. */
  private static final double LEAST_DEFINED = 0.9;

  private final int replicates;
  private final double level;

  private Bootstrap(int replicates, double level) {
    this.replicates = replicates;
    this.level = level;
  }

  /**
   * What the resampling found.
   *
   * @param estimate the statistic of the cases as they are
   * @param interval percentiles of the replicates
   * @param bias mean of the replicates less the estimate
   * @param standardError standard deviation of the replicates
   * @param undefined replicates left out because the statistic was NaN on them
   */
  public record Result(
      double estimate, Interval interval, double bias, double standardError, int undefined) {}

  /**
   * 2000 replicates, 95 % interval.
   *
   * @return the method
   */
  public static Bootstrap withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how often to resample.
   *
   * @param value at least 100
   * @return a new method
   */
  public Bootstrap withReplicates(int value) {
    if (value < 100) {
      throw new InvalidInputException(value + " replicates; expected at least 100");
    }
    return new Bootstrap(value, level);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public Bootstrap withLevel(double value) {
    return new Bootstrap(replicates, Checks.inside("level", value));
  }

  /**
   * Resamples all cases alike.
   *
   * @param cases number of cases, at least 2
   * @param statistic of the cases at the given places, NaN where it is not defined; the array is
   *     used again and must not be kept or changed
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if there are too few cases, or the statistic is not defined on
   *     them as they are or on a tenth of the replicates
   */
  public Result interval(int cases, ToDoubleFunction<int[]> statistic, SplittableRandom random) {
    return stratified(new int[Math.max(0, cases)], statistic, random);
  }

  /**
   * Resamples within groups, which keep their sizes, such as the classes of a test set.
   *
   * @param strata group of each case, numbered from 0; at least two cases
   * @param statistic of the cases at the given places, NaN where it is not defined; the array is
   *     used again and must not be kept or changed
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if there are too few cases, or the statistic is not defined on
   *     them as they are or on a tenth of the replicates
   */
  public Result stratified(
      int[] strata, ToDoubleFunction<int[]> statistic, SplittableRandom random) {
    int n = strata.length;
    if (n < 2) {
      throw new InvalidInputException(n + " cases; expected at least 2 to resample");
    }
    int[] places = new int[n];
    Arrays.setAll(places, i -> i);
    double estimate = statistic.applyAsDouble(places.clone());
    if (!Double.isFinite(estimate)) {
      throw new InvalidInputException(
          "the statistic of the cases as they are is " + estimate + "; expected a finite number");
    }
    int[][] groups = groups(strata);
    double[] values = new double[replicates];
    int defined = 0;
    for (int replicate = 0; replicate < replicates; replicate++) {
      int k = 0;
      for (int[] group : groups) {
        for (int draw = 0; draw < group.length; draw++) {
          places[k++] = group[random.nextInt(group.length)];
        }
      }
      double value = statistic.applyAsDouble(places);
      if (!Double.isNaN(value)) {
        values[defined++] = value;
      }
    }
    if (defined < LEAST_DEFINED * replicates) {
      throw new InvalidInputException(
          "the statistic is not defined on "
              + (replicates - defined)
              + " of "
              + replicates
              + " replicates; there are too few cases to resample");
    }
    return result(estimate, Arrays.copyOf(values, defined));
  }

  private static int[][] groups(int[] strata) {
    int[] sizes = new int[Arrays.stream(strata).max().orElse(0) + 1];
    for (int i = 0; i < strata.length; i++) {
      if (strata[i] < 0) {
        throw new InvalidInputException(
            "strata[" + i + "] is " + strata[i] + "; expected a group numbered from 0");
      }
      sizes[strata[i]]++;
    }
    int[][] groups = new int[sizes.length][];
    Arrays.setAll(groups, group -> new int[sizes[group]]);
    for (int i = strata.length - 1; i >= 0; i--) {
      groups[strata[i]][--sizes[strata[i]]] = i;
    }
    return groups;
  }

  private Result result(double estimate, double[] values) {
    Arrays.sort(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double tail = (1 - level) / 2;
    return new Result(
        estimate,
        new Interval(
            Quantiles.ofSorted(values, tail),
            Quantiles.ofSorted(values, 1 - tail),
            level,
            "percentile bootstrap"),
        mean - estimate,
        Math.sqrt(squares / (values.length - 1)),
        replicates - values.length);
  }
}
