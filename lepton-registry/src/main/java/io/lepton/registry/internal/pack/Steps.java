package io.lepton.registry.internal.pack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How far elements lie from those of a base, as whole numbers: {@code chunk - base} modulo the
 * width, zigzag so that small steps both ways have zeros above. The bits of floats of one sign rise
 * with their value, so this is small where the values are close; a xor is not, when a carry runs
 * through. Several elements share a 64-bit register.
 *
 * @param bits of an element: 16, 32 or 64
 * @param highest bit of each element in the register
 * @param lowest bit of each
 */
record Steps(int bits, long highest, long lowest) {
  private static final Steps OF_2 = new Steps(16, 0x8000800080008000L, 0x0001000100010001L);
  private static final Steps OF_4 = new Steps(32, 0x8000000080000000L, 0x0000000100000001L);
  private static final Steps OF_8 = new Steps(64, 0x8000000000000000L, 0x0000000000000001L);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** For elements of 2, 4 or 8 bytes. */
  static Steps ofWidth(int width) {
    return switch (width) {
      case 2 -> OF_2;
      case 4 -> OF_4;
      default -> OF_8;
    };
  }

  /** Writes the steps of whole elements; the bytes after the last one are xored. */
  static void between(byte[] base, byte[] chunk, int length, int width, byte[] to) {
    Steps steps = ofWidth(width);
    int whole = length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      LONG.set(to, i, steps.between((long) LONG.get(base, i), (long) LONG.get(chunk, i)));
    }
    int end = length - length % width;
    for (int i = whole; i < end; i += width) {
      long step = steps.between(element(base, i, width), element(chunk, i, width));
      put(to, i, width, step);
    }
    for (int i = end; i < length; i++) {
      to[i] = (byte) (base[i] ^ chunk[i]);
    }
  }

  /** One element, above which there are zeros. */
  static long element(byte[] bytes, int at, int width) {
    long element = 0;
    for (int b = 0; b < width; b++) {
      element |= (bytes[at + b] & 0xFFL) << (8 * b);
    }
    return element;
  }

  /** Writes one element, whatever is above it. */
  static void put(byte[] to, int at, int width, long element) {
    for (int b = 0; b < width; b++) {
      to[at + b] = (byte) (element >>> (8 * b));
    }
  }

  /** The steps from each element of one register to that of another. */
  long between(long base, long chunk) {
    // Each difference in its own lane (Warren, Hacker's Delight, 2-18).
    long step = ((chunk | highest) - (base & ~highest)) ^ ((chunk ^ ~base) & highest);
    return (step << 1 & ~lowest) ^ filled(step >>> (bits - 1) & lowest);
  }

  /** Undoes {@link #between(long, long)}. */
  long from(long base, long steps) {
    long step = (steps >>> 1 & ~highest) ^ filled(steps & lowest);
    return ((base & ~highest) + (step & ~highest)) ^ ((base ^ step) & highest);
  }

  /** As above, of whole registers; the base becomes the result. */
  void from(long[] base, long[] steps, int words) {
    long high = highest;
    long low = lowest;
    int most = bits - 1;
    for (int i = 0; i < words; i++) {
      long b = base[i];
      long s = steps[i];
      long down = s & low;
      // Shifted and subtracted, not multiplied, which has no vector instruction.
      long step = (s >>> 1 & ~high) ^ ((down << most << 1) - down);
      base[i] = ((b & ~high) + (step & ~high)) ^ ((b ^ step) & high);
    }
  }

  /** Spreads the lowest bit of each element over it. */
  private long filled(long low) {
    return low * (-1L >>> (Long.SIZE - bits));
  }
}
