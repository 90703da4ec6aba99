package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.pack.Decoder.BaseSource;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How raw bytes get their name and their stored form, and how they come back: everything that
 * differs if chunks are kept under a key. Thread-safe.
 */
final class ChunkForm {
  /** Names are SHA-256, stored bytes are open. */
  static final ChunkForm PLAIN = new ChunkForm(null);

  private final @Nullable ModelCipher cipher;

  private ChunkForm(@Nullable ModelCipher cipher) {
    this.cipher = cipher;
  }

  /** Names are keyed, stored bytes sealed; or as {@link #PLAIN} without a key. */
  static ChunkForm of(@Nullable ModelCipher cipher) {
    return cipher == null ? PLAIN : new ChunkForm(cipher);
  }

  boolean isSealed() {
    return cipher != null;
  }

  Digest name(ByteBuffer raw) {
    return cipher == null ? Digest.of(raw) : cipher.name(raw);
  }

  /** As {@link Encoder#encode}, for a chunk of that name. */
  Encoded encode(
      Digest name, byte[] raw, int length, Grouping grouping, List<Base> bases, Buffers buffers) {
    Encoded plain = Encoder.encode(raw, length, grouping, bases, buffers);
    return cipher == null ? plain : Sealed.seal(cipher, name, length, plain);
  }

  /**
   * Writes the raw bytes; whether they have their name is checked by {@link #requireName}.
   *
   * @param what it is part of, for messages
   * @return the form they are kept in
   * @throws CorruptDataException if the stored bytes cannot be decoded to as many
   * @throws io.lepton.error.KeyUnavailableException if they are sealed and their key is not there
   */
  static ChunkForm decode(
      Chunk place,
      ByteBuffer stored,
      byte[] to,
      int at,
      String what,
      BaseSource bases,
      Keyring keys,
      Scratch scratch) {
    Codec codec = Codec.numbered(place.codec(), place.pack(), place.offset());
    try {
      if (codec != Codec.SEALED) {
        Decoder.decode(codec, stored, to, at, place.rawLength(), bases, scratch);
        return PLAIN;
      }
      ModelCipher cipher = keys.cipher(Sealed.keyId(stored));
      Encoded opened = Sealed.open(cipher, place.digest(), place.rawLength(), stored);
      Decoder.decode(opened.codec(), opened.stored(), to, at, place.rawLength(), bases, scratch);
      return of(cipher);
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
          at(place, what)
              + (cipher == null ? ": expected SHA-256 " : ": expected the keyed name ")
              + place.digest()
              + ", found "
              + found);
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
