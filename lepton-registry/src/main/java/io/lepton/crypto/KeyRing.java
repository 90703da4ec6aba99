package io.lepton.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The key that a passphrase gives, and the keysets it protects. All that needs Tink is in here. */
final class KeyRing {
  private static final String WHERE = "the key ring's ring.json";
  private static final String CHECK = "lepton key ring";
  private static final int FORMAT = 1;
  private static final int MOST_ITERATIONS = 100_000_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;

  private final Aead key;

  /** What is needed to get from the passphrase to the key, and to see that it is the right one. */
  private record Header(int format, String kdf, int iterations, String salt, String check) {}

  private KeyRing(Aead key) {
    this.key = key;
  }

  /** A header for a new ring. */
  static byte[] make(char[] passphrase, int iterations) throws GeneralSecurityException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] check =
        derive(passphrase, salt, iterations).encrypt(CHECK.getBytes(StandardCharsets.UTF_8), salt);
    HexFormat hex = HexFormat.of();
    return Json.bytes(
        new Header(
            FORMAT, "PBKDF2-HMAC-SHA-256", iterations, hex.formatHex(salt), hex.formatHex(check)));
  }

  static KeyRing unlock(byte[] json, char[] passphrase) throws GeneralSecurityException {
    AeadConfig.register();
    long format = Json.read(json, JsonNode.class, WHERE).path("format").asLong();
    if (format > FORMAT) {
      throw new FormatTooNewException(
          WHERE + " has format " + format + "; this Lepton knows " + FORMAT);
    }
    Header header = Json.read(json, Header.class, WHERE);
    if (format < 1 || header.iterations < 1 || header.iterations > MOST_ITERATIONS) {
      throw new CorruptDataException(WHERE + " cannot hold " + header);
    }
    byte[] salt = hex(header.salt);
    Aead key = derive(passphrase, salt, header.iterations);
    try {
      key.decrypt(hex(header.check), salt);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "this is not the passphrase the key ring was made with, or the ring is damaged", e);
    }
    return new KeyRing(key);
  }

  private static Aead derive(char[] passphrase, byte[] salt, int iterations)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, KEY_BITS);
    try {
      return new AesGcmJce(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException(WHERE + ": expected hexadecimal digits, found " + text, e);
    }
  }

  /** A new key, encrypted by this ring's. */
  byte[] newKeyset(byte[] context) throws GeneralSecurityException {
    KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(handle, key, context)
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] encrypt(byte[] keyset, byte[] context, byte[] plain) throws GeneralSecurityException {
    return open(keyset, context).encrypt(plain, context);
  }

  byte[] decrypt(byte[] keyset, byte[] context, byte[] cipher) throws GeneralSecurityException {
    return open(keyset, context).decrypt(cipher, context);
  }

  private Aead open(byte[] keyset, byte[] context) throws GeneralSecurityException {
    String json = new String(keyset, StandardCharsets.UTF_8);
    try {
      return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, key, context)
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new CorruptDataException("a key of the key ring is damaged", e);
    }
  }
}
