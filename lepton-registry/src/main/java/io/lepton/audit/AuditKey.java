package io.lepton.audit;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key with a name, to check checkpoints with. Its text is the <em>vkey</em> of
 * C2SP's signed-note: {@code name+hash+key}. Immutable.
 */
public final class AuditKey {
  static final byte ED25519 = 1;
  private static final int RAW = 32;
  private static final int SIGNATURE = 64;

  /** What X.509 puts before the 32 bytes of an Ed25519 key (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] raw;
  private final PublicKey key;

  private AuditKey(String name, byte[] raw) {
    requireName(name);
    this.name = name;
    this.raw = raw;
    byte[] encoded = Arrays.copyOf(X509, X509.length + RAW);
    System.arraycopy(raw, 0, encoded, X509.length, RAW);
    try {
      this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("not an Ed25519 key: " + e.getMessage(), e);
    }
  }

  static void requireName(String name) {
    SignedNote.requireName("key name", name);
    if (name.contains("+") || name.codePoints().anyMatch(Character::isWhitespace)) {
      throw new InvalidInputException(
          "key name \"" + name + "\"; expected a text without space and '+'");
    }
  }

  static AuditKey of(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded == null
        || encoded.length != X509.length + RAW
        || !Arrays.equals(X509, Arrays.copyOf(encoded, X509.length))) {
      throw new InvalidInputException(
          "expected an Ed25519 key, found one for " + key.getAlgorithm());
    }
    return new AuditKey(name, Arrays.copyOfRange(encoded, X509.length, encoded.length));
  }

  /**
   * Reads a key.
   *
   * @param vkey as {@link #toString} gives it
   * @return the key
   * @throws InvalidInputException if the text is not such a key
   */
  public static AuditKey parse(String vkey) {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    try {
      if (first > 0 && second > 0) {
        byte[] bytes = Base64.getDecoder().decode(vkey.substring(second + 1));
        if (bytes.length == RAW + 1 && bytes[0] == ED25519) {
          AuditKey key =
              new AuditKey(vkey.substring(0, first), Arrays.copyOfRange(bytes, 1, bytes.length));
          if (key.toString().equals(vkey)) {
            return key;
          }
        }
      }
    } catch (IllegalArgumentException e) {
      throw bad(vkey, e);
    }
    throw bad(vkey, null);
  }

  private static InvalidInputException bad(
      String vkey, @org.jspecify.annotations.Nullable Throwable cause) {
    return new InvalidInputException(
        "key \"" + vkey + "\"; expected an Ed25519 key as name+hash+base64", cause);
  }

  /**
   * The key's name.
   *
   * @return as in the notes it signs
   */
  public String name() {
    return name;
  }

  int hash() {
    var hash = Digest.start();
    hash.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    hash.update(ED25519);
    hash.update(raw);
    return ByteBuffer.wrap(hash.digest()).getInt();
  }

  /**
   * Opens a signed note.
   *
   * @param note text and signatures
   * @return the text, which this key signed
   * @throws CorruptDataException if it is no note, or this key did not sign it
   */
  public String open(String note) {
    SignedNote signed = SignedNote.parse(note);
    byte[] text = signed.text().getBytes(StandardCharsets.UTF_8);
    for (SignedNote.Line line : signed.signatures()) {
      if (line.name().equals(name)
          && line.keyHash() == hash()
          && verifies(text, line.signature())) {
        return signed.text();
      }
    }
    throw new CorruptDataException(
        "no valid signature by "
            + this
            + "; found "
            + signed.signatures().stream().map(SignedNote.Line::name).toList());
  }

  private boolean verifies(byte[] text, byte[] signature) {
    if (signature.length != SIGNATURE) {
      return false; // the JDK passes over what comes after the 64 bytes
    }
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature of another form than Ed25519's
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuditKey that && name.equals(that.name) && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return hash();
  }

  /** Name, hash and key, in one line. */
  @Override
  public String toString() {
    byte[] bytes = new byte[RAW + 1];
    bytes[0] = ED25519;
    System.arraycopy(raw, 0, bytes, 1, RAW);
    return name
        + "+"
        + HexFormat.of().toHexDigits(hash())
        + "+"
        + Base64.getEncoder().encodeToString(bytes);
  }
}
