package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.random.Binomials;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;
import java.util.Arrays;

/**
 * The bag of little bootstraps (Kleiner, Talwalkar, Sarkar and Jordan 2014) for statistics that are
 * costly on all cases: some small subsets of {@code ⌈n^0.6⌉} cases, each resampled to n cases as
 * weights, so that the statistic sees few cases; the ends of the percentile intervals, taken as
 * distances from each subset's own value, are averaged and set about the estimate of all.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class LittleBootstraps {
  private static final LittleBootstraps DEFAULT = new LittleBootstraps(20, 200, 0.6, 0.95);

  private final int subsets;
  private final int replicates;
  private final double exponent;
  private final double level;

  private LittleBootstraps(int subsets, int replicates, double exponent, double level) {
    this.subsets = subsets;
    this.replicates = replicates;
    this.exponent = exponent;
    this.level = level;
  }

  /** A statistic of weighted cases. */
  @FunctionalInterface
  public interface WeightedStatistic {
    /**
     * Computes it.
     *
     * @param places of the cases, all different
     * @param weights how often each counts, 0 or more, one for each place
     * @return the value; finite
     */
    double of(int[] places, int[] weights);
  }

  /**
   * 20 subsets of {@code ⌈n^0.6⌉} cases, 200 replicates of each, 95 % interval.
   *
   * @return the method
   */
  public static LittleBootstraps withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the number of subsets.
   *
   * @param value at least 1
   * @return a new method
   */
  public LittleBootstraps withSubsets(int value) {
    if (value < 1) {
      throw new InvalidInputException(value + " subsets; expected at least 1");
    }
    return new LittleBootstraps(value, replicates, exponent, level);
  }

  /**
   * Sets how often to resample each subset.
   *
   * @param value at least 100
   * @return a new method
   */
  public LittleBootstraps withReplicates(int value) {
    return new LittleBootstraps(subsets, IntervalOf.replicates(value), exponent, level);
  }

  /**
   * Sets the size of a subset, a power of the number of cases.
   *
   * @param value from 0.5 to 1
   * @return a new method
   */
  public LittleBootstraps withExponent(double value) {
    if (!(value >= 0.5 && value <= 1)) {
      throw new InvalidInputException("exponent is " + value + "; expected from 0.5 to 1");
    }
    return new LittleBootstraps(subsets, replicates, value, level);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public LittleBootstraps withLevel(double value) {
    return new LittleBootstraps(subsets, replicates, exponent, Checks.inside("level", value));
  }

  /**
   * The interval of a statistic.
   *
   * @param cases number of cases, at least 100
   * @param statistic of weighted cases
   * @param key chooses the randomness
   * @return the result; bias and standard error are means over the subsets
   * @throws InvalidInputException if there are too few cases, or the statistic is not finite
   */
  public Bootstrap.Result interval(int cases, WeightedStatistic statistic, long key) {
    if (cases < 100) {
      throw new InvalidInputException(
          cases + " cases; expected at least 100, or take Bootstrap, which sees all of them");
    }
    int[] places = new int[cases];
    int[] once = new int[cases];
    for (int i = 0; i < cases; i++) {
      places[i] = i;
      once[i] = 1;
    }
    double estimate = finite(statistic.of(places.clone(), once));
    int size = (int) Math.ceil(Math.pow(cases, exponent));
    double low = 0;
    double high = 0;
    double bias = 0;
    double error = 0;
    for (int s = 0; s < subsets; s++) {
      CounterStream stream = Streams.stream(key, Purpose.SUBSET, s);
      int[] subset = subset(places, size, stream);
      Bootstrap.Result result = resample(subset, cases, statistic, stream);
      low += (result.interval().low() - result.estimate()) / subsets;
      high += (result.interval().high() - result.estimate()) / subsets;
      bias += result.bias() / subsets;
      error += result.standardError() / subsets;
    }
    return new Bootstrap.Result(
        estimate,
        new Interval(estimate + low, estimate + high, level, "bag of little bootstraps"),
        bias,
        error,
        0,
        subsets * replicates,
        subsets + " subsets of " + size + " cases, weights by multinomial counts");
  }

  /** The first places after as many steps of a shuffle. */
  private static int[] subset(int[] places, int size, CounterStream stream) {
    int[] subset = new int[size];
    for (int i = 0; i < size; i++) {
      int j = i + stream.nextBelow(places.length - i);
      subset[i] = places[j];
      places[j] = places[i];
      places[i] = subset[i];
    }
    return subset;
  }

  private Bootstrap.Result resample(
      int[] subset, int cases, WeightedStatistic statistic, CounterStream stream) {
    int[] weights = new int[subset.length];
    double[] values = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      int left = cases;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (int) Binomials.draw(stream, left, 1.0 / (weights.length - i));
        left -= weights[i];
      }
      values[r] = finite(statistic.of(subset, weights));
    }
    int[] once = new int[subset.length];
    Arrays.fill(once, 1);
    double centre = finite(statistic.of(subset, once));
    return Replicated.of(centre, values, level, "").percentile();
  }

  private static double finite(double value) {
    return Checks.finite("the statistic", value);
  }
}
