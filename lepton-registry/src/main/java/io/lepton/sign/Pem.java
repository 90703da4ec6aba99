package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes keys and certificates as PEM (RFC 7468), the form that openssl gives them. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final int LINE = 64;

  private Pem() {}

  /**
   * Reads an elliptic-curve private key.
   *
   * @param pem text with one {@code PRIVATE KEY} block (PKCS #8, not encrypted)
   * @return the key
   * @throws InvalidInputException if there is none
   */
  public static PrivateKey privateKey(String pem) {
    byte[] der =
        one(
            pem,
            "PRIVATE KEY",
            "; convert other forms with: openssl pkcs8 -topk8 -nocrypt -in key.pem");
    try {
      return elliptic().generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("not an elliptic-curve private key: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an elliptic-curve public key.
   *
   * @param pem text with one {@code PUBLIC KEY} block
   * @return the key
   * @throws InvalidInputException if there is none
   */
  public static PublicKey publicKey(String pem) {
    byte[] der = one(pem, "PUBLIC KEY", "");
    try {
      return elliptic().generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("not an elliptic-curve public key: " + e.getMessage(), e);
    }
  }

  /**
   * Reads certificates.
   *
   * @param pem text with one {@code CERTIFICATE} block or more; a chain begins with the signer's
   * @return in the order they come
   * @throws InvalidInputException if there is none
   */
  public static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks(pem, "CERTIFICATE")) {
      try {
        certificates.add(certificate(der));
      } catch (CertificateException e) {
        throw new InvalidInputException(
            "certificate " + (certificates.size() + 1) + " is damaged: " + e.getMessage(), e);
      }
    }
    if (certificates.isEmpty()) {
      throw new InvalidInputException("expected a PEM block CERTIFICATE, found none");
    }
    return List.copyOf(certificates);
  }

  /**
   * Writes a public key.
   *
   * @param key of a type that has a standard encoding
   * @return a {@code PUBLIC KEY} block with lines of 64 characters, as openssl writes it
   */
  public static String of(PublicKey key) {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN PUBLIC KEY-----\n"
        + encoder.encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Also a parser's own failure on damaged bytes is a {@link CertificateException}. */
  static X509Certificate certificate(byte[] der) throws CertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (RuntimeException e) {
      throw new CertificateException("not a certificate: " + e, e);
    }
  }

  private static byte[] one(String pem, String label, String advice) {
    List<byte[]> found = blocks(pem, label);
    if (found.size() != 1) {
      throw new InvalidInputException(
          "expected one PEM block " + label + ", found " + found.size() + advice);
    }
    return found.get(0);
  }

  private static List<byte[]> blocks(String pem, String label) {
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(pem);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        String body = matcher.group(2).replaceAll("\\s", "");
        try {
          blocks.add(Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
          throw new InvalidInputException("a PEM block " + label + " is not Base64", e);
        }
      }
    }
    return blocks;
  }

  private static KeyFactory elliptic() throws GeneralSecurityException {
    return KeyFactory.getInstance("EC");
  }
}
