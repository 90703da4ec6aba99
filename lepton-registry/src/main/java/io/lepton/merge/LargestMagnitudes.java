package io.lepton.merge;

/**
 * Finds how large the k-th largest |Δ| is, in constant memory: a radix selection over the bits of
 * the doubles, which sort as the magnitudes do. At most four passes over the elements.
 */
final class LargestMagnitudes {
  private static final int DIGIT = 16;
  private static final int DIGITS = 1 << DIGIT;

  private final Deltas deltas;
  private final int task;

  LargestMagnitudes(Deltas deltas, int task) {
    this.deltas = deltas;
    this.task = task;
  }

  /**
   * The magnitude an element needs to be among the largest.
   *
   * @param keep how many to keep; those of the same magnitude as the last are kept too
   * @return 0 to keep all; to be compared by {@link Double#compare}, as NaN is the largest
   */
  double threshold(long keep) {
    if (keep >= deltas.elements()) {
      return 0;
    }
    if (keep <= 0) {
      return Double.NaN;
    }
    long prefix = 0;
    long wanted = keep;
    for (int shift = Long.SIZE - DIGIT; shift >= 0; shift -= DIGIT) {
      long[] counts = count(prefix, shift);
      int digit = DIGITS - 1;
      while (counts[digit] < wanted) {
        wanted -= counts[digit--];
      }
      prefix = prefix << DIGIT | digit;
      if (counts[digit] == wanted) {
        return Double.longBitsToDouble(prefix << shift); // all of them are wanted
      }
    }
    return Double.longBitsToDouble(prefix);
  }

  /** How many elements that begin with a prefix go on with each digit. */
  private long[] count(long prefix, int shift) {
    long[] counts = new long[DIGITS];
    for (long first = 0; first < deltas.elements(); first += ComputedTensor.BLOCK) {
      int length = (int) Math.min(ComputedTensor.BLOCK, deltas.elements() - first);
      for (double delta : deltas.read(task, first, length)) {
        long bits = Double.doubleToLongBits(Math.abs(delta));
        // The first digit has no prefix, and shifting by all bits would not shift at all.
        if (shift + DIGIT == Long.SIZE || bits >>> (shift + DIGIT) == prefix) {
          counts[(int) (bits >>> shift) & (DIGITS - 1)]++;
        }
      }
    }
    return counts;
  }
}
