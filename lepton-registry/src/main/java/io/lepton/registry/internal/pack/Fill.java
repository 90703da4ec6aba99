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

  /** Writes the pattern over and over; IllegalArgumentException if it is none for so many. */
  static Decoding decoding(byte[] pattern, int length) {
    int period = pattern.length;
    if (period < 1 || period > WIDEST || Integer.bitCount(period) != 1 || period > length) {
      throw new IllegalArgumentException("a pattern of " + period + " bytes");
    }
    return (to, at, from, count) -> { // tiles begin with a whole pattern
      int done = Math.min(period, count);
      System.arraycopy(pattern, 0, to, at, done);
      while (done < count) {
        int more = Math.min(done, count - done);
        System.arraycopy(to, at, to, at + done, more);
        done += more;
      }
    };
  }
}
