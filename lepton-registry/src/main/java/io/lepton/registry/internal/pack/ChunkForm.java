package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.pack.Decoder.BaseSource;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How raw bytes get their name and their stored form, and how they come back: everything that would
 * differ if chunks were kept under a key. Thread-safe.
 */
final class ChunkForm {
  /** Names are SHA-256, stored bytes are open. */
  static final ChunkForm PLAIN = new ChunkForm();

  private ChunkForm() {}

  Digest name(ByteBuffer raw) {
    return Digest.of(raw);
  }

  /** As {@link Encoder#encode}. */
  Encoded encode(byte[] raw, int length, int width, List<Base> bases) {
    return Encoder.encode(raw, length, width, bases);
  }

  /**
   * Writes the raw bytes; whether they have their name is checked by {@link #requireName}.
   *
   * @param what it is part of, for messages
   * @throws CorruptDataException if the stored bytes cannot be decoded to as many
   */
  void decode(Chunk place, ByteBuffer stored, byte[] to, int at, String what, BaseSource bases) {
    Codec codec = Codec.numbered(place.codec(), place.pack(), place.offset());
    try {
      Decoder.decode(codec, stored, to, at, place.rawLength(), bases);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException(
          at(place, what) + ": expected " + place.rawLength() + " bytes, found " + e.getMessage(),
          e);
    }
  }

  /**
   * Checks raw bytes.
   *
   * @throws CorruptDataException if they are not the chunk
   */
  void requireName(Chunk place, ByteBuffer raw, String what) {
    Digest found = name(raw);
    if (!found.equals(place.digest())) {
      throw new CorruptDataException(
          at(place, what) + ": expected SHA-256 " + place.digest() + ", found " + found);
    }
  }

  /** Names a chunk and its place for messages. */
  static String at(Chunk place, String what) {
    return what
        + ": pack "
        + place.pack()
        + " at "
        + place.offset()
        + ", chunk "
        + place.digest().hex().substring(0, 12);
  }
}
