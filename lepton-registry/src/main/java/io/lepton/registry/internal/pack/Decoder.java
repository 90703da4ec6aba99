package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;

/** Undoes what {@link Encoder} did; whoever calls it checks that the bytes have their name. */
final class Decoder {
  private Decoder() {}

  /** Gives the raw bytes of a base. */
  interface BaseSource {
    /** Writes them; IllegalArgumentException if they are not {@code length}. */
    void read(Digest base, byte[] to, int at, int length);
  }

  /**
   * Writes the raw bytes, if the stored ones are what the codec makes of as many.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void decode(
      Codec codec,
      ByteBuffer stored,
      byte[] to,
      int at,
      int rawLength,
      BaseSource bases,
      Scratch scratch) {
    if (codec != Codec.DELTA) {
      plain(codec, stored, to, at, rawLength, scratch);
      return;
    }
    Delta delta = Delta.read(stored);
    int begin = stored.position() + Delta.PREFIX;
    ByteBuffer inner = stored.slice(begin, stored.limit() - begin);
    bases.read(delta.base(), to, at, rawLength);
    if (delta.inner() == Codec.STEPS) {
      Planes.decode(inner, false, to, at, rawLength, true, scratch);
    } else {
      byte[] difference = scratch.difference(rawLength);
      plain(delta.inner(), inner, difference, 0, rawLength, scratch);
      Delta.xor(to, at, difference, to, at, rawLength);
    }
  }

  private static void plain(
      Codec codec, ByteBuffer stored, byte[] to, int at, int rawLength, Scratch scratch) {
    int length = stored.remaining();
    switch (codec) {
      case RAW -> {
        requireRaw(length, rawLength);
        stored.get(stored.position(), to, at, rawLength);
      }
      case ZSTD -> scratch.decompress(stored, stored.position(), length, to, at, rawLength);
      case FILL -> {
        byte[] pattern = new byte[Math.min(length, Fill.WIDEST + 1)];
        stored.get(stored.position(), pattern);
        Fill.decode(pattern, pattern.length, to, at, rawLength);
      }
      case PLANES, TURNED_PLANES ->
          Planes.decode(stored, codec == Codec.TURNED_PLANES, to, at, rawLength, false, scratch);
      default -> throw new IllegalArgumentException("bytes of codec " + codec.number());
    }
  }

  static void requireRaw(int storedLength, int rawLength) {
    if (storedLength != rawLength) {
      throw new IllegalArgumentException("raw bytes: " + storedLength);
    }
  }
}
