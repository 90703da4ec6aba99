package io.lepton.registry.internal.pack;

import java.util.Arrays;

/** A pattern of 1, 2, 4 or 8 bytes, repeated; the last repetition may be cut. */
final class Fill {
  static final int WIDEST = 8;

  private Fill() {}

  /** The shortest pattern that these bytes repeat; 0 if there is none. */
  static int period(byte[] bytes, int from, int length) {
    for (int period = 1; period <= WIDEST && period < length; period *= 2) {
      int end = from + length;
      if (Arrays.mismatch(bytes, from, end - period, bytes, from + period, end) < 0) {
        return period;
      }
    }
    return 0;
  }

  /** Writes the pattern over and over. */
  static void decode(byte[] pattern, int period, byte[] to, int toAt, int length) {
    if (period < 1 || period > WIDEST || Integer.bitCount(period) != 1 || period > length) {
      throw new IllegalArgumentException("a pattern of " + period + " bytes");
    }
    System.arraycopy(pattern, 0, to, toAt, period);
    for (int done = period; done < length; done += Math.min(done, length - done)) {
      System.arraycopy(to, toAt, to, toAt + done, Math.min(done, length - done));
    }
  }
}
