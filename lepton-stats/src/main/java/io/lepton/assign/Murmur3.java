package io.lepton.assign;

/**
 * MurmurHash3_x86_32 of two texts one after the other in UTF-8, as in Austin Appleby's {@code
 * MurmurHash3.cpp}. Nothing is allocated.
 */
final class Murmur3 {
  private static final int C1 = 0xCC9E2D51;
  private static final int C2 = 0x1B873593;

  private Murmur3() {}

  static int hash(String first, String second, int seed) {
    int hash = seed;
    int bytes = 0;
    long block = 0;
    int bits = 0;
    int boundary = first.length();
    int end = boundary + second.length();
    for (int i = 0; i < end; ) {
      String text = i < boundary ? first : second;
      int at = i < boundary ? i : i - boundary;
      int size = Utf8.size(text.charAt(at));
      block |= Utf8.bytes(text, at, size) << bits;
      bits += size * 8;
      bytes += size;
      if (bits >= Integer.SIZE) {
        hash = Integer.rotateLeft(hash ^ scrambled((int) block), 13) * 5 + 0xE6546B64;
        block >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
      i += Utf8.chars(size);
    }
    if (bits > 0) {
      hash ^= scrambled((int) block);
    }
    return avalanche(hash ^ bytes);
  }

  private static int scrambled(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }

  private static int avalanche(int hash) {
    int h = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }
}
