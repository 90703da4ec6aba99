package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Puts the first bytes of all elements together, then the second bytes, and so on: of weights only
 * the plane with most of the exponents compresses, and mixed with the others it would not.
 *
 * <pre>
 *   0  1  bytes of an element, w: 2, 4 or 8
 *   1 5w  for each plane, the lowest byte's first: form (0 raw, 1 zstd, 2 one byte that repeats,
 *         3 {@link Sparse}), then the plane's stored length, 4
 *         the planes' stored bytes
 *         the bytes after the last whole element, as they are
 * </pre>
 */
final class Planes {
  static final int WIDEST = 8;
  static final byte RAW = 0;
  static final byte ZSTD = 1;
  static final byte FILL = 2;
  static final byte SPARSE = 3;
  static final int RECORD = 5;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Planes() {}

  /** An upper bound of what {@link #encode} writes. */
  static int bound(int length) {
    return length + 1 + RECORD * WIDEST;
  }

  /**
   * Writes the layout above.
   *
   * @param tried the planes to run through zstd, and how, as {@link Plan} says; the others would
   *     not gain
   * @return bytes written to {@code out}, which has room for {@link #bound}
   */
  static int encode(
      byte[] in, int length, Grouping grouping, int tried, byte[] out, Scratch scratch) {
    int width = grouping.width();
    int elements = length / width;
    byte[] planes = scratch.planes(elements * width);
    Interleave.split(in, grouping, elements, planes, scratch.lanes());
    out[0] = (byte) width;
    int at = 1 + RECORD * width;
    for (int p = 0; p < width; p++) {
      int from = p * elements;
      byte form = RAW;
      int stored = elements;
      if (Fill.period(planes, from, elements) == 1) {
        form = FILL;
        stored = 1;
      } else if (((tried >> p) & (Plan.ENTROPY | Plan.MATCHES | Plan.ZEROS)) != 0) {
        int room = elements - elements / 32;
        int count = coded(tried >> p, planes, from, elements, out, at, room, scratch);
        if (count > 0) {
          form = (tried >> p & Plan.ZEROS) != 0 ? SPARSE : ZSTD;
          stored = count;
        }
      }
      if (form == RAW || form == FILL) {
        System.arraycopy(planes, from, out, at, stored);
      }
      out[1 + RECORD * p] = form;
      INT.set(out, 2 + RECORD * p, stored);
      at += stored;
    }
    int tail = length - elements * width;
    System.arraycopy(in, elements * width, out, at, tail);
    return at + tail;
  }

  private static int coded(
      int way,
      byte[] planes,
      int from,
      int elements,
      byte[] out,
      int at,
      int room,
      Scratch scratch) {
    if ((way & Plan.ZEROS) != 0) {
      return Sparse.encode(planes, from, elements, out, at, room, scratch);
    }
    return (way & Plan.MATCHES) != 0
        ? scratch.compress(planes, from, elements, out, at, room)
        : scratch.compressEntropy(planes, from, elements, out, at, room);
  }
}
