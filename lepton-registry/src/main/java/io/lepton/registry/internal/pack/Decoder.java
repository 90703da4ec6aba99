package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes what {@link Encoder} did; whoever calls it checks that the bytes have their name. */
final class Decoder {
  private Decoder() {}

  /** Gives the raw bytes of a base, checked. */
  interface BaseSource {
    ByteBuffer raw(Digest base);
  }

  /**
   * Gives the raw bytes, if these are what the codec makes of as many.
   *
   * @return read-only and little-endian
   * @throws IllegalArgumentException if they are not
   */
  static ByteBuffer decode(Codec codec, ByteBuffer stored, int rawLength, BaseSource bases) {
    if (codec == Codec.RAW) {
      if (stored.remaining() != rawLength) {
        throw new IllegalArgumentException("raw bytes: " + stored.remaining());
      }
      return stored.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    byte[] raw =
        codec == Codec.DELTA ? delta(stored, rawLength, bases) : plain(codec, stored, rawLength);
    return ByteBuffer.wrap(raw).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] delta(ByteBuffer stored, int rawLength, BaseSource bases) {
    Delta delta = Delta.read(stored);
    ByteBuffer body =
        stored.slice(stored.position() + Delta.PREFIX, stored.remaining() - Delta.PREFIX);
    byte[] raw = plain(delta.inner(), body, rawLength);
    ByteBuffer base = bases.raw(delta.base());
    if (base.remaining() != rawLength) {
      throw new IllegalArgumentException("a difference from " + base.remaining() + " bytes");
    }
    Delta.xor(raw, base, raw, rawLength);
    return raw;
  }

  private static byte[] plain(Codec codec, ByteBuffer stored, int rawLength) {
    byte[] bytes = new byte[stored.remaining()];
    stored.duplicate().get(bytes);
    if (codec == Codec.RAW) {
      if (bytes.length != rawLength) {
        throw new IllegalArgumentException("raw bytes: " + bytes.length);
      }
      return bytes;
    }
    byte[] raw = new byte[rawLength];
    switch (codec) {
      case ZSTD -> {
        try (Scratch scratch = Scratch.take()) {
          scratch.decompress(bytes, 0, bytes.length, raw, 0, rawLength);
        }
      }
      case FILL -> Fill.decode(bytes, 0, bytes.length, raw, 0, rawLength);
      default -> Planes.decode(bytes, 0, bytes.length, raw, rawLength);
    }
    return raw;
  }
}
