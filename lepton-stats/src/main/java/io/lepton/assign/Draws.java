package io.lepton.assign;

import java.util.Collections;
import java.util.List;

/**
 * Random numbers that anyone can compute again: SplitMix64 (Steele, Lea and Flood 2014) from a seed
 * that is XXH64 of a label. Not safe for use by many threads.
 */
final class Draws {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(String label, long seed) {
    state = XxHash64.hash(label, seed);
  }

  private long next() {
    state += STEP;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A draw below 2⁶⁴ mod n is drawn again, so that the remainder is uniform. */
  private int below(int n) {
    long least = Long.remainderUnsigned(-n, n);
    long draw = next();
    while (Long.compareUnsigned(draw, least) < 0) {
      draw = next();
    }
    return (int) Long.remainderUnsigned(draw, n);
  }

  /** Fisher and Yates, from the last place to the second. */
  void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, below(i + 1));
    }
  }
}
