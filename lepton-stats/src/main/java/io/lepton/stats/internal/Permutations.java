package io.lepton.stats.internal;

import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/** A statistic over permutations of its data: all of them where they are few, else drawn ones. */
public final class Permutations {
  private final double observed;
  private final double[] values;
  private final boolean all;

  /** Drawn ones. */
  public static Permutations drawn(double observed, double[] values) {
    return new Permutations(observed, values, false);
  }

  private Permutations(double observed, double[] values, boolean all) {
    this.observed = observed;
    this.values = values;
    this.all = all;
  }

  /** Of the data as they are. */
  public double observed() {
    return observed;
  }

  /** One for each permutation; not a copy. */
  public double[] values() {
    return values;
  }

  /** Whether these are all there are, the observed one included. */
  public boolean all() {
    return all;
  }

  /** Over the ways to split the pooled values into samples of the same sizes. */
  public static Permutations splits(
      double[] first,
      double[] second,
      ToDoubleBiFunction<double[], double[]> statistic,
      int most,
      SplittableRandom random) {
    int m = first.length;
    double[] pooled = new double[m + second.length];
    System.arraycopy(first, 0, pooled, 0, m);
    System.arraycopy(second, 0, pooled, m, second.length);
    double[] x = first.clone();
    double[] y = second.clone();
    double observed = finite(statistic.applyAsDouble(x, y));
    double splits = splits(most, m, second.length);
    boolean all = Math.rint(splits) <= most;
    double[] values = new double[all ? (int) Math.rint(splits) : most];
    int[] chosen = new int[m];
    for (int i = 0; i < m; i++) {
      chosen[i] = i;
    }
    for (int k = 0; k < values.length; k++) {
      if (all) {
        divide(pooled, chosen, x, y);
        next(chosen, pooled.length);
      } else {
        shuffle(pooled, m, random);
        System.arraycopy(pooled, 0, x, 0, m);
        System.arraycopy(pooled, m, y, 0, y.length);
      }
      values[k] = finite(statistic.applyAsDouble(x, y));
    }
    return new Permutations(observed, values, all);
  }

  /** Whether the ways to split pooled values into samples of these sizes are so few. */
  public static boolean splitsAreAtMost(int most, int first, int second) {
    return Math.rint(splits(most, first, second)) <= most;
  }

  /** How many ways there are, or a number above most. */
  private static double splits(int most, int first, int second) {
    double splits = 1;
    for (int i = 1; i <= first && splits <= most; i++) {
      splits = splits * (second + i) / i;
    }
    return splits;
  }

  private static void divide(double[] pooled, int[] chosen, double[] x, double[] y) {
    int taken = 0;
    for (int i = 0; i < pooled.length; i++) {
      if (taken < chosen.length && chosen[taken] == i) {
        x[taken++] = pooled[i];
      } else {
        y[i - taken] = pooled[i];
      }
    }
  }

  /** The next combination in lexical order; the last one stays. */
  private static void next(int[] chosen, int n) {
    int i = chosen.length - 1;
    while (i >= 0 && chosen[i] == n - chosen.length + i) {
      i--;
    }
    if (i >= 0) {
      chosen[i]++;
      for (int j = i + 1; j < chosen.length; j++) {
        chosen[j] = chosen[j - 1] + 1;
      }
    }
  }

  /** Puts a random subset in front. */
  private static void shuffle(double[] values, int front, SplittableRandom random) {
    for (int i = 0; i < front; i++) {
      int j = random.nextInt(i, values.length);
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  /** The mean, over signs. */
  public static Permutations signs(double[] differences, int most, SplittableRandom random) {
    int n = differences.length;
    boolean all = n < 31 && 1L << n <= most;
    double[] values = new double[all ? 1 << n : most];
    double observed = 0;
    for (double difference : differences) {
      observed += difference / n;
    }
    for (int k = 0; k < values.length; k++) {
      long bits = 0;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        if (i % 64 == 0) {
          bits = all ? k : random.nextLong();
        }
        sum += (bits >> (i % 64) & 1) == 0 ? differences[i] / n : -differences[i] / n;
      }
      values[k] = sum;
    }
    return new Permutations(finite(observed), values, all);
  }

  private static double finite(double statistic) {
    return Checks.finite("the statistic of a permutation", statistic);
  }
}
