package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Brings the bytes of elements together by their place, and back: plane p of n elements begins at
 * {@code p * n}. Eight elements go at a time through 64-bit registers, exchanging halves, quarters
 * and single bytes between pairs of them (Warren, Hacker's Delight, 7-3), which is twice as fast as
 * storing byte by byte: that is bound by the number of stores.
 */
final class Interleave {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static final Steps OF_2 = Steps.ofWidth(2);
  private static final Steps OF_4 = Steps.ofWidth(4);
  private static final Steps OF_8 = Steps.ofWidth(8);

  private static final int AT_ONCE = 8;
  private static final long BYTES = 0x00FF00FF00FF00FFL;
  private static final long SHORTS = 0x0000FFFF0000FFFFL;
  private static final long INTS = 0x00000000FFFFFFFFL;

  /** The lowest bit of each element of two bytes. */
  private static final long LOWEST = 0x0001000100010001L;

  private Interleave() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Groups whole elements. */
  static void split(byte[] in, Grouping grouping, int elements, byte[] planes) {
    switch (grouping.width()) {
      case 2 -> split2(in, elements, planes, grouping.isTurned());
      case 4 -> split4(in, elements, planes);
      default -> split8(in, elements, planes);
    }
  }

  /**
   * Undoes {@link #split}.
   *
   * @param steps whether the elements are {@link Steps} from what is there
   */
  static void join(
      byte[] planes, Grouping grouping, int elements, byte[] out, int outAt, boolean steps) {
    switch (grouping.width()) {
      case 2 -> join2(planes, elements, out, outAt, grouping.isTurned(), steps);
      case 4 -> join4(planes, elements, out, outAt, steps);
      default -> join8(planes, elements, out, outAt, steps);
    }
  }

  private static void split2(byte[] in, int n, byte[] planes, boolean turned) {
    int whole = n & -AT_ONCE;
    for (int i = 0; i < whole; i += AT_ONCE) {
      long a = (long) LONG.get(in, 2 * i);
      long b = (long) LONG.get(in, 2 * i + 8);
      if (turned) {
        a = left(a);
        b = left(b);
      }
      LONG.set(planes, i, packed(a) | packed(b) << 32);
      LONG.set(planes, n + i, packed(a >>> 8) | packed(b >>> 8) << 32);
    }
    for (int i = whole; i < n; i++) {
      int element = (short) SHORT.get(in, 2 * i) & 0xFFFF;
      if (turned) {
        element = element << 1 | element >>> 15;
      }
      planes[i] = (byte) element;
      planes[n + i] = (byte) (element >>> 8);
    }
  }

  private static void join2(
      byte[] planes, int n, byte[] out, int outAt, boolean turned, boolean steps) {
    int whole = n & -AT_ONCE;
    for (int i = 0; i < whole; i += AT_ONCE) {
      long low = (long) LONG.get(planes, i);
      long high = (long) LONG.get(planes, n + i);
      long a = spread(low & INTS) | spread(high & INTS) << 8;
      long b = spread(low >>> 32) | spread(high >>> 32) << 8;
      if (turned) {
        a = right(a);
        b = right(b);
      }
      put(out, outAt + 2 * i, a, steps, OF_2);
      put(out, outAt + 2 * i + 8, b, steps, OF_2);
    }
    for (int i = whole; i < n; i++) {
      int element = (planes[i] & 0xFF) | (planes[n + i] & 0xFF) << 8;
      if (turned) {
        element = element >>> 1 | element << 15;
      }
      int at = outAt + 2 * i;
      short there = (short) SHORT.get(out, at);
      SHORT.set(out, at, (short) (steps ? OF_2.from(there, element) : element));
    }
  }

  private static void split4(byte[] in, int n, byte[] planes) {
    int whole = n & -AT_ONCE;
    for (int i = 0; i < whole; i += AT_ONCE) {
      long e01 = (long) LONG.get(in, 4 * i);
      long e23 = (long) LONG.get(in, 4 * i + 8);
      long e45 = (long) LONG.get(in, 4 * i + 16);
      long e67 = (long) LONG.get(in, 4 * i + 24);
      long e04 = (e01 & INTS) | e45 << 32;
      long e15 = e01 >>> 32 | (e45 & ~INTS);
      long e26 = (e23 & INTS) | e67 << 32;
      long e37 = e23 >>> 32 | (e67 & ~INTS);
      long evenLow = (e04 & SHORTS) | (e26 & SHORTS) << 16;
      long evenHigh = (e04 >>> 16 & SHORTS) | (e26 & ~SHORTS);
      long oddLow = (e15 & SHORTS) | (e37 & SHORTS) << 16;
      long oddHigh = (e15 >>> 16 & SHORTS) | (e37 & ~SHORTS);
      LONG.set(planes, i, (evenLow & BYTES) | (oddLow & BYTES) << 8);
      LONG.set(planes, n + i, (evenLow >>> 8 & BYTES) | (oddLow & ~BYTES));
      LONG.set(planes, 2 * n + i, (evenHigh & BYTES) | (oddHigh & BYTES) << 8);
      LONG.set(planes, 3 * n + i, (evenHigh >>> 8 & BYTES) | (oddHigh & ~BYTES));
    }
    for (int i = whole; i < n; i++) {
      int element = (int) INT.get(in, 4 * i);
      planes[i] = (byte) element;
      planes[n + i] = (byte) (element >>> 8);
      planes[2 * n + i] = (byte) (element >>> 16);
      planes[3 * n + i] = (byte) (element >>> 24);
    }
  }

  private static void join4(byte[] planes, int n, byte[] out, int outAt, boolean steps) {
    int whole = n & -AT_ONCE;
    for (int i = 0; i < whole; i += AT_ONCE) {
      long p0 = (long) LONG.get(planes, i);
      long p1 = (long) LONG.get(planes, n + i);
      long p2 = (long) LONG.get(planes, 2 * n + i);
      long p3 = (long) LONG.get(planes, 3 * n + i);
      long evenLow = (p0 & BYTES) | (p1 & BYTES) << 8;
      long oddLow = (p0 >>> 8 & BYTES) | (p1 & ~BYTES);
      long evenHigh = (p2 & BYTES) | (p3 & BYTES) << 8;
      long oddHigh = (p2 >>> 8 & BYTES) | (p3 & ~BYTES);
      long e04 = (evenLow & SHORTS) | (evenHigh & SHORTS) << 16;
      long e26 = (evenLow >>> 16 & SHORTS) | (evenHigh & ~SHORTS);
      long e15 = (oddLow & SHORTS) | (oddHigh & SHORTS) << 16;
      long e37 = (oddLow >>> 16 & SHORTS) | (oddHigh & ~SHORTS);
      int at = outAt + 4 * i;
      put(out, at, (e04 & INTS) | e15 << 32, steps, OF_4);
      put(out, at + 8, (e26 & INTS) | e37 << 32, steps, OF_4);
      put(out, at + 16, e04 >>> 32 | (e15 & ~INTS), steps, OF_4);
      put(out, at + 24, e26 >>> 32 | (e37 & ~INTS), steps, OF_4);
    }
    for (int i = whole; i < n; i++) {
      int low = (planes[i] & 0xFF) | (planes[n + i] & 0xFF) << 8;
      int element = low | (planes[2 * n + i] & 0xFF) << 16 | planes[3 * n + i] << 24;
      int at = outAt + 4 * i;
      int there = (int) INT.get(out, at);
      INT.set(out, at, steps ? (int) OF_4.from(there, element) : element);
    }
  }

  private static void split8(byte[] in, int n, byte[] planes) {
    for (int i = 0; i < n; i++) {
      long element = (long) LONG.get(in, 8 * i);
      for (int p = 0; p < 8; p++) {
        planes[p * n + i] = (byte) (element >>> (8 * p));
      }
    }
  }

  private static void join8(byte[] planes, int n, byte[] out, int outAt, boolean steps) {
    for (int i = 0; i < n; i++) {
      long element = 0;
      for (int p = 0; p < 8; p++) {
        element |= (planes[p * n + i] & 0xFFL) << (8 * p);
      }
      put(out, outAt + 8 * i, element, steps, OF_8);
    }
  }

  private static void put(byte[] out, int at, long value, boolean steps, Steps width) {
    LONG.set(out, at, steps ? width.from((long) LONG.get(out, at), value) : value);
  }

  /** Turns each of four elements left by one bit. */
  private static long left(long x) {
    return (x << 1 & ~LOWEST) | (x >>> 15 & LOWEST);
  }

  /** Undoes {@link #left}. */
  private static long right(long x) {
    return (x >>> 1 & ~(LOWEST << 15)) | (x & LOWEST) << 15;
  }

  /** The lower bytes of four elements of two bytes, put together. */
  private static long packed(long x) {
    long bytes = x & BYTES;
    long pairs = (bytes | bytes >>> 8) & SHORTS;
    return (pairs | pairs >>> 16) & INTS;
  }

  /** Undoes {@link #packed}. */
  private static long spread(long x) {
    long pairs = (x | x << 16) & SHORTS;
    return (pairs | pairs << 8) & BYTES;
  }
}
