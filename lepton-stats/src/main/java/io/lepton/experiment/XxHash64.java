package io.lepton.experiment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64, as specified in the xxHash repository's {@code doc/xxhash_spec.md}, section "XXH64
 * Algorithm Description". Chosen because it passes SMHasher, its specification is short enough to
 * be written again in any language, and it is the same on every platform.
 */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  static long hash(byte[] input, long seed) {
    int at = 0;
    long hash;
    if (input.length >= STRIPE) {
      long a = seed + P1 + P2;
      long b = seed + P2;
      long c = seed;
      long d = seed - P1;
      for (; at <= input.length - STRIPE; at += STRIPE) {
        a = round(a, longAt(input, at));
        b = round(b, longAt(input, at + 8));
        c = round(c, longAt(input, at + 16));
        d = round(d, longAt(input, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    } else {
      hash = seed + P5;
    }
    return avalanche(tail(input, at, hash + input.length));
  }

  private static long tail(byte[] input, int from, long start) {
    int at = from;
    long hash = start;
    for (; at <= input.length - 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, longAt(input, at)), 27) * P1 + P4;
    }
    if (at <= input.length - 4) {
      long lane = Integer.toUnsignedLong((int) INTS.get(input, at));
      hash = Long.rotateLeft(hash ^ (lane * P1), 23) * P2 + P3;
      at += 4;
    }
    for (; at < input.length; at++) {
      hash = Long.rotateLeft(hash ^ (Byte.toUnsignedLong(input[at]) * P5), 11) * P1;
    }
    return hash;
  }

  private static long avalanche(long hash) {
    long h = (hash ^ (hash >>> 33)) * P2;
    h = (h ^ (h >>> 29)) * P3;
    return h ^ (h >>> 32);
  }

  private static long round(long accumulator, long lane) {
    return Long.rotateLeft(accumulator + lane * P2, 31) * P1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * P1 + P4;
  }

  private static long longAt(byte[] input, int at) {
    return (long) LONGS.get(input, at);
  }
}
