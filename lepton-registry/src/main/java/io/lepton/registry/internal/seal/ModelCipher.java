package io.lepton.registry.internal.seal;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One model's data key at work. From the 32 random bytes HKDF-SHA-256 (RFC 5869) derives a public
 * key id, a key that names chunks (HMAC-SHA-256, so that equal content of two models, or content an
 * attacker has, cannot be recognised by its name), and a key that seals them (AES-256-GCM with a
 * random nonce; SP 800-38D allows 2^32 of these, which is 4 PiB of chunks). Thread-safe.
 */
public final class ModelCipher {
  /** Length of a data key and of what is derived from it. */
  public static final int KEY_BYTES = 32;

  /** Length of a key id. */
  public static final int ID_BYTES = 16;

  /** What sealing adds: nonce and tag. */
  public static final int OVERHEAD = 12 + 16;

  private static final String HMAC = "HmacSHA256";

  private final byte[] id;
  private final SecretKeySpec nameKey;
  private final AesGcmJce aead;
  private final ThreadLocal<Mac> macs;

  /**
   * A cipher of a data key.
   *
   * @param dataKey 32 secret random bytes; not kept
   */
  public ModelCipher(byte[] dataKey) {
    if (dataKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("a data key has 32 bytes, found " + dataKey.length);
    }
    try {
      id = derive(dataKey, "lepton key id 1", ID_BYTES);
      nameKey = new SecretKeySpec(derive(dataKey, "lepton chunk names 1", KEY_BYTES), HMAC);
      aead = new AesGcmJce(derive(dataKey, "lepton chunks 1", KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256 and AES-GCM", e);
    }
    macs = ThreadLocal.withInitial(this::newMac);
  }

  private static byte[] derive(byte[] dataKey, String purpose, int length)
      throws GeneralSecurityException {
    byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
    return Hkdf.computeHkdf(HMAC, dataKey, new byte[0], info, length);
  }

  /**
   * A new data key.
   *
   * @return 32 bytes of the platform's secure random numbers
   */
  public static byte[] newDataKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private Mac newMac() {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(nameKey);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Says which key this is, without giving anything of it away.
   *
   * @return 32 hexadecimal digits
   */
  public String id() {
    return HexFormat.of().formatHex(id);
  }

  /**
   * The secret name of content.
   *
   * @param raw content, whose position does not move
   * @return HMAC-SHA-256 of it
   */
  public Digest name(ByteBuffer raw) {
    Mac mac = macs.get();
    mac.update(raw.duplicate());
    return Digest.fromBytes(mac.doFinal());
  }

  /**
   * As {@link #name}, for content that arrives in pieces.
   *
   * @return gives the name's bytes at the end; belongs to the caller
   */
  public Mac startName() {
    return newMac();
  }

  /**
   * Encrypts.
   *
   * @param plain what to hide
   * @param context what the result is bound to; needed again to open it
   * @return nonce, ciphertext and tag: {@link #OVERHEAD} bytes more
   */
  public byte[] seal(ByteBuffer plain, byte[] context) {
    byte[] content = new byte[plain.remaining()];
    plain.duplicate().get(content);
    try {
      return aead.encrypt(content, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /**
   * Decrypts and checks.
   *
   * @param sealed what {@link #seal} gave
   * @param context the same as then
   * @return what was hidden
   * @throws IllegalArgumentException if a bit of either is different, or the key
   */
  public byte[] open(ByteBuffer sealed, byte[] context) {
    byte[] content = new byte[sealed.remaining()];
    sealed.duplicate().get(content);
    try {
      return aead.decrypt(content, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("sealed bytes that were changed", e);
    }
  }
}
