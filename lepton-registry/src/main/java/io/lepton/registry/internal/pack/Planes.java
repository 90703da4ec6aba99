package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts the first bytes of all elements together, then the second bytes, and so on: of weights only
 * the plane with most of the exponents compresses, and mixed with the others it would not.
 *
 * <pre>
 *   0  1  bytes of an element, w: 2, 4 or 8
 *   1 5w  for each plane, the lowest byte's first: form (0 raw, 1 zstd, 2 one byte that repeats),
 *         then the plane's stored length, 4
 *         the planes' stored bytes
 *         the bytes after the last whole element, as they are
 * </pre>
 */
final class Planes {
  static final int WIDEST = 8;
  private static final byte RAW = 0;
  private static final byte ZSTD = 1;
  private static final byte FILL = 2;
  private static final int RECORD = 5;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Planes() {}

  /** An upper bound of what {@link #encode} writes. */
  static int bound(int length) {
    return length + 1 + RECORD * WIDEST;
  }

  /** Groups whole elements: plane p of n elements begins at {@code p * n}. */
  static void split(byte[] in, int width, int elements, byte[] planes) {
    int n = elements;
    switch (width) {
      case 2 -> {
        for (int i = 0; i < n; i++) {
          short element = (short) SHORT.get(in, i * 2);
          planes[i] = (byte) element;
          planes[n + i] = (byte) (element >>> 8);
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          int element = (int) INT.get(in, i * 4);
          planes[i] = (byte) element;
          planes[n + i] = (byte) (element >>> 8);
          planes[2 * n + i] = (byte) (element >>> 16);
          planes[3 * n + i] = (byte) (element >>> 24);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          long element = (long) LONG.get(in, i * 8);
          for (int p = 0; p < 8; p++) {
            planes[p * n + i] = (byte) (element >>> (8 * p));
          }
        }
      }
    }
  }

  /**
   * Writes the layout above.
   *
   * @param tried the planes to run through zstd, and how, as {@link Plan} says; the others would
   *     not gain
   * @return bytes written to {@code out}, which has room for {@link #bound}
   */
  static int encode(byte[] in, int length, int width, int tried, byte[] out, Scratch scratch) {
    int elements = length / width;
    byte[] planes = scratch.planes(elements * width);
    split(in, width, elements, planes);
    out[0] = (byte) width;
    int at = 1 + RECORD * width;
    for (int p = 0; p < width; p++) {
      int from = p * elements;
      byte form = RAW;
      int stored = elements;
      if (Fill.period(planes, from, elements) == 1) {
        form = FILL;
        stored = 1;
      } else if (((tried >> p) & (Plan.ENTROPY | Plan.MATCHES)) != 0) {
        int worthwhile = elements - elements / 32;
        int count =
            ((tried >> p) & Plan.MATCHES) != 0
                ? scratch.compress(planes, from, elements, out, at, worthwhile)
                : scratch.compressEntropy(planes, from, elements, out, at, worthwhile);
        if (count > 0) {
          form = ZSTD;
          stored = count;
        }
      }
      if (form != ZSTD) {
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

  /** Reads the layout above; IllegalArgumentException if it is not one. */
  static void decode(ByteBuffer stored, byte[] to, int toAt, int rawLength, Scratch scratch) {
    ByteBuffer in = stored.slice().order(ByteOrder.LITTLE_ENDIAN);
    int length = in.limit();
    int width = length < 1 ? 0 : in.get(0);
    if ((width != 2 && width != 4 && width != 8) || length < 1 + RECORD * width) {
      throw new IllegalArgumentException("planes of elements of " + width + " bytes");
    }
    int elements = rawLength / width;
    int tail = rawLength - elements * width;
    long end = 1L + (long) RECORD * width;
    for (int p = 0; p < width; p++) {
      end += storedLength(in, p, elements);
    }
    if (end + tail != length) {
      throw new IllegalArgumentException("planes that end at " + end + " of " + length);
    }
    int at = 1 + RECORD * width;
    byte[] planes = scratch.planes(elements * width);
    for (int p = 0; p < width; p++) {
      int count = storedLength(in, p, elements);
      int plane = p * elements;
      switch (in.get(1 + RECORD * p)) {
        case RAW -> in.get(at, planes, plane, elements);
        case FILL -> Arrays.fill(planes, plane, plane + elements, in.get(at));
        default -> scratch.decompress(in, at, count, planes, plane, elements);
      }
      at += count;
    }
    join(planes, width, elements, to, toAt);
    in.get(at, to, toAt + elements * width, tail);
  }

  private static int storedLength(ByteBuffer in, int plane, int elements) {
    int form = in.get(1 + RECORD * plane);
    int length = in.getInt(2 + RECORD * plane);
    boolean sound =
        elements > 0
            && switch (form) {
              case RAW -> length == elements;
              case FILL -> length == 1;
              case ZSTD -> length > 0 && length < elements;
              default -> false;
            };
    if (!sound) {
      throw new IllegalArgumentException(
          "plane " + plane + " of form " + form + " in " + length + " bytes");
    }
    return length;
  }

  /** Undoes {@link #split}. */
  static void join(byte[] planes, int width, int elements, byte[] out, int outAt) {
    int n = elements;
    switch (width) {
      case 2 -> {
        for (int i = 0; i < n; i++) {
          SHORT.set(out, outAt + i * 2, (short) ((planes[i] & 0xFF) | (planes[n + i] << 8)));
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          int low = (planes[i] & 0xFF) | ((planes[n + i] & 0xFF) << 8);
          int high = (planes[2 * n + i] & 0xFF) | (planes[3 * n + i] << 8);
          INT.set(out, outAt + i * 4, low | (high << 16));
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          long element = 0;
          for (int p = 0; p < 8; p++) {
            element |= (planes[p * n + i] & 0xFFL) << (8 * p);
          }
          LONG.set(out, outAt + i * 8, element);
        }
      }
    }
  }
}
