package io.lepton.registry.internal.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads the layout of {@link Planes}: joins elements tile by tile. */
final class PlaneTiles implements Decoding {
  private final ByteBuffer in;
  private final Grouping grouping;
  private final int elements;
  private final boolean steps;
  private final byte[] tile;

  /** Planes that were stored compressed, one after the other. */
  private final byte[] inflated;

  /** Where each plane's bytes begin, in one of the two. */
  private final int[] begins;

  /**
   * Looks at all and inflates what is compressed; IllegalArgumentException if it is not that
   * layout.
   *
   * @param turned whether elements were turned, see {@link Grouping}
   * @param steps whether the elements are {@link Steps} from what is there, and the bytes after the
   *     last whole one xored to it
   */
  PlaneTiles(ByteBuffer stored, boolean turned, int rawLength, boolean steps, Scratch scratch) {
    this.in = stored.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.steps = steps;
    int length = in.limit();
    this.grouping = Grouping.of(length < 1 ? 0 : in.get(0), turned);
    int width = grouping.width();
    int at = 1 + Planes.RECORD * width;
    if (length < at) {
      throw new IllegalArgumentException("planes cut short at " + length + " bytes");
    }
    this.elements = rawLength / width;
    this.begins = new int[width];
    int packed = 0;
    long end = at;
    for (int p = 0; p < width; p++) {
      end += requireStoredLength(p);
      packed += isPacked(p) ? 1 : 0;
    }
    if (end + rawLength - elements * width != length) {
      throw new IllegalArgumentException("planes that end at " + end + " of " + length);
    }
    this.inflated = scratch.planes(packed * elements);
    this.tile = scratch.tile(TILE);
    packed = 0;
    for (int p = 0; p < width; p++) {
      int count = storedLength(p);
      if (isPacked(p)) {
        begins[p] = packed;
        inflate(p, at, count, scratch);
        packed += elements;
      } else {
        begins[p] = at;
      }
      at += count;
    }
  }

  private int form(int plane) {
    return in.get(1 + Planes.RECORD * plane);
  }

  private int storedLength(int plane) {
    return in.getInt(2 + Planes.RECORD * plane);
  }

  private boolean isPacked(int plane) {
    return form(plane) == Planes.ZSTD || form(plane) == Planes.SPARSE;
  }

  private int requireStoredLength(int plane) {
    int form = form(plane);
    int length = storedLength(plane);
    boolean sound =
        elements > 0
            && switch (form) {
              case Planes.RAW -> length == elements;
              case Planes.FILL -> length == 1;
              case Planes.ZSTD, Planes.SPARSE -> length > 0 && length < elements;
              default -> false;
            };
    if (!sound) {
      throw new IllegalArgumentException(
          "plane " + plane + " of form " + form + " in " + length + " bytes");
    }
    return length;
  }

  private void inflate(int plane, int at, int count, Scratch scratch) {
    if (form(plane) == Planes.SPARSE) {
      Sparse.decode(in, at, count, inflated, begins[plane], elements, scratch);
    } else {
      scratch.decompress(in, at, count, inflated, begins[plane], elements);
    }
  }

  @Override
  public void tile(byte[] to, int at, int from, int length) {
    int width = grouping.width();
    int first = from / width;
    int count = length / width;
    for (int p = 0; p < width; p++) {
      switch (form(p)) {
        case Planes.RAW -> in.get(begins[p] + first, tile, p * count, count);
        case Planes.FILL -> Arrays.fill(tile, p * count, (p + 1) * count, in.get(begins[p]));
        default -> System.arraycopy(inflated, begins[p] + first, tile, p * count, count);
      }
    }
    Interleave.join(tile, grouping, count, to, at, steps);
    for (int i = count * width; i < length; i++) { // after the last element; they end the chunk
      byte tail = in.get(in.limit() - length + i);
      to[at + i] = (byte) (steps ? to[at + i] ^ tail : tail);
    }
  }
}
