package io.lepton.stats.drift;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bins of a number, cut at quantiles of a reference so that each holds about as many of its values.
 * Where many values are equal cuts fall together, and there are fewer bins; a constant has the bins
 * less, equal and more. A bin holds the values above the cut before it up to its own cut; the first
 * and last are open. One more bin, the last, holds missing values (NaN).
 *
 * @param cuts rising and finite; may be none
 */
public record QuantileBins(List<Double> cuts) {
  /** {@inheritDoc} */
  public QuantileBins {
    cuts = List.copyOf(cuts);
    for (int i = 0; i < cuts.size(); i++) {
      if (!Double.isFinite(cuts.get(i)) || (i > 0 && !(cuts.get(i) > cuts.get(i - 1)))) {
        throw new InvalidInputException("cuts " + cuts + "; expected finite and rising numbers");
      }
    }
  }

  /**
   * Cuts at the quantiles of a reference.
   *
   * @param reference values; NaN is missing, infinite is refused; at least one is not missing
   * @param bins wanted, at least 2
   * @return at most so many bins, and one for missing values
   * @throws InvalidInputException if a value is infinite, or all are missing
   */
  public static QuantileBins of(double[] reference, int bins) {
    if (bins < 2) {
      throw new InvalidInputException(bins + " bins; expected at least 2");
    }
    for (int i = 0; i < reference.length; i++) {
      if (Double.isInfinite(reference[i])) {
        throw new InvalidInputException(
            "reference[" + i + "] is " + reference[i] + "; expected finite, or NaN if missing");
      }
    }
    double[] sorted = Arrays.stream(reference).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      throw new InvalidInputException(
          "all " + reference.length + " reference values are missing; expected at least one");
    }
    double last = sorted[sorted.length - 1];
    double below = nextBelow(sorted, last);
    if (below == last) {
      // a constant: what is less or more than it has a bin of its own
      return new QuantileBins(List.of(Math.nextDown(last), last));
    }
    List<Double> cuts =
        IntStream.range(1, bins)
            .mapToDouble(i -> Quantiles.ofSorted(sorted, (double) i / bins))
            .map(cut -> cut == last ? below : cut) // above the last value there is nothing to part
            .distinct()
            .boxed()
            .toList();
    return new QuantileBins(cuts);
  }

  private static double nextBelow(double[] sorted, double value) {
    for (int i = sorted.length - 1; i >= 0; i--) {
      if (sorted[i] < value) {
        return sorted[i];
      }
    }
    return value;
  }

  /**
   * Number of bins, with that of missing values.
   *
   * @return at least 2
   */
  public int size() {
    return cuts.size() + 2;
  }

  /**
   * The bin of a value.
   *
   * @param value any number; NaN is missing, infinite falls into the first or last open bin
   * @return from 0 to {@code size() - 1}, which is that of missing values
   */
  public int bin(double value) {
    if (Double.isNaN(value)) {
      return size() - 1;
    }
    int low = 0;
    int high = cuts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cuts.get(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Counts values by bin.
   *
   * @param values any numbers
   * @return one count per bin, missing values last
   */
  public long[] counts(double... values) {
    long[] counts = new long[size()];
    for (double value : values) {
      counts[bin(value)]++;
    }
    return counts;
  }
}
