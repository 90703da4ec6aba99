package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The bootstrap (Efron 1979) of any statistic: draws cases with replacement, as many as there are,
 * and computes the statistic anew each time. It needs no formula, but enough cases; prefer a closed
 * form where there is one, and {@link MeanBootstrap} and {@link QuantileBootstrap}, which are
 * faster by orders of magnitude, for what they can do.
 *
 * <p>The same generator state gives the same interval. Immutable; safe for use by many threads as
 * long as they do not share a generator.
 */
public final class Bootstrap {
  private static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95, Method.PERCENTILE);

  private static final String ROUTE = "cases drawn one by one, by the calling thread";

  private final int replicates;
  private final double level;
  private final Method method;

  private Bootstrap(int replicates, double level, Method method) {
    this.replicates = replicates;
    this.level = level;
    this.method = method;
  }

  /** How an interval is made of the replicates. */
  public enum Method {
    /** Quantiles of the replicates; for statistics that are about unbiased. */
    PERCENTILE,
    /**
     * Quantiles at levels corrected for bias and for skewness (Efron 1987), with the acceleration
     * of the jackknife: second-order accurate. Agrees with scipy's {@code bootstrap}. Where the
     * jackknife shows no spread the acceleration is taken as 0.
     */
    BCA,
    /**
     * Quantiles of the studentised replicates (bootstrap-t, Efron 1979): second-order accurate, the
     * best for means, and not for what has no good standard error.
     */
    STUDENTISED
  }

  /**
   * What the resampling found.
   *
   * @param estimate the statistic of the cases as they are
   * @param interval by the method asked for
   * @param bias mean of the replicates less the estimate
   * @param standardError standard deviation of the replicates
   * @param undefined replicates left out because the statistic was NaN on them
   * @param replicates how many there were, the undefined ones included
   * @param route how the replicates were drawn, and by which backend
   */
  public record Result(
      double estimate,
      Interval interval,
      double bias,
      double standardError,
      int undefined,
      int replicates,
      String route) {}

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
    return new Bootstrap(IntervalOf.replicates(value), level, method);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public Bootstrap withLevel(double value) {
    return new Bootstrap(replicates, Checks.inside("level", value), method);
  }

  /**
   * Sets how the interval is made.
   *
   * @param value BCA computes the statistic for each case left out too, so also of one case fewer;
   *     STUDENTISED is {@link #studentised} and not set here
   * @return a new method
   */
  public Bootstrap with(Method value) {
    if (value == Method.STUDENTISED) {
      throw new InvalidInputException(
          "the studentised bootstrap needs a standard error; call studentised(...)");
    }
    return new Bootstrap(replicates, level, value);
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
    int[][] groups = groups(strata);
    int[] places = allPlaces(groups, strata.length);
    double estimate = estimate(statistic, places);
    Replicated replicated = new Replicated(estimate, replicates, level, ROUTE);
    for (int replicate = 0; replicate < replicates; replicate++) {
      resample(groups, places, random);
      replicated.add(statistic.applyAsDouble(places));
    }
    return method == Method.PERCENTILE
        ? replicated.percentile()
        : replicated.bca(Jackknife.acceleration(groups, statistic));
  }

  /**
   * The studentised bootstrap: the replicates of {@code (statistic - estimate)/standardError}, each
   * with the standard error of its own resample.
   *
   * @param cases number of cases, at least 2
   * @param statistic of the cases at the given places, NaN where it is not defined
   * @param standardError of the statistic on the same cases; a replicate on which it is not above 0
   *     is left out as undefined
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if there are too few cases, or one of the two is not defined (the
   *     standard error: above 0) on them as they are or on a tenth of the replicates
   */
  public Result studentised(
      int cases,
      ToDoubleFunction<int[]> statistic,
      ToDoubleFunction<int[]> standardError,
      SplittableRandom random) {
    int[][] groups = groups(new int[Math.max(0, cases)]);
    int[] places = allPlaces(groups, cases);
    double estimate = estimate(statistic, places);
    double error = standardError.applyAsDouble(places.clone());
    Replicated replicated = new Replicated(estimate, replicates, level, ROUTE);
    for (int replicate = 0; replicate < replicates; replicate++) {
      resample(groups, places, random);
      replicated.add(statistic.applyAsDouble(places), standardError.applyAsDouble(places));
    }
    return replicated.studentised(error);
  }

  private static int[] allPlaces(int[][] groups, int cases) {
    if (cases < 2) {
      throw new InvalidInputException(cases + " cases; expected at least 2 to resample");
    }
    int[] places = new int[cases];
    int k = 0;
    for (int[] group : groups) {
      for (int place : group) {
        places[k++] = place;
      }
    }
    Arrays.sort(places);
    return places;
  }

  private static double estimate(ToDoubleFunction<int[]> statistic, int[] places) {
    double estimate = statistic.applyAsDouble(places.clone());
    if (!Double.isFinite(estimate)) {
      throw new InvalidInputException(
          "the statistic of the cases as they are is " + estimate + "; expected a finite number");
    }
    return estimate;
  }

  private static void resample(int[][] groups, int[] places, SplittableRandom random) {
    int k = 0;
    for (int[] group : groups) {
      for (int draw = 0; draw < group.length; draw++) {
        places[k++] = group[random.nextInt(group.length)];
      }
    }
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
}
