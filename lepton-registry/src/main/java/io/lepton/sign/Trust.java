package io.lepton.sign;

import io.lepton.sign.InvalidSignatureException.Reason;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides which key a bundle must be signed with. */
interface Trust {
  /**
   * A key that may sign.
   *
   * @param key of one of the curves of OMS
   * @param certificate it was taken from, or null
   */
  record Key(PublicKey key, @Nullable X509Certificate certificate) {}

  /**
   * Finds the key.
   *
   * @param material what the bundle says, not to be believed
   * @param time certificates must be valid at
   * @throws InvalidSignatureException if it names no key that is trusted
   */
  Key trusted(KeyMaterial material, Instant time);

  /** Trusts one key. A certificate around the same key is another method, and is refused. */
  static Trust in(PublicKey key) {
    Curve.of(key);
    return (material, time) -> {
      if (!(material instanceof KeyMaterial.PublicKeyHint hint)) {
        throw new InvalidSignatureException(
            Reason.WRONG_KEY,
            "the model was signed with a certificate; verify with the roots to be trusted, not with"
                + " a key");
      }
      if (!hint.fits(key)) {
        throw new InvalidSignatureException(
            Reason.WRONG_KEY,
            "the model was signed with "
                + hint
                + "; trusted is the key "
                + KeyMaterial.fingerprint(key));
      }
      return new Key(key, null);
    };
  }
}
