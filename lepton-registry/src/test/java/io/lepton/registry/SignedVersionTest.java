package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.RetiredException;
import io.lepton.exchange.ModelExport;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.sign.InvalidSignatureException;
import io.lepton.sign.InvalidSignatureException.Reason;
import io.lepton.sign.ModelSigner;
import io.lepton.sign.ModelVerifier;
import io.lepton.sign.SignatureBundle;
import io.lepton.sign.SignedResource;
import io.lepton.sign.VerifiedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedVersionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private ModelManager models;
  private Version version;
  private ModelSigner signer;
  private ModelVerifier verifier;

  @BeforeEach
  void save() throws GeneralSecurityException {
    models = open();
    ModelSnapshot snapshot = Samples.snapshot(1);
    version = models.model("credit").save(snapshot).commit();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    signer = ModelSigner.withKey(keys);
    verifier = ModelVerifier.withKey(keys.getPublic());
  }

  private ModelManager open() {
    return ModelManager.builder(folder.resolve("home"))
        .author("ada")
        .clock(InstantSource.fixed(NOW))
        .open();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void theSignatureIsKeptAndHolds() {
    VersionSignature signature = models.sign(version).with(signer);
    models.close();
    models = open();
    assertThat(models.signatures(version)).containsExactly(signature);
    assertThat(signature.author()).isEqualTo("ada");
    assertThat(signature.time()).isEqualTo(NOW);
    VerifiedModel verified = models.verifySignature(version, verifier);
    assertThat(verified.signer()).isEqualTo(signer.identity());
    assertThat(verified.statement().name()).isEqualTo("credit");
    assertThat(verified.statement().resources())
        .extracting(SignedResource::name)
        .containsExactly(
            "files/empty", "files/tokenizer.json", "lepton-model.json", "weights.safetensors");
  }

  @Test
  void theSignatureOfAVersionHoldsForItsExportAndTheOtherWayRound() throws IOException {
    Version odd =
        models
            .model("odd")
            .save(
                ModelSnapshot.builder("f/1")
                    .file("../up", ByteSource.of(Samples.text("1")))
                    .file("A", ByteSource.of(Samples.text("2")))
                    .file("a", ByteSource.of(Samples.text("3")))
                    .file("ümlaut name", ByteSource.of(Samples.text("4")))
                    .build())
            .commit();
    for (Version each : new Version[] {version, odd}) {
      Path export = folder.resolve(each.model());
      ModelExport.of(models).directory(each, export);
      SignatureBundle ofVersion = models.sign(each).with(signer).bundle();
      SignatureBundle ofFolder = signer.sign(export);
      assertThat(verifier.verify(export, ofVersion).statement())
          .isEqualTo(verifier.verify(export, ofFolder).statement());
      models.sign(each).keep(ofFolder);
      models.sign(each).keep(ofFolder);
      assertThat(models.signatures(each)).hasSize(2);
      models.verifySignature(each, verifier);
    }
    Files.writeString(folder.resolve("credit/files/tokenizer.json"), "{}");
    SignatureBundle bundle = models.signatures(version).get(0).bundle();
    assertThatThrownBy(() -> verifier.verify(folder.resolve("credit"), bundle))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("files/tokenizer.json");
  }

  @Test
  void oneThatHoldsIsEnough() throws GeneralSecurityException {
    models.sign(version).with(signer);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    models.sign(version).with(ModelSigner.withKey(generator.generateKeyPair()));
    assertThat(models.verifySignature(version, verifier).signer()).isEqualTo(signer.identity());
  }

  @Test
  void whatIsNotSignedOrSignedForAnotherDoesNotHold() {
    assertThatThrownBy(() -> models.verifySignature(version, verifier))
        .isInstanceOfSatisfying(
            InvalidSignatureException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNSIGNED));
    Version next = models.model("credit").save(Samples.snapshot(2)).commit();
    models.sign(next).keep(models.sign(version).with(signer).bundle());
    assertThatThrownBy(() -> models.verifySignature(next, verifier))
        .isInstanceOfSatisfying(
            InvalidSignatureException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_DIFFERS))
        .hasMessageContaining("1 signatures none holds");
  }

  @Test
  void signaturesOutliveTheWeights() {
    models.sign(version).with(signer);
    models.retire(version).because("replaced");
    assertThat(models.signatures(version)).hasSize(1);
    assertThatThrownBy(() -> models.verifySignature(version, verifier))
        .isInstanceOf(RetiredException.class);
    assertThatThrownBy(() -> models.sign(version).with(signer))
        .isInstanceOf(RetiredException.class);
  }
}
