package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;

/** Undoes what {@link Encoder} did; whoever calls it checks that the bytes have their name. */
final class Decoder {
  private Decoder() {}

  /** Gives the raw bytes of a base. */
  interface BaseSource {
    /** Begins with them; IllegalArgumentException if they are not {@code length}. */
    Decoding open(Digest base, int length);
  }

  /**
   * Looks at stored bytes, which must stay as they are until the last tile, and inflates what can
   * come only as a whole.
   *
   * @param scratch is used until the last tile
   * @throws IllegalArgumentException if they are not what the codec makes of as many
   */
  static Decoding open(
      Codec codec, ByteBuffer stored, int rawLength, BaseSource bases, Scratch scratch) {
    if (codec != Codec.DELTA) {
      return plain(codec, stored, rawLength, scratch);
    }
    Delta delta = Delta.read(stored);
    int begin = stored.position() + Delta.PREFIX;
    ByteBuffer inner = stored.slice(begin, stored.limit() - begin);
    Decoding base = bases.open(delta.base(), rawLength);
    if (delta.inner() == Codec.STEPS) {
      return new PlaneTiles(inner, false, rawLength, base, scratch);
    }
    Decoding plain = plain(delta.inner(), inner, rawLength, scratch);
    byte[] difference = new byte[Math.min(Decoding.TILE, rawLength)];
    return (to, at, from, length) -> {
      base.tile(to, at, from, length);
      plain.tile(difference, 0, from, length);
      Delta.xor(to, at, difference, 0, to, at, length);
    };
  }

  private static Decoding plain(Codec codec, ByteBuffer stored, int rawLength, Scratch scratch) {
    int length = stored.remaining();
    return switch (codec) {
      case RAW -> {
        requireRaw(length, rawLength);
        int begin = stored.position();
        yield (to, at, from, count) -> stored.get(begin + from, to, at, count);
      }
      case ZSTD -> {
        byte[] raw = scratch.whole(rawLength);
        scratch.decompress(stored, stored.position(), length, raw, 0, rawLength);
        yield Decoding.of(raw);
      }
      case FILL -> {
        byte[] pattern = new byte[Math.min(length, Fill.WIDEST + 1)];
        stored.get(stored.position(), pattern);
        yield Fill.decoding(pattern, rawLength);
      }
      case PLANES, TURNED_PLANES ->
          new PlaneTiles(stored, codec == Codec.TURNED_PLANES, rawLength, null, scratch);
      default -> throw new IllegalArgumentException("bytes of codec " + codec.number());
    };
  }

  static void requireRaw(int storedLength, int rawLength) {
    if (storedLength != rawLength) {
      throw new IllegalArgumentException("raw bytes: " + storedLength);
    }
  }
}
