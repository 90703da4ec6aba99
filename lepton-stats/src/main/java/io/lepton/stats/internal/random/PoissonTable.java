package io.lepton.stats.internal.random;

/**
 * A Poisson law as a table that a word of 64 bits is looked up in; probabilities are right to
 * 2^-50. For means up to 64.
 */
public final class PoissonTable {
  /** No count is above this; at mean 64 the tail beyond is below 1e-30. */
  static final int MOST = 160;

  private static final int GUIDE_BITS = 12;

  private final long[] cumulative = new long[MOST + 1];
  private final byte[] guide = new byte[1 << GUIDE_BITS];

  public PoissonTable(double mean) {
    double probability = Math.exp(-mean);
    double below = 0;
    for (int k = 0; k < MOST; k++) {
      below += probability;
      cumulative[k] = below >= 1 ? Long.MAX_VALUE : (long) (below * 0x1p63);
      probability *= mean / (k + 1);
    }
    cumulative[MOST] = Long.MAX_VALUE;
    int k = 0;
    for (int i = 0; i < guide.length; i++) {
      while (cumulative[k] <= (long) i << (63 - GUIDE_BITS)) {
        k++;
      }
      guide[i] = (byte) k;
    }
  }

  /** The count that a word stands for. */
  public int count(long word) {
    long u = word >>> 1;
    int k = guide[(int) (u >>> (63 - GUIDE_BITS))] & 0xFF;
    while (k < MOST && cumulative[k] <= u) {
      k++;
    }
    return k;
  }

  /** The bounds that {@code word >>> 1} is compared with: a count is how many are at most that. */
  public long[] bounds() {
    return cumulative.clone();
  }
}
