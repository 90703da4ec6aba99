package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;

/**
 * The curves of OMS, each with the one hash it is used with: the key alone decides the algorithm,
 * nothing a bundle says does.
 */
enum Curve {
  P256("secp256r1", "SHA256withECDSA", "PKIX_ECDSA_P256_SHA_256"),
  P384("secp384r1", "SHA384withECDSA", "PKIX_ECDSA_P384_SHA_384"),
  P521("secp521r1", "SHA512withECDSA", "PKIX_ECDSA_P521_SHA_512");

  private final String algorithm;
  private final String keyDetails;
  private final ECParameterSpec parameters;

  Curve(String name, String algorithm, String keyDetails) {
    this.algorithm = algorithm;
    this.keyDetails = keyDetails;
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(name));
      parameters = curve.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks the curve " + name, e);
    }
  }

  /**
   * The curve of a key.
   *
   * @throws InvalidInputException if OMS does not allow such keys
   */
  static Curve of(Key key) {
    if (key instanceof ECKey elliptic) {
      for (Curve curve : values()) {
        if (curve.has(elliptic.getParams())) {
          return curve;
        }
      }
    }
    throw new InvalidInputException(
        "models are signed with keys on P-256, P-384 or P-521; found one for "
            + key.getAlgorithm()
            + (key instanceof ECKey ? " on another curve" : ""));
  }

  private boolean has(ECParameterSpec other) {
    return parameters.getCurve().getField().equals(other.getCurve().getField())
        && parameters.getCurve().getA().equals(other.getCurve().getA())
        && parameters.getCurve().getB().equals(other.getCurve().getB())
        && parameters.getGenerator().equals(other.getGenerator())
        && parameters.getOrder().equals(other.getOrder());
  }

  /** The name of curve and hash in Sigstore's {@code PublicKeyDetails}. */
  String keyDetails() {
    return keyDetails;
  }

  byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("the private key cannot sign: " + e.getMessage(), e);
    }
  }

  boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    if (!isInRange(signature)) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new InvalidInputException("the public key cannot verify: " + e.getMessage(), e);
    }
  }

  /**
   * Whether the bytes are the DER of two numbers from 1 to the order − 1. JVMs before 17.0.3 took
   * zeros for a valid signature of anything (CVE-2022-21449).
   */
  private boolean isInRange(byte[] der) {
    int at = headerLength(der);
    for (int number = 0; number < 2; number++) {
      if (at < 0 || at + 2 > der.length || der[at] != 0x02) {
        return false;
      }
      int length = der[at + 1];
      int begin = at + 2;
      if (length < 1 || length > der.length - begin) {
        return false;
      }
      BigInteger value = new BigInteger(Arrays.copyOfRange(der, begin, begin + length));
      if (value.signum() <= 0 || value.compareTo(parameters.getOrder()) >= 0) {
        return false;
      }
      at = begin + length;
    }
    return at == der.length;
  }

  /** Where the first number begins, or −1 if these are not the bytes of one sequence. */
  private static int headerLength(byte[] der) {
    if (der.length < 2 || der[0] != 0x30) {
      return -1;
    }
    if (der[1] >= 0) {
      return der[1] == der.length - 2 ? 2 : -1;
    }
    boolean oneByte = der[1] == (byte) 0x81 && der.length > 2;
    return oneByte && Byte.toUnsignedInt(der[2]) == der.length - 3 ? 3 : -1;
  }
}
