package io.lepton.sign;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who signed.
 *
 * @param keyFingerprint SHA-256 of the public key's PEM, 64 hexadecimal digits
 * @param certificate that binds the key to a name, or null if the key alone is trusted
 */
public record SignerIdentity(String keyFingerprint, @Nullable X509Certificate certificate) {
  private static final int SHORT = 16;

  static SignerIdentity of(PublicKey key, @Nullable X509Certificate certificate) {
    return new SignerIdentity(KeyMaterial.fingerprint(key), certificate);
  }

  /**
   * The certificate, if there is one.
   *
   * @return the signer's own certificate or empty
   */
  public Optional<X509Certificate> findCertificate() {
    return Optional.ofNullable(certificate);
  }

  /**
   * A name for people.
   *
   * @return the certificate's subject (RFC 2253), or the key's first digits
   */
  public String name() {
    return certificate == null
        ? "key " + keyFingerprint.substring(0, SHORT)
        : certificate.getSubjectX500Principal().getName();
  }
}
