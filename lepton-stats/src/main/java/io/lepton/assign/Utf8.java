package io.lepton.assign;

/** One character of a text at a time as UTF-8, so that hashing needs no array of bytes. */
final class Utf8 {
  private Utf8() {}

  /** Bytes of the character that begins with {@code first}; 4 means that it takes two chars. */
  static int size(char first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0x800) {
      return 2;
    }
    return Character.isSurrogate(first) ? 4 : 3;
  }

  static int chars(int size) {
    return size == 4 ? 2 : 1;
  }

  /** The bytes of the character at an index, the first in the lowest eight bits. */
  static long bytes(String text, int index, int size) {
    int c = text.charAt(index);
    return switch (size) {
      case 1 -> c;
      case 2 -> (0xC0 | (c >> 6)) | (next(c) << 8);
      case 3 -> (0xE0 | (c >> 12)) | (next(c >> 6) << 8) | (next(c) << 16);
      default -> pair(text, index);
    };
  }

  private static long pair(String text, int index) {
    UnitId.requirePair("unit id", text, index);
    int point = text.codePointAt(index);
    int bytes =
        (0xF0 | (point >> 18))
            | (next(point >> 12) << 8)
            | (next(point >> 6) << 16)
            | (next(point) << 24);
    return Integer.toUnsignedLong(bytes);
  }

  private static int next(int bits) {
    return 0x80 | (bits & 0x3F);
  }
}
