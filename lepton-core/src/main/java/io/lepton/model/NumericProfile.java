package io.lepton.model;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The distribution of a number. Counts in bins serve the population stability index; the sorted
 * sample serves Kolmogorov and Smirnov's test, whose sample size is {@link #count}, not the
 * sample's: the sample's distribution function differs from that of all the values by at most
 * 1/{@value #SAMPLE_LIMIT}.
 *
 * @param name of the column or prediction
 * @param missing rows without a value, at least 0
 * @param count rows with a value, at least 0
 * @param mean of the values; NaN if there are none
 * @param standardDeviation of the values, with the divisor n − 1; NaN below two values
 * @param edges strictly ascending upper ends of all bins but the last, which is open: bin i holds
 *     the values in (edges[i−1], edges[i]]
 * @param counts rows in each bin, one more than there are edges, adding up to {@code count}
 * @param sample ascending: all values if there are at most {@value #SAMPLE_LIMIT}, otherwise as
 *     many of them, evenly spaced by rank, ends included
 */
public record NumericProfile(
    String name,
    long missing,
    long count,
    double mean,
    double standardDeviation,
    List<Double> edges,
    List<Long> counts,
    List<Double> sample) {

  /** The largest number of bins that {@link #of} makes. */
  public static final int BIN_LIMIT = 10;

  /** The largest number of values that {@link #of} keeps in the sample. */
  public static final int SAMPLE_LIMIT = 1000;

  /** {@inheritDoc} */
  public NumericProfile {
    Objects.requireNonNull(name);
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    sample = List.copyOf(sample);
    require(name, counts.size() == edges.size() + 1, "one bin more than edges");
    require(name, missing >= 0 && counts.stream().allMatch(c -> c >= 0), "counts of 0 or more");
    require(
        name,
        count == counts.stream().mapToLong(Long::longValue).sum(),
        "bins that add up to the count");
    for (int i = 1; i < edges.size(); i++) {
      require(name, edges.get(i - 1) < edges.get(i), "strictly ascending edges");
    }
    for (int i = 1; i < sample.size(); i++) {
      require(name, sample.get(i - 1) <= sample.get(i), "an ascending sample");
    }
  }

  private static void require(String name, boolean holds, String expected) {
    if (!holds) {
      throw new InvalidInputException("profile of \"" + name + "\": expected " + expected);
    }
  }

  /**
   * Profiles values. A number with at most {@value #BIN_LIMIT} distinct values gets a bin for each;
   * any other gets bins between its deciles, fewer where deciles coincide.
   *
   * @param name of the column or prediction
   * @param values in any order; NaN stands for a missing one
   * @return the profile
   * @throws InvalidInputException if a value is infinite
   */
  public static NumericProfile of(String name, double... values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    int n = sorted.length;
    if (n > 0 && (Double.isInfinite(sorted[0]) || Double.isInfinite(sorted[n - 1]))) {
      throw new InvalidInputException(
          "\"" + name + "\" has an infinite value; expected finite ones");
    }
    double mean = mean(sorted);
    double[] edges = edges(sorted);
    return new NumericProfile(
        name,
        values.length - n,
        n,
        mean,
        standardDeviation(sorted, mean),
        Arrays.stream(edges).boxed().toList(),
        Arrays.stream(binned(edges, sorted)).boxed().toList(),
        Arrays.stream(evenlySpaced(sorted)).boxed().toList());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double standardDeviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  private static double[] edges(double[] sorted) {
    if (sorted.length == 0) {
      return sorted;
    }
    double[] distinct = Arrays.stream(sorted).distinct().limit(BIN_LIMIT + 1).toArray();
    if (distinct.length <= BIN_LIMIT) {
      return Arrays.copyOf(distinct, distinct.length - 1);
    }
    double largest = sorted[sorted.length - 1];
    List<Double> deciles = new ArrayList<>();
    for (int i = 1; i < BIN_LIMIT; i++) {
      int rank = (int) (((long) i * sorted.length + BIN_LIMIT - 1) / BIN_LIMIT);
      double decile = sorted[rank - 1];
      if (decile < largest && (deciles.isEmpty() || deciles.get(deciles.size() - 1) < decile)) {
        deciles.add(decile);
      }
    }
    return deciles.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] evenlySpaced(double[] sorted) {
    if (sorted.length <= SAMPLE_LIMIT) {
      return sorted;
    }
    double[] sample = new double[SAMPLE_LIMIT];
    for (int i = 0; i < SAMPLE_LIMIT; i++) {
      sample[i] = sorted[(int) ((long) i * (sorted.length - 1) / (SAMPLE_LIMIT - 1))];
    }
    return sample;
  }

  /**
   * Counts other values in this profile's bins, to be compared with {@link #counts}.
   *
   * @param values in any order; NaN is left out
   * @return a count for each bin
   */
  public long[] binned(double... values) {
    return binned(edges.stream().mapToDouble(Double::doubleValue).toArray(), values);
  }

  private static long[] binned(double[] edges, double[] values) {
    long[] counts = new long[edges.length + 1];
    for (double value : values) {
      if (!Double.isNaN(value)) {
        // −0.0 and 0.0 are one number, but binarySearch tells them apart.
        int found = Arrays.binarySearch(edges, value == 0 ? 0.0 : value);
        counts[found >= 0 ? found : -found - 1]++;
      }
    }
    return counts;
  }
}
