package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Quantiles;
import io.lepton.stats.internal.Workers;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.Gammas;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;
import java.util.Arrays;

/**
 * The percentile bootstrap of quantiles (type 7 of Hyndman and Fan 1996, R's default) without
 * resampling a row. A resample of n sorted values x is {@code x[⌈n·U⌉]} for n uniform U, so that
 * its j-th smallest value is {@code x[⌈n·B⌉]} with B the j-th smallest of n uniform numbers, which
 * is Beta(j, n + 1 - j); and given that one, the next smallest lies {@code 1 - W^(1/(n-j))} of the
 * way to 1, W uniform. Two draws for each replicate, however many rows, and exactly the law of
 * drawing rows.
 *
 * <p>BCa and studentised intervals are not offered: the jackknife and the standard error of a
 * quantile are not to be relied on. For one quantile {@link
 * io.lepton.stats.interval.QuantileInterval} is exact and needs no replicates.
 *
 * <p>The same key gives the same interval, for any number of threads. Immutable; safe for use by
 * many threads.
 */
public final class QuantileBootstrap {
  private static final QuantileBootstrap DEFAULT =
      new QuantileBootstrap(9999, 0.95, Runtime.getRuntime().availableProcessors());

  private static final int PER_TASK = 4096;

  private final int replicates;
  private final double level;
  private final int threads;

  private QuantileBootstrap(int replicates, double level, int threads) {
    this.replicates = replicates;
    this.level = level;
    this.threads = threads;
  }

  /**
   * 9999 replicates, 95 % interval, one thread for each processor.
   *
   * @return the method
   */
  public static QuantileBootstrap withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how often to resample.
   *
   * @param value at least 100
   * @return a new method
   */
  public QuantileBootstrap withReplicates(int value) {
    return new QuantileBootstrap(IntervalOf.replicates(value), level, threads);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public QuantileBootstrap withLevel(double value) {
    return new QuantileBootstrap(replicates, Checks.inside("level", value), threads);
  }

  /**
   * Sets the number of threads; the results are the same.
   *
   * @param value at least 1, the calling one included
   * @return a new method
   */
  public QuantileBootstrap withThreads(int value) {
    if (value < 1) {
      throw new InvalidInputException(value + " threads; expected at least 1");
    }
    return new QuantileBootstrap(replicates, level, value);
  }

  /**
   * A quantile of one sample.
   *
   * @param values at least two, all finite
   * @param p which quantile, between 0 and 1, such as 0.5
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException if there are fewer values, one is NaN or infinite, or p is out of
   *     range
   */
  public Bootstrap.Result quantile(double[] values, double p, long key) {
    return result(key, p, sorted("values", values));
  }

  /**
   * A quantile of the first sample less that of the second.
   *
   * @param first at least two finite values
   * @param second at least two finite values
   * @param p which quantile, between 0 and 1, such as 0.9
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #quantile}
   */
  public Bootstrap.Result difference(double[] first, double[] second, double p, long key) {
    double[][] sorted = {first, second};
    String[] names = {"first", "second"};
    Workers.run(threads, 2, arm -> sorted[arm] = sorted(names[arm], sorted[arm]));
    return result(key, p, sorted);
  }

  private static double[] sorted(String name, double[] values) {
    Checks.sample(name, values, 2);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private Bootstrap.Result result(long key, double p, double[]... arms) {
    Checks.inside("p", p);
    double estimate = 0;
    double[] drawn = new double[replicates];
    for (int a = 0; a < arms.length; a++) {
      int sign = a == 0 ? 1 : -1;
      double[] arm = arms[a];
      long armKey = Streams.childKey(key, a);
      estimate += sign * Quantiles.ofSorted(arm, p);
      Workers.run(
          threads,
          (replicates - 1) / PER_TASK + 1,
          task -> {
            int end = Math.min(replicates, (task + 1) * PER_TASK);
            for (int r = task * PER_TASK; r < end; r++) {
              drawn[r] += sign * drawn(arm, p, Streams.stream(armKey, Purpose.DRAW, r));
            }
          });
    }
    String route = "indices of order statistics by beta draws, no rows resampled";
    return Replicated.of(estimate, drawn, level, route).percentile();
  }

  private static double drawn(double[] sorted, double p, CounterStream stream) {
    int n = sorted.length;
    double place = p * (n - 1);
    int j = (int) place + 1; // counted from 1
    double weight = place - (int) place;
    double below = Gammas.gamma(stream, j);
    double above = Gammas.gamma(stream, n + 1.0 - j);
    double lower = sorted[index(n, below / (below + above))];
    if (weight == 0) {
      return lower;
    }
    double left = above / (below + above) * Math.pow(stream.nextOpen(), 1.0 / (n - j));
    return lower + weight * (sorted[index(n, 1 - left)] - lower);
  }

  private static int index(int n, double u) {
    return Math.min(n - 1, (int) (n * u));
  }
}
