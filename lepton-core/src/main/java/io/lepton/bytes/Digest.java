package io.lepton.bytes;

import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 (FIPS 180-4): the name of content. Ordered as unsigned bytes. */
public final class Digest implements Comparable<Digest> {
  /** The size in bytes. */
  public static final int BYTES = 32;

  private static final int BLOCK = 1 << 20;

  // Four longs, not an array or text: stores hold millions of these.
  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Digest(ByteBuffer bytes) {
    bytes.order(ByteOrder.BIG_ENDIAN);
    a = bytes.getLong();
    b = bytes.getLong();
    c = bytes.getLong();
    d = bytes.getLong();
  }

  /**
   * A fresh SHA-256, for content that arrives in pieces; end with {@link #finish}.
   *
   * @return the JDK's implementation
   */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Completes a hash begun with {@link #start}.
   *
   * @param hash is reset
   * @return the digest of what it was given
   */
  public static Digest finish(MessageDigest hash) {
    return new Digest(ByteBuffer.wrap(hash.digest()));
  }

  /**
   * Hashes an array.
   *
   * @param content any bytes
   * @return its SHA-256
   */
  public static Digest of(byte[] content) {
    return of(ByteBuffer.wrap(content));
  }

  /**
   * Hashes what remains of a buffer, whose position does not move.
   *
   * @param content any bytes
   * @return its SHA-256
   */
  public static Digest of(ByteBuffer content) {
    MessageDigest hash = start();
    hash.update(content.duplicate());
    return finish(hash);
  }

  /**
   * Hashes a text in UTF-8.
   *
   * @param content any text
   * @return its SHA-256
   */
  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hashes a source, a block at a time.
   *
   * @param content any bytes
   * @return its SHA-256
   */
  public static Digest of(ByteSource content) {
    MessageDigest hash = start();
    long size = content.size();
    for (long at = 0; at < size; at += BLOCK) {
      hash.update(content.read(at, (int) Math.min(BLOCK, size - at)));
    }
    return finish(hash);
  }

  /**
   * Takes the bytes of a digest made before.
   *
   * @param digest 32 bytes
   * @return the digest
   * @throws InvalidInputException if there are not 32 bytes
   */
  public static Digest fromBytes(byte[] digest) {
    if (digest.length != BYTES) {
      throw new InvalidInputException("a SHA-256 has 32 bytes, found " + digest.length);
    }
    return new Digest(ByteBuffer.wrap(digest));
  }

  /**
   * Reads the hexadecimal form.
   *
   * @param hex 64 digits
   * @return the digest
   * @throws InvalidInputException if it is not 64 hexadecimal digits
   */
  public static Digest parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new InvalidInputException("a SHA-256 has 64 hexadecimal digits, found \"" + hex + "\"");
    }
    try {
      return new Digest(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "a SHA-256 has 64 hexadecimal digits, found \"" + hex + "\"", e);
    }
  }

  /**
   * The raw bytes.
   *
   * @return 32 bytes
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /**
   * The hexadecimal form.
   *
   * @return 64 lower-case digits
   */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(a)
        + format.toHexDigits(b)
        + format.toHexDigits(c)
        + format.toHexDigits(d);
  }

  @Override
  public int compareTo(Digest other) {
    int order = Long.compareUnsigned(a, other.a);
    order = order != 0 ? order : Long.compareUnsigned(b, other.b);
    order = order != 0 ? order : Long.compareUnsigned(c, other.c);
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && a == that.a && b == that.b && c == that.c && d == that.d;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a); // any part of a cryptographic hash is as good as the whole
  }

  /** The hexadecimal form. */
  @Override
  public String toString() {
    return hex();
  }
}
