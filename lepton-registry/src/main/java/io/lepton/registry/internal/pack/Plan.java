package io.lepton.registry.internal.pack;

import java.util.Arrays;

/**
 * What coding is likely to give, guessed from a sample, so that bytes which will not compress are
 * never run through a compressor.
 *
 * @param width 0 to leave the bytes as they are, 1 to compress them, or the elements' bytes to
 *     group
 * @param planes for grouping: how to compress each plane that is worth it
 * @param size bytes expected
 * @param zeros part of the bytes that are zero, 0 to 1
 */
record Plan(int width, int planes, double size, double zeros) {
  /** Shifted by the plane's number: code its bytes one by one. */
  static final int ENTROPY = 1;

  /** Shifted by the plane's number: look for repetitions, too. */
  static final int MATCHES = 1 << Planes.WIDEST;

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 8;

  /** Bytes below which nothing is tried. */
  private static final int WORTH_TRYING = 64;

  /** Bits of information in a byte above which a plane is taken for noise. */
  private static final double NOISE = 7.8;

  private static final int VALUES = 256;

  /**
   * Looks at a sample.
   *
   * @param widths of elements to try grouping by
   */
  static Plan of(byte[] bytes, int length, int[] widths, Scratch scratch) {
    byte[] sample = sample(bytes, length);
    int n = sample.length;
    int[] counts = new int[VALUES];
    double entropy = entropy(sample, 0, n, counts);
    double zeros = (double) counts[0] / Math.max(1, n);
    Plan best = new Plan(0, 0, length, zeros);
    if (n < WORTH_TRYING) {
      return best;
    }
    double scale = (double) length / n;
    byte[] out = new byte[n];
    int plain = scratch.compress(sample, 0, n, out, 0, n);
    if (plain > 0) {
      best = better(best, new Plan(1, 0, Math.min(plain, entropy * n / 8) * scale, zeros), length);
    }
    byte[] planes = new byte[n];
    for (int width : widths) {
      int elements = n / width;
      Planes.split(sample, width, elements, planes);
      int tried = 0;
      double size = 0;
      for (int p = 0; p < width; p++) {
        double bits = entropy(planes, p * elements, elements, counts);
        double expected = elements;
        if (bits < NOISE) {
          tried |= ENTROPY << p;
          int matching = scratch.compress(planes, p * elements, elements, out, 0, elements);
          int coding = scratch.compressEntropy(planes, p * elements, elements, out, 0, elements);
          if (matching > 0 && (coding < 0 || matching < coding)) {
            tried ^= (ENTROPY | MATCHES) << p;
            expected = Math.min(expected, matching);
          } else if (coding > 0) {
            expected = Math.min(bits * elements / 8, coding);
          }
        }
        size += expected;
      }
      best = better(best, new Plan(width, tried, size * scale, zeros), length);
    }
    return best;
  }

  /** Less than 1/32 is not worth decoding: raw bytes load faster. */
  private static Plan better(Plan old, Plan candidate, int length) {
    double bar = old.width == 0 ? length - length / 32.0 : old.size * 0.99;
    return candidate.size < bar ? candidate : old;
  }

  private static byte[] sample(byte[] bytes, int length) {
    if (length <= 2 * BLOCK * BLOCKS) {
      return Arrays.copyOf(bytes, length);
    }
    byte[] sample = new byte[BLOCK * BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      int at = (int) ((long) (length - BLOCK) * i / (BLOCKS - 1)) & -Planes.WIDEST;
      System.arraycopy(bytes, at, sample, i * BLOCK, BLOCK);
    }
    return sample;
  }

  /** Bits a byte, if each were coded by itself. */
  private static double entropy(byte[] bytes, int from, int length, int[] counts) {
    Arrays.fill(counts, 0);
    for (int i = from; i < from + length; i++) {
      counts[bytes[i] & 0xFF]++;
    }
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        sum += count * Math.log(count);
      }
    }
    return length == 0 ? 0 : (Math.log(length) - sum / length) / Math.log(2);
  }
}
