package io.lepton.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Bundles made by the reference implementations")
class ReferenceBundleTest {
  private static final ModelVerifier VERIFIER =
      ModelVerifier.withKey(Pem.publicKey(Keys.text("reference/signing-key-pub.pem")));

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("signme-1"), "signme-1\n");
    Files.writeString(folder.resolve("signme-2"), "signme-2");
  }

  private static SignatureBundle bundle(String name) {
    return SignatureBundle.parse(Keys.text("reference/" + name));
  }

  @Test
  void ofPythonOneOneHolds() throws IOException {
    Files.createFile(folder.resolve("ignore-me"));
    Files.writeString(folder.resolve("model.sig"), "ignored too");

    VerifiedModel verified = VERIFIER.verify(folder, bundle("v1.1.0-key.sig"));

    assertThat(verified.statement().name()).isEqualTo("v1.1.0-elliptic-key");
    assertThat(verified.statement().root().hex())
        .isEqualTo("92745110b1ab4368471cbe31664e10174e954b113a3df333db860317b2c6dec4");
    assertThat(verified.signer().keyFingerprint())
        .isEqualTo("e8450dec4eb99dae995da9af1bc2cc9f76ed669ee2e744f57abba763df3e3f8e");
  }

  @Test
  void ofGoHolds() {
    assertThat(VERIFIER.verify(folder, bundle("go-key.sig")).statement().resources())
        .extracting(SignedResource::name)
        .containsExactly("signme-1", "signme-2");
  }

  @Test
  void ofPythonOneZeroHoldsForItsSingleFile() {
    VerifiedModel verified = VERIFIER.verify(folder.resolve("signme-1"), bundle("v1.0.0-key.sig"));
    assertThat(verified.statement().name()).isEqualTo("signme-1");
    assertThatThrownBy(() -> VERIFIER.verify(folder.resolve("signme-2"), bundle("v1.0.0-key.sig")))
        .isInstanceOf(InvalidSignatureException.class);
    assertThatThrownBy(() -> VERIFIER.verify(folder, bundle("v1.0.0-key.sig")))
        .isInstanceOf(InvalidSignatureException.class);
  }

  @Test
  void withCertificatesHoldBelowTheTrustedIssuer() {
    Matcher second =
        Pattern.compile("\"rawBytes\":\"([^\"]+)\"")
            .matcher(Keys.text("reference/certificate.sig"));
    assertThat(second.find()).isTrue();
    assertThat(second.find()).isTrue();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(Base64.getDecoder().decode(second.group(1)))
            + "\n-----END CERTIFICATE-----";
    VerifiedModel verified =
        ModelVerifier.trusting(Pem.certificates(pem))
            .clock(Keys.LATER)
            .verify(folder, bundle("certificate.sig"));
    assertThat(verified.signer().name()).isEqualTo("CN=intermediate-ca");
    assertThatThrownBy(() -> Keys.trusting("root").verify(folder, bundle("certificate.sig")))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("not to be trusted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.1.0-key.sig", "go-key.sig"})
  void doNotHoldForOtherFiles(String name) throws IOException {
    Files.writeString(folder.resolve("signme-2"), "signme-3");
    assertThatThrownBy(() -> VERIFIER.verify(folder, bundle(name)))
        .isInstanceOfSatisfying(
            InvalidSignatureException.class,
            e ->
                assertThat(e.reason()).isEqualTo(InvalidSignatureException.Reason.CONTENT_DIFFERS));
  }

  @Test
  void sayTheSameAsOurs() {
    ModelStatement theirs = VERIFIER.verify(bundle("v1.1.0-key.sig")).statement();
    ModelStatement ours = Keys.KEY_VERIFIER.verify(Keys.keySigner().sign(folder)).statement();
    assertThat(ours.root()).isEqualTo(theirs.root());
    assertThat(ours.resources()).isEqualTo(theirs.resources());
    assertThat(ours.serialization().ignoredPaths())
        .isSubsetOf(theirs.serialization().ignoredPaths())
        .isEqualTo(List.of(".git", ".gitattributes", ".github", ".gitignore"));
  }
}
