package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.compute.Backends;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Workers;
import io.lepton.stats.internal.random.Binomials;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of one arm, equal rows together where a column has few distinct values: a resample is
 * then a multinomial draw of their counts.
 */
final class Arm {
  /** A binomial draw takes about as long as so many rows. */
  private static final int ROWS_OF_A_DRAW = 100;

  private static final int PER_TASK = 256;

  private final double[][] columns;
  private final long[] times;
  private final long rows;

  private Arm(double[][] columns, long[] times, long rows) {
    this.columns = columns;
    this.times = times;
    this.rows = rows;
  }

  static Arm of(String name, double[]... columns) {
    for (double[] column : columns) {
      Checks.sample(name, column, 2);
    }
    if (columns.length == 1) {
      int most = Math.max(2, columns[0].length / ROWS_OF_A_DRAW);
      Map<Double, Long> counts = new TreeMap<>();
      for (double value : columns[0]) {
        counts.merge(value + 0.0, 1L, Long::sum); // + 0.0: both zeros are one value
        if (counts.size() > most) {
          break;
        }
      }
      if (counts.size() <= most) {
        return ofCounts(
            counts.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
            counts.values().stream().mapToLong(Long::longValue).toArray());
      }
    }
    long[] once = new long[columns[0].length];
    Arrays.fill(once, 1);
    return new Arm(columns, once, once.length);
  }

  static Arm ofCounts(double[] values, long[] times) {
    return new Arm(new double[][] {values}, times, Arrays.stream(times).sum());
  }

  static Arm ofProportion(String name, long successes, long trials) {
    Checks.proportion(name, successes, trials);
    if (trials < 2 || trials > 1L << 52) {
      throw new InvalidInputException(name + ": " + trials + " trials; expected from 2 to 2^52");
    }
    return ofCounts(new double[] {0, 1}, new long[] {trials - successes, successes});
  }

  boolean compressed() {
    return rows != times.length;
  }

  double rows() {
    return rows;
  }

  /** The text of how the resamples are drawn. */
  String route() {
    if (times.length == 1) {
      return "one distinct value";
    }
    if (compressed() && times.length == 2) {
      return "binomial counts of 2 distinct values";
    }
    return compressed()
        ? "multinomial counts of " + times.length + " distinct values"
        : rows + " rows resampled";
  }

  double[] means() {
    double[] means = new double[columns.length];
    for (int c = 0; c < means.length; c++) {
      double first = columns[c][0];
      double sum = 0;
      for (int i = 0; i < times.length; i++) {
        sum += times[i] * (columns[c][i] - first);
      }
      means[c] = first + sum / rows;
    }
    return means;
  }

  /** This arm with the products of its centred columns after them, in order 00, 01, 11. */
  Arm withProducts(double[] means) {
    int k = columns.length;
    double[][] more = Arrays.copyOf(columns, k + k * (k + 1) / 2);
    int to = k;
    for (int j = 0; j < k; j++) {
      for (int i = 0; i <= j; i++) {
        double[] product = new double[times.length];
        for (int row = 0; row < product.length; row++) {
          product[row] = (columns[i][row] - means[i]) * (columns[j][row] - means[j]);
        }
        more[to++] = product;
      }
    }
    return new Arm(more, times, rows);
  }

  /** Calls the jackknife with the means that remain when one row is left out. */
  void leaveOneOut(Jackknife jackknife, double[] means, LeftOut statistic) {
    double[] values = new double[times.length];
    double[] left = new double[columns.length];
    for (int i = 0; i < times.length; i++) {
      for (int c = 0; c < left.length; c++) {
        left[c] = means[c] + (means[c] - columns[c][i]) / (rows - 1);
      }
      values[i] = times[i] == 0 ? 0 : statistic.of(left);
    }
    jackknife.sample(values, times);
  }

  /** The statistic of the means of this arm with one row left out. */
  interface LeftOut {
    double of(double[] means);
  }

  /** Means of each column over resamples: {@code [column][replicate]}. */
  double[][] resampledMeans(int replicates, Backends.Choice choice, long key) {
    boolean counted = compressed();
    double[][] means =
        counted
            ? countedSums(replicates, choice, key)
            : choice.backend().resampledSums(Weights.MULTINOMIAL, columns, replicates, key);
    for (int c = 0; c < means.length; c++) {
      // as in means(), so that a resample like the sample has its mean to the bit
      double first = counted ? columns[c][0] : 0;
      for (int r = 0; r < replicates; r++) {
        means[c][r] = first + means[c][r] / rows;
      }
    }
    return means;
  }

  /** Sums of what the values exceed the first one by. */
  private double[][] countedSums(int replicates, Backends.Choice choice, long key) {
    double[][] sums = new double[columns.length][replicates];
    int threads = replicates * times.length < 10_000 ? 1 : choice.backend().properties().threads();
    Workers.run(
        threads,
        (replicates - 1) / PER_TASK + 1,
        task -> {
          int end = Math.min(replicates, (task + 1) * PER_TASK);
          for (int r = task * PER_TASK; r < end; r++) {
            countedSums(Streams.stream(key, Purpose.DISTINCT, r), sums, r);
          }
        });
    return sums;
  }

  private void countedSums(CounterStream stream, double[][] sums, int replicate) {
    long left = rows;
    long mass = rows;
    for (int i = 0; i < times.length && left > 0; i++) {
      boolean last = mass == times[i];
      long count = last ? left : Binomials.draw(stream, left, (double) times[i] / mass);
      left -= count;
      mass -= times[i];
      for (int c = 0; c < columns.length; c++) {
        sums[c][replicate] += count * (columns[c][i] - columns[c][0]);
      }
    }
  }
}
