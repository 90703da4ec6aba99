package io.lepton.assign;

/**
 * XXH64 of a text in UTF-8, as specified in the xxHash repository's {@code doc/xxhash_spec.md},
 * section "XXH64 Algorithm Description". Chosen because it passes SMHasher, its specification is
 * short enough to be written again in any language, and it is the same on every platform.
 *
 * <p>The text is encoded on the way, eight bytes to a lane, four lanes to a stripe: nothing is
 * allocated.
 */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private XxHash64() {}

  static long hash(String text, long seed) {
    long a = seed + P1 + P2;
    long b = seed + P2;
    long c = seed;
    long d = seed - P1;
    long lane0 = 0; // of the stripe begun
    long lane1 = 0;
    long lane2 = 0;
    int lanes = 0;
    long lane = 0; // begun
    int bits = 0;
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int size = Utf8.size(text.charAt(i));
      long code = Utf8.bytes(text, i, size);
      i += Utf8.chars(size);
      bytes += size;
      lane |= code << bits;
      bits += size * 8;
      if (bits >= Long.SIZE) {
        switch (lanes) {
          case 0 -> lane0 = lane;
          case 1 -> lane1 = lane;
          case 2 -> lane2 = lane;
          default -> {
            a = round(a, lane0);
            b = round(b, lane1);
            c = round(c, lane2);
            d = round(d, lane);
          }
        }
        lanes = (lanes + 1) % 4;
        bits -= Long.SIZE;
        lane = bits == 0 ? 0 : code >>> (size * 8 - bits);
      }
    }
    long hash = (bytes >= STRIPE ? joined(a, b, c, d) : seed + P5) + bytes;
    hash = lanes > 0 ? withLane(hash, lane0) : hash;
    hash = lanes > 1 ? withLane(hash, lane1) : hash;
    hash = lanes > 2 ? withLane(hash, lane2) : hash;
    return avalanche(withRest(hash, lane, bits));
  }

  private static long joined(long a, long b, long c, long d) {
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    return merge(merge(merge(merge(hash, a), b), c), d);
  }

  private static long withLane(long hash, long lane) {
    return Long.rotateLeft(hash ^ round(0, lane), 27) * P1 + P4;
  }

  private static long withRest(long start, long lane, int bits) {
    long hash = start;
    long rest = lane;
    int left = bits;
    if (left >= Integer.SIZE) {
      hash = Long.rotateLeft(hash ^ ((rest & 0xFFFFFFFFL) * P1), 23) * P2 + P3;
      rest >>>= Integer.SIZE;
      left -= Integer.SIZE;
    }
    for (; left > 0; left -= 8) {
      hash = Long.rotateLeft(hash ^ ((rest & 0xFF) * P5), 11) * P1;
      rest >>>= 8;
    }
    return hash;
  }

  private static long avalanche(long hash) {
    long h = (hash ^ (hash >>> 33)) * P2;
    h = (h ^ (h >>> 29)) * P3;
    return h ^ (h >>> 32);
  }

  private static long round(long accumulator, long lane) {
    return Long.rotateLeft(accumulator + lane * P2, 31) * P1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * P1 + P4;
  }
}
