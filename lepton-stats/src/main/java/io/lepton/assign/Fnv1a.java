package io.lepton.assign;

/**
 * FNV-1a, 32 bits, continued from any state. GrowthBook's SDKs feed it differently outside ASCII:
 * JavaScript a char (UTF-16 unit) at a time, Java and others a byte of UTF-8.
 */
final class Fnv1a {
  static final int START = 0x811C9DC5;
  private static final int PRIME = 0x01000193;

  private Fnv1a() {}

  static int ofChars(int start, String text) {
    int hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = step(hash, text.charAt(i));
    }
    return hash;
  }

  static int ofUtf8(int start, String text) {
    int hash = start;
    for (int i = 0; i < text.length(); ) {
      int size = Utf8.size(text.charAt(i));
      long bytes = Utf8.bytes(text, i, size);
      for (int left = size; left > 0; left--) {
        hash = step(hash, (int) (bytes & 0xFF));
        bytes >>>= 8;
      }
      i += Utf8.chars(size);
    }
    return hash;
  }

  /** Of a number's decimal digits. */
  static int ofDigits(int start, int unsigned) {
    long number = Integer.toUnsignedLong(unsigned);
    long place = 1;
    while (number / place >= 10) {
      place *= 10;
    }
    int hash = start;
    for (; place > 0; place /= 10) {
      hash = step(hash, '0' + (int) (number / place % 10));
    }
    return hash;
  }

  private static int step(int hash, int value) {
    return (hash ^ value) * PRIME;
  }
}
