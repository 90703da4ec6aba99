package io.lepton.sign;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.Digest;
import io.lepton.sign.InvalidSignatureException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a bundle says who signed (OMS 4.1). Nothing of it is believed before it is checked. */
sealed interface KeyMaterial {
  /** The form in a bundle. */
  Map<String, Object> json();

  /**
   * A public key that the verifier must have.
   *
   * @param hint SHA-256 of the key's PEM; null in bundles older than 1.1
   * @param key the PEM itself, in bundles older than 1.1
   * @param details curve and hash, in bundles older than 1.1
   */
  record PublicKeyHint(@Nullable String hint, @Nullable String key, @Nullable String details)
      implements KeyMaterial {

    static PublicKeyHint of(PublicKey key) {
      return new PublicKeyHint(fingerprint(key), null, null);
    }

    @Override
    public Map<String, Object> json() {
      return Map.of("publicKey", Map.of("hint", String.valueOf(hint)), "tlogEntries", List.of());
    }

    boolean fits(PublicKey trusted) {
      return (hint == null || hint.isEmpty() || hint.equals(fingerprint(trusted)))
          && (key == null || key.strip().equals(Pem.of(trusted).strip()))
          && (details == null || details.equals(Curve.of(trusted).keyDetails()));
    }

    @Override
    public String toString() {
      return "the key " + Fields.brief(hint != null ? hint : "of an older bundle");
    }
  }

  /**
   * Certificates, the signer's first.
   *
   * @param ders their encodings
   */
  record Chain(List<byte[]> ders) implements KeyMaterial {
    @Override
    public Map<String, Object> json() {
      List<Map<String, String>> certificates =
          ders.stream()
              .map(der -> Map.of("rawBytes", Base64.getEncoder().encodeToString(der)))
              .toList();
      return Map.of(
          "x509CertificateChain", Map.of("certificates", certificates), "tlogEntries", List.of());
    }

    @Override
    public String toString() {
      return "a certificate";
    }
  }

  /** SHA-256 of the PEM, as the reference implementation computes a key's hint. */
  static String fingerprint(PublicKey key) {
    return Digest.of(Pem.of(key)).hex();
  }

  static KeyMaterial read(JsonNode material) {
    boolean byKey = !Fields.isAbsent(material, "publicKey");
    boolean byChain = !Fields.isAbsent(material, "x509CertificateChain");
    boolean keyless = !Fields.isAbsent(material, "certificate");
    if (keyless && !byKey && !byChain) {
      throw new InvalidSignatureException(
          Reason.UNSUPPORTED,
          "the model was signed keyless through Sigstore; check it with a Sigstore client, or"
              + " have it signed with a key or a certificate chain");
    }
    if (keyless || byKey == byChain) {
      throw InvalidSignatureException.malformed(
          "the verification material must be one of publicKey and x509CertificateChain");
    }
    if (byKey) {
      JsonNode key = Fields.object(material, "publicKey");
      return new PublicKeyHint(
          Fields.optionalText(key, "hint"), pem(key), Fields.optionalText(key, "keyDetails"));
    }
    List<byte[]> ders = new ArrayList<>();
    JsonNode chain = Fields.object(material, "x509CertificateChain");
    for (JsonNode certificate : Fields.array(chain, "certificates")) {
      ders.add(Fields.base64(certificate, "rawBytes"));
    }
    if (ders.isEmpty()) {
      throw InvalidSignatureException.malformed("the certificate chain is empty");
    }
    return new Chain(List.copyOf(ders));
  }

  private static @Nullable String pem(JsonNode key) {
    return Fields.isAbsent(key, "rawBytes")
        ? null
        : new String(Fields.base64(key, "rawBytes"), StandardCharsets.UTF_8);
  }
}
