package io.lepton.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.sign.InvalidSignatureException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTest {
  @TempDir Path home;
  private Path model;

  @BeforeEach
  void files() throws IOException {
    model = Keys.model(home);
  }

  /** Signs with a leaf's key, whatever its certificate is for. */
  private SignatureBundle signedAs(String... chain) throws CertificateEncodingException {
    List<byte[]> ders = new ArrayList<>();
    for (String name : chain) {
      ders.add(Keys.certificate(name).getEncoded());
    }
    byte[] payload = Keys.keySigner().sign(model).payload();
    byte[] signature =
        Curve.P256.sign(
            Pem.privateKey(Keys.text("pki/" + chain[0] + ".key")),
            SignatureBundle.encoded(payload));
    return SignatureBundle.of(new KeyMaterial.Chain(ders), payload, signature);
  }

  private void assertRefused(ModelVerifier verifier, SignatureBundle bundle, String why) {
    assertThatThrownBy(() -> verifier.verify(model, bundle))
        .isInstanceOfSatisfying(
            InvalidSignatureException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_CERTIFICATE))
        .hasMessageContaining(why);
  }

  @Test
  void aChainToTheRootNamesTheSigner() {
    SignatureBundle bundle = Keys.certificateSigner("leaf").sign(model);
    VerifiedModel verified =
        Keys.trusting("other", "root").verify(model, SignatureBundle.parse(bundle.json()));
    assertThat(verified.signer().name()).isEqualTo("CN=Ada Signer,O=Example");
    assertThat(verified.signer().findCertificate()).contains(Keys.certificate("leaf"));
    assertThat(verified.statement().resources()).hasSize(5);
  }

  @Test
  void orderAndStrangersInTheChainDoNotMatterButGapsDo() throws CertificateEncodingException {
    Keys.trusting("root").verify(model, signedAs("leaf", "other", "root", "inter"));
    Keys.trusting("inter").verify(model, signedAs("leaf"));
    assertRefused(Keys.trusting("root"), signedAs("leaf"), "unable to find valid certification");
    assertRefused(Keys.trusting("other"), signedAs("leaf", "inter", "root"), "unable to find");
  }

  @Test
  void aTrustedCertificateNeedsNoAuthority() throws CertificateEncodingException {
    Keys.trusting("leaf").verify(model, signedAs("leaf"));
    assertRefused(
        Keys.trusting("leaf").clock(InstantSource.fixed(Instant.parse("2050-01-01T00:00:00Z"))),
        signedAs("leaf"),
        "NotAfter");
  }

  @Test
  void anExpiredCertificateHoldsOnlyAtATimeTheCallerVouchesFor()
      throws CertificateEncodingException {
    SignatureBundle bundle = signedAs("short", "inter");
    assertRefused(Keys.trusting("root"), bundle, "not to be trusted at 2027-01-01");
    Instant within = Keys.certificate("short").getNotBefore().toInstant().plusSeconds(60);
    Keys.trusting("root").clock(InstantSource.fixed(within)).verify(model, bundle);
    Instant before = Keys.certificate("root").getNotBefore().toInstant().minusSeconds(60);
    assertRefused(
        Keys.trusting("root").clock(InstantSource.fixed(before)), signedAs("leaf", "inter"), "not");
    Instant after = Instant.parse("2050-01-01T00:00:00Z");
    assertRefused(
        Keys.trusting("root").clock(InstantSource.fixed(after)), signedAs("leaf", "inter"), "not");
  }

  @ParameterizedTest
  @CsvSource({
    "web, not for code signing",
    "agree, does not allow digital signatures",
    "bare, does not allow digital signatures",
    "rsa, found one for RSA"
  })
  void aCertificateForSomethingElseSignsNoModel(String name, String why)
      throws CertificateEncodingException {
    if (!name.equals("rsa")) {
      assertRefused(Keys.trusting("root"), signedAs(name, "inter"), why);
    }
    assertThatThrownBy(
            () ->
                ModelSigner.withCertificate(
                    List.of(Keys.certificate(name)), Pem.privateKey(Keys.text("pki/leaf.key"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aSignerIsNoAuthority() throws CertificateEncodingException {
    assertRefused(
        Keys.trusting("root"), signedAs("rogue", "leaf", "inter"), "unable to find valid");
  }

  @Test
  void anothersCertificateDoesNotFitTheKey() throws CertificateEncodingException {
    assertThatThrownBy(
            () ->
                ModelSigner.withCertificate(
                    List.of(Keys.certificate("leaf")), Pem.privateKey(Keys.text("pki/web.key"))))
        .hasMessageContaining("not of one pair");
    SignatureBundle own = signedAs("short", "inter");
    SignatureBundle stolen =
        SignatureBundle.of(signedAs("leaf", "inter").material(), own.payload(), own.signature());
    assertThatThrownBy(() -> Keys.trusting("root").verify(model, stolen))
        .isInstanceOfSatisfying(
            InvalidSignatureException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SIGNATURE));
  }

  @Test
  void damagedCertificatesAreRefused() throws CertificateEncodingException {
    SignatureBundle good = signedAs("leaf", "inter");
    byte[] leaf = Keys.certificate("leaf").getEncoded();
    byte[] longer = java.util.Arrays.copyOf(leaf, leaf.length + 1);
    for (byte[] der : List.of(new byte[0], new byte[] {0x30, (byte) 0x84, 127, 0, 0, 0}, longer)) {
      SignatureBundle bad =
          SignatureBundle.of(new KeyMaterial.Chain(List.of(der)), good.payload(), good.signature());
      assertRefused(Keys.trusting("root"), bad, "not to be trusted");
    }
    String many = good.json().replaceFirst("(\\{\"rawBytes\":\"[^\"]+\"},)", "$1".repeat(20));
    assertThatThrownBy(() -> SignatureBundle.parse(many))
        .hasMessageContaining("more than 16 certificates");
  }

  @Test
  void someRootMustBeTrusted() {
    assertThatThrownBy(() -> ModelVerifier.trusting(List.of()))
        .isInstanceOf(InvalidInputException.class);
  }
}
