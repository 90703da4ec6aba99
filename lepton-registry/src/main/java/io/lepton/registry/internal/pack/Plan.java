package io.lepton.registry.internal.pack;

import java.util.Arrays;
import java.util.List;

/**
 * What coding is likely to give, guessed from a sample, so that bytes which will not compress are
 * never run through a compressor.
 *
 * @param codec raw, zstd, or that of the grouping
 * @param grouping of planes, otherwise {@link Grouping#BYTES}
 * @param planes for grouping: how to compress each plane that is worth it
 * @param size bytes expected
 */
record Plan(Codec codec, Grouping grouping, int planes, double size) {
  /** Shifted by the plane's number: code its bytes one by one. */
  static final int ENTROPY = 1;

  /** Shifted by the plane's number: look for repetitions, too. */
  static final int MATCHES = 1 << Planes.WIDEST;

  /** Shifted by the plane's number: tell zeros from the rest. */
  static final int ZEROS = 1 << (2 * Planes.WIDEST);

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 8;

  /** Bytes below which nothing is tried. */
  private static final int WORTH_TRYING = 64;

  /**
   * Bits of information in a byte above which a plane is taken for noise: saving less than 1/8 of
   * it is not worth decoding, which takes longer than reading what would be saved.
   */
  private static final double NOISE = 7;

  /** Part of zeros from which on telling them apart is smaller than coding bytes. */
  private static final double MANY_ZEROS = 0.75;

  /** From here on zeros may come in runs, which a sample judges badly, and planes do not mind. */
  private static final double SPARSE = 0.5;

  private static final int VALUES = 256;

  /**
   * Looks at a sample.
   *
   * @param sample as {@link #sample} gives it
   * @param length of all the bytes
   * @param groupings to try
   */
  static Plan of(byte[] sample, int length, List<Grouping> groupings, Scratch scratch) {
    int n = sample.length;
    int[] counts = new int[VALUES];
    double entropy = entropy(sample, 0, n, counts);
    double zeros = (double) counts[0] / Math.max(1, n);
    Plan best = new Plan(Codec.RAW, Grouping.BYTES, 0, length);
    if (n < WORTH_TRYING) {
      return best;
    }
    if (zeros < SPARSE || groupings.size() != 1) {
      int plain = scratch.compress(sample, 0, n, new byte[n], 0, n);
      if (plain > 0) {
        double size = Math.min(plain, entropy * n / 8) * length / n;
        best = better(best, new Plan(Codec.ZSTD, Grouping.BYTES, 0, size), length);
      }
    }
    for (Grouping grouping : groupings) {
      best = better(best, ofPlanes(sample, length, grouping, scratch), length);
    }
    return best;
  }

  /** As above, if it will be grouped whatever that gives. */
  static Plan ofPlanes(byte[] sample, int length, Grouping grouping, Scratch scratch) {
    int n = sample.length;
    byte[] out = new byte[n];
    byte[] planes = new byte[n];
    int[] counts = new int[VALUES];
    int elements = n / grouping.width();
    Interleave.split(sample, grouping, elements, planes, scratch.lanes());
    int tried = 0;
    double size = 0;
    for (int p = 0; p < grouping.width(); p++) {
      int from = p * elements;
      double bits = entropy(planes, from, elements, counts);
      double expected = elements;
      if (counts[0] > elements * MANY_ZEROS) {
        tried |= ZEROS << p;
        expected = bits * elements / 8;
      } else if (bits < NOISE) {
        tried |= ENTROPY << p;
        int matching = scratch.compress(planes, from, elements, out, 0, elements);
        int coding = scratch.compressEntropy(planes, from, elements, out, 0, elements);
        if (matching > 0 && (coding < 0 || matching < coding)) {
          tried ^= (ENTROPY | MATCHES) << p;
          expected = Math.min(expected, matching);
        } else if (coding > 0) {
          expected = Math.min(bits * elements / 8, coding);
        }
      }
      size += expected;
    }
    return new Plan(grouping.codec(), grouping, tried, size * length / Math.max(1, n));
  }

  /** Whether every plane is mostly zeros. */
  boolean isSparse() {
    int all = ZEROS * ((1 << grouping.width()) - 1);
    return (planes & all) == all;
  }

  /** Less than 1/32 is not worth decoding: raw bytes load faster. */
  private static Plan better(Plan old, Plan candidate, int length) {
    double bar = old.codec == Codec.RAW ? length - length / 32.0 : old.size * 0.99;
    return candidate.size < bar ? candidate : old;
  }

  /** Some of the bytes, at places that depend on the length alone; all if they are few. */
  static byte[] sample(byte[] bytes, int length) {
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
