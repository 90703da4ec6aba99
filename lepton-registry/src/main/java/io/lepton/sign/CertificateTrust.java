package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import io.lepton.sign.InvalidSignatureException.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trusts certificates issued below given roots (PKIX, RFC 5280). Nothing is fetched: revocation is
 * not checked, and a missing intermediate certificate is a fault.
 */
final class CertificateTrust implements Trust {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final int MAX_INTERMEDIATES = 8;

  private final Set<X509Certificate> roots;

  CertificateTrust(Collection<X509Certificate> roots) {
    this.roots = Set.copyOf(roots);
    if (roots.isEmpty()) {
      throw new InvalidInputException("no root certificate is trusted; give one at least");
    }
  }

  @Override
  public Key trusted(KeyMaterial material, Instant time) {
    if (!(material instanceof KeyMaterial.Chain chain)) {
      throw new InvalidSignatureException(
          Reason.WRONG_KEY,
          "the model was signed with a bare key; verify with that key, not with trusted roots");
    }
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (byte[] der : chain.ders()) {
        certificates.add(decode(der));
      }
      X509Certificate signer = certificates.get(0);
      requireForSigning(signer);
      requireIssued(signer, certificates, Date.from(time));
      return new Key(signer.getPublicKey(), signer);
    } catch (GeneralSecurityException | InvalidInputException e) {
      throw new InvalidSignatureException(
          Reason.WRONG_CERTIFICATE,
          "the signer's certificate is not to be trusted at " + time + ": " + e.getMessage(),
          e);
    }
  }

  private static X509Certificate decode(byte[] der) throws CertificateException {
    X509Certificate certificate = Pem.certificate(der);
    if (!Arrays.equals(certificate.getEncoded(), der)) {
      throw new CertificateException("more than a DER certificate");
    }
    return certificate;
  }

  /**
   * A certificate for signing: its key is on a curve of OMS, it may make digital signatures, and if
   * it says what for, then for code. The reference implementation takes either of the last two; a
   * web server's certificate would pass there, and does not here.
   *
   * @throws InvalidInputException if it is for something else
   */
  static void requireForSigning(X509Certificate signer) throws CertificateParsingException {
    Curve.of(signer.getPublicKey());
    boolean[] usage = signer.getKeyUsage();
    if (usage == null || !usage[DIGITAL_SIGNATURE]) {
      throw new InvalidInputException(
          "the certificate's key usage does not allow digital signatures");
    }
    List<String> purposes = signer.getExtendedKeyUsage();
    if (purposes != null && !purposes.contains(CODE_SIGNING) && !purposes.contains(ANY_USAGE)) {
      throw new InvalidInputException(
          "the certificate is for " + purposes + ", not for code signing (" + CODE_SIGNING + ")");
    }
  }

  private void requireIssued(X509Certificate signer, List<X509Certificate> chain, Date time)
      throws GeneralSecurityException {
    if (roots.contains(signer)) {
      signer.checkValidity(time);
      return;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(
            roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()),
            target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(time);
    parameters.setMaxPathLength(MAX_INTERMEDIATES);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    PKIXCertPathBuilderResult path =
        (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    // PKIX takes a trust anchor's own validity for granted (RFC 5280, 6.1.1).
    path.getTrustAnchor().getTrustedCert().checkValidity(time);
  }
}
