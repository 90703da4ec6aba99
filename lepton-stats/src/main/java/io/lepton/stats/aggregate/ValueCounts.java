package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Distinct values with how often each came: exact for quantiles and percentile caps, merges in any
 * order, and is small where values repeat. Its size is that of the distinct values.
 *
 * <p>Immutable and safe for use by many threads; serialisable for transport.
 */
public final class ValueCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] values; // ascending
  private final long[] upTo; // number of values up to and with each

  private ValueCounts(double[] values, long[] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  /**
   * Counts values.
   *
   * @param sample finite values in any order; may be none
   * @return the counts
   * @throws InvalidInputException if a value is NaN or infinite
   */
  public static ValueCounts of(double... sample) {
    Checks.sample("values", sample, 0);
    double[] sorted = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      sorted[i] = sample[i] + 0.0; // −0 and 0 are one value
    }
    Arrays.sort(sorted);
    long[] ones = new long[sorted.length];
    Arrays.fill(ones, 1);
    return joined(sorted, ones);
  }

  /**
   * From values and how often each came, as a database groups them.
   *
   * @param values finite, in any order; equal ones are added up
   * @param counts one a value, at least 0
   * @return the counts
   * @throws InvalidInputException if lengths differ, a value is NaN or infinite, or a count
   *     negative
   */
  public static ValueCounts of(double[] values, long[] counts) {
    Checks.sameLength("values", values.length, "counts", counts.length);
    Checks.sample("values", values, 0);
    Checks.counts("counts", counts);
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a] + 0.0, values[b] + 0.0));
    double[] sorted = new double[values.length];
    long[] sortedCounts = new long[values.length];
    for (int i = 0; i < order.length; i++) {
      sorted[i] = values[order[i]] + 0.0;
      sortedCounts[i] = counts[order[i]];
    }
    return joined(sorted, sortedCounts);
  }

  private static ValueCounts joined(double[] sorted, long[] counts) {
    double[] values = new double[sorted.length];
    long[] upTo = new long[sorted.length];
    int distinct = 0;
    long total = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (counts[i] == 0) {
        continue;
      }
      total = Math.addExact(total, counts[i]);
      if (distinct == 0 || values[distinct - 1] != sorted[i]) {
        values[distinct++] = sorted[i];
      }
      upTo[distinct - 1] = total;
    }
    return new ValueCounts(Arrays.copyOf(values, distinct), Arrays.copyOf(upTo, distinct));
  }

  /**
   * The counts of both together.
   *
   * @param other of other units
   * @return of all units
   */
  public ValueCounts plus(ValueCounts other) {
    double[] all = new double[values.length + other.values.length];
    long[] counts = new long[all.length];
    int left = 0;
    int right = 0;
    for (int i = 0; i < all.length; i++) {
      boolean takeLeft =
          right == other.values.length
              || (left < values.length && values[left] <= other.values[right]);
      all[i] = takeLeft ? values[left] : other.values[right];
      counts[i] = takeLeft ? count(left++) : other.count(right++);
    }
    return joined(all, counts);
  }

  private long count(int i) {
    return i == 0 ? upTo[0] : upTo[i] - upTo[i - 1];
  }

  /**
   * Number of values.
   *
   * @return at least 0
   */
  public long n() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  /**
   * Number of distinct values.
   *
   * @return at least 0
   */
  public int distinct() {
    return values.length;
  }

  /**
   * The value of a rank.
   *
   * @param rank from 1, the smallest, to n
   * @return the order statistic
   * @throws InvalidInputException if there is no such rank
   */
  public double ranked(long rank) {
    if (rank < 1 || rank > n()) {
      throw new InvalidInputException("rank " + rank + " of " + n() + " values");
    }
    int at = Arrays.binarySearch(upTo, rank);
    return values[at >= 0 ? at : -at - 1];
  }

  /**
   * The sample quantile, linear between order statistics (type 7 of Hyndman and Fan 1996).
   *
   * @param probability from 0 to 1
   * @return the quantile
   * @throws InvalidInputException if there are no values
   */
  public double quantile(double probability) {
    if (n() == 0) {
      throw new InvalidInputException("the quantile of no values");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new InvalidInputException("probability " + probability + "; expected 0 to 1");
    }
    double place = probability * (n() - 1);
    long below = (long) place;
    double low = ranked(below + 1);
    return low + (place - below) * (ranked(Math.min(below + 2, n())) - low);
  }

  /**
   * Each value once, ascending.
   *
   * @return a copy
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * How often each of {@link #values} came.
   *
   * @return a copy
   */
  public long[] counts() {
    long[] counts = new long[values.length];
    Arrays.setAll(counts, this::count);
    return counts;
  }
}
