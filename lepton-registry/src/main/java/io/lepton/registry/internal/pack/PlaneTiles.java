package io.lepton.registry.internal.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layout of {@link Planes}: joins elements tile by tile. Elements that are {@link Steps}
 * go on from those of the base before these become bytes, if it has such, too.
 */
final class PlaneTiles implements Decoding {
  private static final long EACH_BYTE = 0x0101010101010101L;

  private final ByteBuffer in;
  private final Grouping grouping;
  private final int elements;
  private final Lanes lanes;

  /** Null where one byte repeats: a plane of it would be written and read for nothing. */
  private final @Nullable ByteBuffer[] planes;

  private final byte[] fills;

  /** What the elements are steps from; null if they are none. */
  private final @Nullable Decoding base;

  /** The base, if its elements are as wide. */
  private final @Nullable PlaneTiles near;

  /**
   * Looks at all and inflates what is compressed; IllegalArgumentException if it is not that
   * layout.
   *
   * @param turned whether elements were turned, see {@link Grouping}
   * @param base what the elements are {@link Steps} from, and the bytes after the last whole one
   *     were xored to; null if they are by themselves
   */
  PlaneTiles(
      ByteBuffer stored, boolean turned, int rawLength, @Nullable Decoding base, Scratch scratch) {
    this.in = stored.slice().order(ByteOrder.LITTLE_ENDIAN);
    int length = in.limit();
    this.grouping = Grouping.of(length < 1 ? 0 : in.get(0), turned);
    int width = grouping.width();
    int at = 1 + Planes.RECORD * width;
    if (length < at) {
      throw new IllegalArgumentException("planes cut short at " + length + " bytes");
    }
    this.elements = rawLength / width;
    long end = at;
    int packed = 0;
    for (int p = 0; p < width; p++) {
      end += requireStoredLength(p);
      packed += isPacked(p) ? elements : 0;
    }
    int tail = rawLength - elements * width;
    if (end + tail != length) {
      throw new IllegalArgumentException("planes that end at " + end + " of " + length);
    }
    this.lanes = scratch.lanes();
    this.planes = new ByteBuffer[width];
    this.fills = new byte[width];
    byte[] inflated = scratch.planes(packed);
    packed = 0;
    for (int p = 0; p < width; p++) {
      int count = storedLength(p);
      ByteBuffer plane = null;
      if (isPacked(p)) {
        inflate(p, at, count, inflated, packed, scratch);
        plane = ByteBuffer.wrap(inflated).slice(packed, elements);
        packed += elements;
      } else if (form(p) == Planes.RAW) {
        plane = in.slice(at, count);
      }
      planes[p] = plane == null ? null : plane.order(ByteOrder.LITTLE_ENDIAN);
      fills[p] = plane == null ? in.get(at) : 0;
      at += count;
    }
    this.base = base;
    this.near = base instanceof PlaneTiles tiles && tiles.width() == width ? tiles : null;
  }

  private int form(int plane) {
    return in.get(1 + Planes.RECORD * plane);
  }

  private boolean isPacked(int plane) {
    int form = form(plane);
    return form == Planes.ZSTD || form == Planes.SPARSE;
  }

  private int storedLength(int plane) {
    return in.getInt(2 + Planes.RECORD * plane);
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

  private void inflate(int plane, int at, int count, byte[] to, int toAt, Scratch scratch) {
    if (form(plane) == Planes.SPARSE) {
      Sparse.decode(in, at, count, to, toAt, elements, scratch);
    } else {
      scratch.decompress(in, at, count, to, toAt, elements);
    }
  }

  private int width() {
    return grouping.width();
  }

  @Override
  public void tile(byte[] to, int at, int from, int length) {
    baseTile(to, at, from, length);
    int words = length / (width() * Lanes.AT_ONCE);
    joined(to, at, from, words).store(to, at, width(), words);
    rest(to, at, from, words * width() * Lanes.AT_ONCE, length);
  }

  /** Has what lies under these and the bases' elements written, if it has none. */
  private void baseTile(byte[] to, int at, int from, int length) {
    if (near != null) {
      near.baseTile(to, at, from, length);
    } else if (base != null) {
      base.tile(to, at, from, length);
    }
  }

  private Lanes joined(byte[] there, int at, int from, int words) {
    int first = from / width() / Lanes.AT_ONCE;
    for (int p = 0; p < width(); p++) {
      ByteBuffer plane = planes[p];
      if (plane == null) {
        Arrays.fill(lanes.lane(p), 0, words, EACH_BYTE * (fills[p] & 0xFF));
      } else {
        plane.asLongBuffer().get(first, lanes.lane(p), 0, words);
      }
    }
    lanes.join(grouping, words);
    if (base == null) {
      return lanes;
    }
    Lanes result = near != null ? near.joined(there, at, from, words) : new Lanes();
    if (near == null) {
      result.load(there, at, width(), words);
    }
    result.go(lanes, width(), words);
    return result;
  }

  /** The last elements, which fill no word, and the bytes after them. */
  private void rest(byte[] to, int at, int from, int begin, int length) {
    if (near != null) {
      near.rest(to, at, from, begin, length);
    }
    int end = length - length % width();
    for (int i = begin; i < end; i += width()) {
      long element = 0;
      for (int p = 0; p < width(); p++) {
        ByteBuffer plane = planes[p];
        byte part = plane == null ? fills[p] : plane.get((from + i) / width());
        element |= (part & 0xFFL) << (Byte.SIZE * p);
      }
      if (grouping.isTurned()) {
        element = element >>> 1 | element << (2 * Byte.SIZE - 1);
      }
      if (base != null) {
        long there = Steps.element(to, at + i, width());
        element = Steps.ofWidth(width()).from(there, element);
      }
      Steps.put(to, at + i, width(), element);
    }
    for (int i = end; i < length; i++) {
      byte tail = in.get(in.limit() - length + i);
      to[at + i] = (byte) (base != null ? to[at + i] ^ tail : tail);
    }
  }
}
