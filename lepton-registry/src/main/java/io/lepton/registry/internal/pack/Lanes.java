package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Elements of a tile, in one of two forms: as planes, lane p holding byte p of eight elements in
 * each of its words; or as elements, word i of the lanes holding eight whole ones among them.
 * Exchanging bytes, then pairs and quads of them, between lanes leads from one to the other and
 * back (Warren, Hacker's Delight, 7-3).
 *
 * <p>Each loop does one thing to one or two whole arrays, which is how the JDK's compiler (17 and
 * 25 were looked at) makes vector instructions of it: about six times as fast as all steps in one
 * loop, with which it does not. Belongs to one thread.
 */
final class Lanes {
  /** Elements in a word of each lane. */
  static final int AT_ONCE = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long BYTES = 0x00FF00FF00FF00FFL;
  private static final long PAIRS = 0x0000FFFF0000FFFFL;
  private static final long QUADS = 0x00000000FFFFFFFFL;

  /** The lowest bit of each element of two bytes. */
  private static final long LOWEST = 0x0001000100010001L;

  private final long[][] lanes = new long[Planes.WIDEST][Decoding.TILE / (2 * AT_ONCE)];

  /** Byte p of the elements, eight to a word. */
  long[] lane(int p) {
    return lanes[p];
  }

  /**
   * Makes elements of planes.
   *
   * @param words of each lane
   */
  void join(Grouping grouping, int words) {
    int width = grouping.width();
    int pairsApart = width > 2 ? 2 : 1;
    int quadsApart = width > 4 ? 4 : 1;
    for (int p = 0; p < width; p += 2) {
      bytes(lanes[p], lanes[p + 1], words);
    }
    for (int p = 0; p < width; p++) {
      if ((p & pairsApart) == 0) {
        pairs(lanes[p], lanes[p + pairsApart], words);
      }
    }
    for (int p = 0; p < width; p++) {
      if ((p & quadsApart) == 0) {
        quads(lanes[p], lanes[p + quadsApart], words);
      }
    }
    if (grouping.isTurned()) {
      right(lanes[0], words);
      right(lanes[1], words);
    }
  }

  /** Undoes {@link #join}, from its end to its beginning. */
  void split(Grouping grouping, int words) {
    int width = grouping.width();
    int pairsApart = width > 2 ? 2 : 1;
    int quadsApart = width > 4 ? 4 : 1;
    if (grouping.isTurned()) {
      left(lanes[0], words);
      left(lanes[1], words);
    }
    for (int p = 0; p < width; p++) {
      if ((p & quadsApart) == 0) {
        quads(lanes[p], lanes[p + quadsApart], words);
      }
    }
    for (int p = 0; p < width; p++) {
      if ((p & pairsApart) == 0) {
        pairs(lanes[p], lanes[p + pairsApart], words);
      }
    }
    for (int p = 0; p < width; p += 2) {
      bytes(lanes[p], lanes[p + 1], words);
    }
  }

  private static void bytes(long[] a, long[] b, int words) {
    for (int i = 0; i < words; i++) {
      long x = a[i];
      long y = b[i];
      a[i] = (x & BYTES) | (y & BYTES) << 8;
      b[i] = (x >>> 8 & BYTES) | (y & ~BYTES);
    }
  }

  private static void pairs(long[] a, long[] b, int words) {
    for (int i = 0; i < words; i++) {
      long x = a[i];
      long y = b[i];
      a[i] = (x & PAIRS) | (y & PAIRS) << 16;
      b[i] = (x >>> 16 & PAIRS) | (y & ~PAIRS);
    }
  }

  private static void quads(long[] a, long[] b, int words) {
    for (int i = 0; i < words; i++) {
      long x = a[i];
      long y = b[i];
      a[i] = (x & QUADS) | y << 32;
      b[i] = x >>> 32 | (y & ~QUADS);
    }
  }

  /** Turns each element of two bytes left by one bit. */
  private static void left(long[] lane, int words) {
    for (int i = 0; i < words; i++) {
      long x = lane[i];
      lane[i] = (x << 1 & ~LOWEST) | (x >>> 15 & LOWEST);
    }
  }

  /** Undoes {@link #left}. */
  private static void right(long[] lane, int words) {
    for (int i = 0; i < words; i++) {
      long x = lane[i];
      lane[i] = (x >>> 1 & ~(LOWEST << 15)) | (x & LOWEST) << 15;
    }
  }

  /** Goes on from these elements by steps. */
  void go(Lanes steps, int width, int words) {
    for (int p = 0; p < width; p++) {
      Steps.ofWidth(width).from(lanes[p], steps.lanes[p], words);
    }
  }

  /** Writes elements in their order. */
  void store(byte[] to, int at, int width, int words) {
    if (width == 4) {
      store4(to, at, words);
      return;
    }
    for (int p = 0; p < width; p++) {
      long[] lane = lanes[p];
      int first = at + Long.BYTES * place(p, width);
      for (int i = 0; i < words; i++) {
        LONG.set(to, first + Long.BYTES * width * i, lane[i]);
      }
    }
  }

  /** All lanes at once: what lies far off is fetched once, and in order. */
  private void store4(byte[] to, int at, int words) {
    long[] a = lanes[0];
    long[] b = lanes[2];
    long[] c = lanes[1];
    long[] d = lanes[3];
    for (int i = 0; i < words; i++) {
      int word = at + 4 * Long.BYTES * i;
      LONG.set(to, word, a[i]);
      LONG.set(to, word + Long.BYTES, b[i]);
      LONG.set(to, word + 2 * Long.BYTES, c[i]);
      LONG.set(to, word + 3 * Long.BYTES, d[i]);
    }
  }

  /** Undoes {@link #store}. */
  void load(byte[] from, int at, int width, int words) {
    for (int p = 0; p < width; p++) {
      long[] lane = lanes[p];
      int first = at + Long.BYTES * place(p, width);
      for (int i = 0; i < words; i++) {
        lane[i] = (long) LONG.get(from, first + Long.BYTES * width * i);
      }
    }
  }

  /** Which of the registers of eight elements a lane holds. */
  private static int place(int lane, int width) {
    return width == 4 ? lane >> 1 | (lane & 1) << 1 : lane;
  }
}
