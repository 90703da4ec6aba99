package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.card.CardText;
import io.lepton.gate.Gate;
import io.lepton.gate.GateException;
import io.lepton.gate.Verdict;
import io.lepton.model.Version;
import io.lepton.sign.ModelSigner;
import io.lepton.sign.ModelVerifier;
import io.lepton.sign.SignatureBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rules about card and signature")
class GateChecksTest {
  @TempDir Path folder;
  private final Map<Long, CardText> texts = new HashMap<>();
  private final Map<Long, SignatureBundle> signatures = new HashMap<>();

  @Test
  @DisplayName("hold a protected stage against the real card and the real signature")
  void both() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = keys.generateKeyPair();
    Path files = Files.createDirectory(folder.resolve("delivered"));
    Files.writeString(files.resolve("weights"), "some");
    ModelVerifier verifier = ModelVerifier.withKey(pair.getPublic());
    try (ModelManager models =
        ModelManager.builder(folder.resolve("home"))
            .author("ann")
            .check(
                Gate.CARD, GateChecks.cardComplete(v -> Optional.ofNullable(texts.get(v.number()))))
            .check(
                Gate.SIGNATURE,
                GateChecks.signed(
                    v ->
                        Optional.ofNullable(signatures.get(v.number()))
                            .map(bundle -> verifier.verify(files, bundle))))
            .open()) {
      Model model = models.model("m");
      Version v1 =
          model
              .save(Samples.snapshot(1))
              .evaluation(Samples.evaluation("test", "roc_auc", 0.8))
              .commit();
      Stage stage = model.stage("production");
      model.protect(stage).with(Gate.cardComplete(), Gate.signatureValid()).because("law");
      assertVerdicts(stage, v1, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE);

      texts.put(1L, CardText.builder().overview("a model").build());
      signatures.put(1L, ModelSigner.withKey(pair).sign(files));
      assertVerdicts(stage, v1, Verdict.FAIL, Verdict.PASS);
      assertThatThrownBy(() -> stage.moveTo(v1).because("x"))
          .isInstanceOf(GateException.class)
          .hasMessageContaining("OWNERS");

      texts.put(
          1L,
          CardText.builder()
              .overview("a model")
              .owner("Ann", "ann@example.com")
              .licence("MIT")
              .intendedUse("tests")
              .limitation("small")
              .ethicalConsideration("none known", "none needed")
              .build());
      assertVerdicts(stage, v1, Verdict.PASS, Verdict.PASS);

      Files.writeString(files.resolve("weights"), "other");
      assertVerdicts(stage, v1, Verdict.PASS, Verdict.FAIL);
      Files.writeString(files.resolve("weights"), "some");
      stage.moveTo(v1).because("all in order");
      assertThat(stage.version()).isEqualTo(v1);
    }
  }

  private static void assertVerdicts(
      Stage stage, Version version, Verdict card, Verdict signature) {
    assertThat(stage.moveTo(version).check().results())
        .extracting(result -> result.finding().verdict())
        .containsExactly(card, signature);
  }
}
