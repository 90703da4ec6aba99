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
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
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

  /** Names raw bytes that come in pieces. */
  interface Naming {
    void add(byte[] raw, int at, int length);

    Digest end();
  }

  Naming naming() {
    return cipher == null ? new OpenNaming(Digest.start()) : new KeyedNaming(cipher.startName());
  }

  private record OpenNaming(MessageDigest hash) implements Naming {
    @Override
    public void add(byte[] raw, int at, int length) {
      hash.update(raw, at, length);
    }

    @Override
    public Digest end() {
      return Digest.finish(hash);
    }
  }

  private record KeyedNaming(Mac mac) implements Naming {
    @Override
    public void add(byte[] raw, int at, int length) {
      mac.update(raw, at, length);
    }

    @Override
    public Digest end() {
      return Digest.fromBytes(mac.doFinal());
    }
  }

  /**
   * Looks at stored bytes, which must stay as they are until they are decoded, as must the scratch.
   *
   * @param what it is part of, for messages
   * @throws CorruptDataException if the stored bytes cannot be decoded to as many
   * @throws io.lepton.error.KeyUnavailableException if they are sealed and their key is not there
   */
  static Opened open(
      Chunk place,
      ByteBuffer stored,
      String what,
      BaseSource bases,
      Keyring keys,
      Scratch scratch) {
    Codec codec = Codec.numbered(place.codec(), place.pack(), place.offset());
    int length = place.rawLength();
    try {
      if (codec != Codec.SEALED) {
        return new Opened(PLAIN, length, Decoder.open(codec, stored, length, bases, scratch));
      }
      ModelCipher cipher = keys.cipher(Sealed.keyId(stored));
      Encoded plain = Sealed.open(cipher, place.digest(), length, stored);
      return new Opened(
          of(cipher), length, Decoder.open(plain.codec(), plain.stored(), length, bases, scratch));
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException(
          at(place, what) + ": expected " + length + " bytes, found " + e.getMessage(), e);
    }
  }

  /**
   * Checks a name.
   *
   * @throws CorruptDataException if it is not the chunk's
   */
  void requireName(Chunk place, Digest found, String what) {
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
