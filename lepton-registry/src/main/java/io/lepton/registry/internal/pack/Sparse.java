package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A plane that is mostly zeros: how many zeros come before each other byte, and these bytes. zstd
 * alone takes several times as long, and half as much room again, for zeros that do not come in
 * runs.
 *
 * <pre>
 *   0  4  number of pairs of a gap and a byte, m, at least 1
 *   4  1  form of the gaps: 0 raw, 1 zstd
 *   5  4  stored length of the gaps
 *   9  1  form of the bytes: 0 raw, 1 zstd
 *  10  …  the m gaps, so stored: each 0 to 255 zeros that come before the byte
 *      …  the m bytes, so stored; one is zero if the gap is longer than 255
 * </pre>
 */
final class Sparse {
  private static final int HEAD = 10;
  private static final byte RAW = 0;
  private static final byte ZSTD = 1;
  private static final int LONGEST = 255;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Sparse() {}

  /** Writes the layout above to less than {@code room} bytes; -1 if it takes more. */
  static int encode(
      byte[] plane, int from, int length, byte[] out, int at, int room, Scratch scratch) {
    byte[] parts = scratch.parts(2 * length);
    int pairs = collect(plane, from, length, parts);
    if (pairs == 0 || room <= HEAD) {
      return -1;
    }
    INT.set(out, at, pairs);
    int limit = at + room;
    int gaps = part(parts, 0, pairs, out, at + HEAD, limit, scratch);
    if (gaps < 0) {
      return -1;
    }
    out[at + 4] = gaps < pairs ? ZSTD : RAW;
    INT.set(out, at + 5, gaps);
    int bytes = part(parts, length, pairs, out, at + HEAD + gaps, limit, scratch);
    if (bytes < 0) {
      return -1;
    }
    out[at + 9] = bytes < pairs ? ZSTD : RAW;
    return HEAD + gaps + bytes;
  }

  private static int part(
      byte[] in, int from, int length, byte[] out, int at, int limit, Scratch scratch) {
    int room = Math.min(limit - at, length - length / 16);
    int count = scratch.compressEntropy(in, from, length, out, at, Math.max(0, room));
    if (count > 0 && count < length) {
      return count;
    }
    if (length >= limit - at) {
      return -1;
    }
    System.arraycopy(in, from, out, at, length);
    return length;
  }

  /** Writes the gaps, and the bytes from {@code length} on; gives the number of pairs. */
  private static int collect(byte[] plane, int from, int length, byte[] parts) {
    int pairs = 0;
    int done = 0;
    for (int i = 0; i < length; i += Long.BYTES) {
      long bytes = word(plane, from + i, Math.min(Long.BYTES, length - i));
      // Only the bytes that are not zero are visited: their number is hard to predict, but it is
      // predicted once for eight of them.
      for (long left = nonZero(bytes); left != 0; left &= left - 1) {
        int shift = Long.numberOfTrailingZeros(left) & -Byte.SIZE;
        int position = i + shift / Byte.SIZE;
        int gap = position - done;
        for (; gap > LONGEST; gap -= LONGEST + 1) {
          parts[pairs] = (byte) LONGEST;
          parts[length + pairs++] = 0;
        }
        parts[pairs] = (byte) gap;
        parts[length + pairs++] = (byte) (bytes >>> shift);
        done = position + 1;
      }
    }
    return pairs;
  }

  private static long word(byte[] bytes, int at, int count) {
    if (count == Long.BYTES) {
      return (long) LONG.get(bytes, at);
    }
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[at + i] & 0xFFL) << (Byte.SIZE * i);
    }
    return word;
  }

  /** The highest bit of each byte that is not zero. */
  private static long nonZero(long x) {
    return ((x & LOW_BITS) + LOW_BITS | x) & ~LOW_BITS;
  }

  /** Reads the layout above; IllegalArgumentException if it is not one. */
  static void decode(
      ByteBuffer in, int at, int stored, byte[] plane, int to, int length, Scratch scratch) {
    int pairs = stored < HEAD ? 0 : in.getInt(at);
    if (pairs < 1 || pairs > length) {
      throw new IllegalArgumentException("a sparse plane of " + pairs + " bytes");
    }
    int gaps = in.getInt(at + 5);
    if (gaps < 1 || gaps > pairs || gaps > stored - HEAD) {
      throw new IllegalArgumentException("a sparse plane with gaps in " + gaps + " bytes");
    }
    byte[] parts = scratch.parts(2 * length);
    int bytesAt = at + HEAD + gaps;
    part(in, in.get(at + 4), at + HEAD, gaps, parts, 0, pairs, scratch);
    part(in, in.get(at + 9), bytesAt, at + stored - bytesAt, parts, length, pairs, scratch);
    int end = to + length;
    Arrays.fill(plane, to, end, (byte) 0);
    int next = to;
    for (int i = 0; i < pairs; i++) {
      next += parts[i] & 0xFF;
      if (next >= end) {
        throw new IllegalArgumentException("a sparse plane that does not end at " + length);
      }
      plane[next++] = parts[length + i];
    }
  }

  private static void part(
      ByteBuffer in,
      byte form,
      int at,
      int stored,
      byte[] parts,
      int to,
      int length,
      Scratch scratch) {
    if (form == RAW && stored == length) {
      in.get(at, parts, to, length);
    } else if (form == ZSTD && stored > 0 && stored < length) {
      scratch.decompress(in, at, stored, parts, to, length);
    } else {
      throw new IllegalArgumentException(
          "part of a sparse plane, form " + form + ", in " + stored + " bytes for " + length);
    }
  }
}
