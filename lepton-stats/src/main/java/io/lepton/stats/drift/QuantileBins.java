package io.lepton.stats.drift;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Quantiles;
import java.util.Arrays;
import java.util.List;

/**
 * Bins of a number, cut at quantiles of a reference so that each holds about as many of its values.
 * Where many values are equal cuts fall together, and there are fewer bins. A bin holds the values
 * above the cut before it up to its own cut; the first and last are open. One more bin, the last,
 * holds missing values (NaN).
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
    List<Double> cuts =
        java.util.stream.IntStream.range(1, bins)
            .mapToObj(i -> Quantiles.ofSorted(sorted, (double) i / bins))
            .filter(cut -> cut < last) // nothing of the reference would lie above
            .distinct()
            .toList();
    return new QuantileBins(cuts);
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
