package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Action;
import io.lepton.audit.AuditEntry;
import io.lepton.card.CardText;
import io.lepton.gate.Gate;
import io.lepton.gate.GateException;
import io.lepton.model.Version;
import io.lepton.sign.ModelSigner;
import io.lepton.sign.ModelVerifier;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protected alias moves only to a version with a whole card and a trusted signature. */
class TrustGatesTest {
  @TempDir Path home;
  private KeyPair keys;
  private ModelManager models;
  private Model model;
  private Version version;

  @BeforeEach
  void save() throws GeneralSecurityException {
    keys = pair();
    models = ModelManager.builder(home).signatures(ModelVerifier.withKey(keys.getPublic())).open();
    model = models.model("credit");
    version =
        model
            .save(Samples.snapshot(1))
            .evaluation(Samples.evaluation("test", "roc_auc", 0.8))
            .commit();
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  @AfterEach
  void close() {
    models.close();
  }

  private void move() {
    model.alias("champion").moveTo(version).because("the first");
  }

  @Test
  void aWholeCardOpensTheWay() {
    model.protect(model.alias("champion")).with(Gate.cardComplete()).because("policy");
    assertThatThrownBy(this::move)
        .isInstanceOf(GateException.class)
        .hasMessageContaining("missing: overview, owners, licence, intended uses, limitations");
    models
        .card(version)
        .write(
            CardText.builder()
                .overview("Says who repays")
                .owner("Risk", "")
                .licence("MIT")
                .intendedUse("A second opinion")
                .limitation("Old data")
                .ethicalConsideration("Age", "Measured")
                .build());
    move();
    assertThat(model.alias("champion").find()).contains(version);
  }

  @Test
  void aTrustedSignatureOpensTheWay() throws GeneralSecurityException {
    model.protect(model.alias("champion")).with(Gate.signatureValid()).because("policy");
    assertThatThrownBy(this::move)
        .isInstanceOf(GateException.class)
        .hasMessageContaining("is not signed");
    models.sign(version).with(ModelSigner.withKey(pair()));
    assertThatThrownBy(this::move)
        .isInstanceOf(GateException.class)
        .hasMessageContaining("trusted is the key");
    models.sign(version).with(ModelSigner.withKey(keys));
    move();
    assertThat(model.alias("champion").find()).contains(version);
  }

  @Test
  void signingAndWritingAreRecorded() {
    models.sign(version).with(ModelSigner.withKey(keys));
    models.card(version).write(CardText.builder().overview("x").build());
    List<String> actions = models.audit().entries(1, 100).stream().map(AuditEntry::action).toList();
    assertThat(actions).containsSubsequence(Action.SIGN.name(), Action.WRITE_CARD.name());
  }
}
