package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;

/** Undoes what {@link Encoder} did; whoever calls it checks that the bytes have their name. */
final class Decoder {
  private Decoder() {}

  /** Gives the raw bytes of a base. */
  interface BaseSource {
    /**
     * Begins with them; IllegalArgumentException if they are not {@code length}.
     *
     * @param to where the whole chunk goes, from {@code at} on
     */
    Decoding open(Digest base, byte[] to, int at, int length);
  }

  /**
   * Looks at stored bytes, which must stay as they are until the last tile. What can come only as a
   * whole is written at once.
   *
   * @param to where the whole chunk goes, from {@code at} on
   * @param scratch is used until the last tile
   * @throws IllegalArgumentException if they are not what the codec makes of as many
   */
  static Decoding open(
      Codec codec,
      ByteBuffer stored,
      byte[] to,
      int at,
      int rawLength,
      BaseSource bases,
      Scratch scratch) {
    if (codec != Codec.DELTA) {
      return plain(codec, stored, to, at, rawLength, scratch);
    }
    Delta delta = Delta.read(stored);
    int begin = stored.position() + Delta.PREFIX;
    ByteBuffer inner = stored.slice(begin, stored.limit() - begin);
    Decoding base = bases.open(delta.base(), to, at, rawLength);
    if (delta.inner() == Codec.STEPS) {
      return new PlaneTiles(inner, false, rawLength, base, scratch);
    }
    byte[] difference = scratch.difference(rawLength);
    Decoding plain = plain(delta.inner(), inner, difference, 0, rawLength, scratch);
    return (target, targetAt, from, length) -> {
      base.tile(target, targetAt, from, length);
      plain.tile(difference, from, from, length);
      Delta.xor(target, targetAt, difference, from, target, targetAt, length);
    };
  }

  private static Decoding plain(
      Codec codec, ByteBuffer stored, byte[] to, int at, int rawLength, Scratch scratch) {
    int length = stored.remaining();
    switch (codec) {
      case RAW -> {
        requireRaw(length, rawLength);
        int begin = stored.position();
        return (target, targetAt, from, count) -> stored.get(begin + from, target, targetAt, count);
      }
      case ZSTD -> scratch.decompress(stored, stored.position(), length, to, at, rawLength);
      case FILL -> {
        byte[] pattern = new byte[Math.min(length, Fill.WIDEST + 1)];
        stored.get(stored.position(), pattern);
        Fill.decode(pattern, pattern.length, to, at, rawLength);
      }
      case PLANES, TURNED_PLANES -> {
        return new PlaneTiles(stored, codec == Codec.TURNED_PLANES, rawLength, null, scratch);
      }
      default -> throw new IllegalArgumentException("bytes of codec " + codec.number());
    }
    return Decoding.DONE;
  }

  static void requireRaw(int storedLength, int rawLength) {
    if (storedLength != rawLength) {
      throw new IllegalArgumentException("raw bytes: " + storedLength);
    }
  }
}
