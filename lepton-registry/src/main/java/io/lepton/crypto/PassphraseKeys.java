package io.lepton.crypto;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import io.lepton.spi.KeyProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys in a blob store, such as a folder beside the store they protect or, better, on another disk.
 * Each key is a Tink keyset (AES-256-GCM), encrypted by a key that PBKDF2-HMAC-SHA-256 (RFC 8018;
 * 600,000 iterations, as OWASP recommends) derives from a passphrase. Whoever has both the keys'
 * blobs and the passphrase can read everything; whoever lacks either, nothing.
 */
public final class PassphraseKeys implements KeyProvider {
  /** The least length of a passphrase. */
  public static final int MIN_LENGTH = 12;

  private static final int ITERATIONS = 600_000;
  private static final String RING = "ring.json";
  private static final String SUFFIX = ".key";
  private static final String TOMBSTONE = ".destroyed";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final BlobStore blobs;
  private final KeyRing ring;

  private PassphraseKeys(BlobStore blobs, KeyRing ring) {
    this.blobs = blobs;
    this.ring = ring;
  }

  /**
   * Opens a key ring, made if there is none. Takes about a third of a second by design.
   *
   * @param blobs where the keys are; closed with the ring
   * @param passphrase at least {@value #MIN_LENGTH} characters; the caller may wipe it afterwards
   * @return the ring
   * @throws InvalidInputException if the passphrase is too short or not the one the ring was made
   *     with, or Tink is not on the class path
   * @throws FormatTooNewException if a newer Lepton made it
   * @throws CorruptDataException if it is damaged
   */
  public static PassphraseKeys open(BlobStore blobs, char[] passphrase) {
    return open(blobs, passphrase, ITERATIONS);
  }

  /** As above; a ring that is made needs so many iterations for ever. */
  static PassphraseKeys open(BlobStore blobs, char[] passphrase, int iterations) {
    if (passphrase.length < MIN_LENGTH) {
      throw new InvalidInputException(
          "a passphrase has at least " + MIN_LENGTH + " characters, found " + passphrase.length);
    }
    try {
      return new PassphraseKeys(
          blobs, KeyRing.unlock(header(blobs, passphrase, iterations), passphrase));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 and AES-GCM", e);
    } catch (NoClassDefFoundError e) {
      throw new InvalidInputException(
          "encryption needs Tink; add com.google.crypto.tink:tink to the class path", e);
    }
  }

  private static byte[] header(BlobStore blobs, char[] passphrase, int iterations)
      throws GeneralSecurityException {
    try {
      return read(blobs, RING);
    } catch (NotFoundException absent) {
      byte[] made = KeyRing.make(passphrase, iterations);
      try {
        write(blobs, RING, made);
        return made;
      } catch (AlreadyExistsException e) {
        return read(blobs, RING); // another opener was first
      }
    }
  }

  @Override
  public void create(String name) {
    if (isDestroyed(name)) {
      throw new AlreadyExistsException("key \"" + name + "\" was destroyed; choose another name");
    }
    try {
      write(blobs, name + SUFFIX, ring.newKeyset(context(name)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  @Override
  public boolean exists(String name) {
    return !isDestroyed(name) && isThere(name + SUFFIX);
  }

  @Override
  public boolean isDestroyed(String name) {
    requireName(name);
    return isThere(name + TOMBSTONE);
  }

  private boolean isThere(String key) {
    try {
      blobs.size(key);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  public byte[] wrap(String name, byte[] dataKey) {
    try {
      return ring.encrypt(keyset(name), context(name), dataKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  @Override
  public byte[] unwrap(String name, byte[] wrapped) {
    try {
      return ring.decrypt(keyset(name), context(name), wrapped);
    } catch (GeneralSecurityException e) {
      throw new CorruptDataException(
          "key \"" + name + "\": the wrapped data key was changed, or made with another key", e);
    }
  }

  /** Reads the key each time, so that one destroyed by another process is not used on. */
  private byte[] keyset(String name) {
    if (!exists(name)) {
      throw new NotFoundException(
          "there is no key \""
              + name
              + "\" in this key ring; was it destroyed, or is this another ring?");
    }
    return read(blobs, name + SUFFIX);
  }

  @Override
  public Destruction destroy(String name) {
    requireName(name);
    try {
      write(blobs, name + TOMBSTONE, new byte[0]);
    } catch (AlreadyExistsException e) {
      // An earlier call did not come to its end, or did: what follows is the same.
    }
    blobs.delete(name + SUFFIX);
    return new Destruction(
        "key " + name,
        "the only copy in the key ring was deleted; it was encrypted under the ring's passphrase",
        List.of(
            "backups and file system snapshots of the key ring, readable with its passphrase",
            "the deleted blob's blocks until the medium writes them anew, readable likewise",
            "processes that had loaded the data key, until they end"));
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "a key's name has 1 to 64 characters of a-z, 0-9 and -, found \"" + name + "\"");
    }
  }

  private static byte[] context(String name) {
    return ("lepton key " + name).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(BlobStore blobs, String key) {
    ByteBuffer content = blobs.read(key, 0, Math.toIntExact(blobs.size(key)));
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  private static void write(BlobStore blobs, String key, byte[] content) {
    try (BlobStore.Writer writer = blobs.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
  }

  @Override
  public void close() {
    blobs.close();
  }
}
