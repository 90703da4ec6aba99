package io.lepton.registry.internal.pack;

import com.github.luben.zstd.Zstd;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Decodes sound chunks as docs/format.md says, in the shortest way, sharing no code. */
final class PlainDecoder {
  private PlainDecoder() {}

  /** Gives raw bytes; what is a difference is one from a base, of the same length in any case. */
  static byte[] decode(int codec, byte[] stored, byte[] base) {
    if (codec == 4) {
      byte[] inner = Arrays.copyOfRange(stored, 34, stored.length);
      byte[] change = decode(stored[33] == 7 ? 3 : stored[33], inner, base);
      return stored[33] == 7 ? stepped(base, change, stored[34]) : xored(base, change);
    }
    return switch (codec) {
      case 0 -> stored.clone();
      case 1 -> Zstd.decompress(stored, base.length);
      case 2 -> repeated(stored, base.length);
      default -> planes(stored, base.length, codec == 6);
    };
  }

  private static byte[] repeated(byte[] pattern, int length) {
    byte[] raw = new byte[length];
    for (int i = 0; i < length; i++) {
      raw[i] = pattern[i % pattern.length];
    }
    return raw;
  }

  private static byte[] xored(byte[] base, byte[] change) {
    byte[] raw = new byte[base.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (base[i] ^ change[i]);
    }
    return raw;
  }

  private static byte[] stepped(byte[] base, byte[] change, int width) {
    byte[] raw = xored(base, change); // right for the bytes after the last element
    for (int at = 0; at + width <= raw.length; at += width) {
      BigInteger zigzag = element(change, at, width);
      BigInteger step = zigzag.shiftRight(1);
      step = zigzag.testBit(0) ? step.not() : step;
      put(raw, at, width, element(base, at, width).add(step));
    }
    return raw;
  }

  private static byte[] planes(byte[] stored, int length, boolean turned) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    int width = in.get();
    int elements = length / width;
    byte[] raw = new byte[length];
    int at = 1 + 5 * width;
    for (int p = 0; p < width; p++) {
      int count = in.getInt(2 + 5 * p);
      byte[] part = Arrays.copyOfRange(stored, at, at + count);
      byte[] plane =
          switch (in.get(1 + 5 * p)) {
            case 0 -> part;
            case 1 -> Zstd.decompress(part, elements);
            case 2 -> repeated(part, elements);
            default -> sparse(part, elements);
          };
      for (int i = 0; i < elements; i++) {
        raw[width * i + p] = plane[i];
      }
      at += count;
    }
    System.arraycopy(stored, at, raw, elements * width, length - elements * width);
    for (int i = 0; turned && i < elements; i++) {
      BigInteger element = element(raw, 2 * i, 2);
      put(raw, 2 * i, 2, element.shiftRight(1).or(element.shiftLeft(15)));
    }
    return raw;
  }

  private static byte[] sparse(byte[] stored, int length) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    int pairs = in.getInt(0);
    int end = 10 + in.getInt(5);
    byte[] gaps = Arrays.copyOfRange(stored, 10, end);
    byte[] bytes = Arrays.copyOfRange(stored, end, stored.length);
    gaps = in.get(4) == 1 ? Zstd.decompress(gaps, pairs) : gaps;
    bytes = in.get(9) == 1 ? Zstd.decompress(bytes, pairs) : bytes;
    byte[] plane = new byte[length];
    int next = 0;
    for (int i = 0; i < pairs; i++) {
      next += gaps[i] & 0xFF;
      plane[next++] = bytes[i];
    }
    return plane;
  }

  private static BigInteger element(byte[] bytes, int at, int width) {
    BigInteger element = BigInteger.ZERO;
    for (int b = 0; b < width; b++) {
      element = element.or(BigInteger.valueOf(bytes[at + b] & 0xFF).shiftLeft(8 * b));
    }
    return element;
  }

  private static void put(byte[] bytes, int at, int width, BigInteger element) {
    for (int b = 0; b < width; b++) {
      bytes[at + b] = element.shiftRight(8 * b).byteValue();
    }
  }
}
