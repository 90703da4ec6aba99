package io.lepton.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Controlled-variable check")
class ControlledVariableTest {
  private static Digest digest(String text) {
    return Digest.of(text);
  }

  private static Lineage.Builder lineage() {
    return Lineage.builder().codeRevision("4f2c").seed(1).environment("pytorch", "2.7.1");
  }

  private static DataReference data(String content) {
    return new DataReference("train", digest(content), 100);
  }

  private static Version version(
      String name, Lineage lineage, Hyperparameters settings, long... shape) {
    return new Version(
        new VersionId(digest(name)),
        "credit",
        1,
        List.of(),
        "lepton.tabular-classifier/1",
        Map.of("fc1.weight", new Version.TensorInfo(DType.F32, Shape.of(shape))),
        Map.of(),
        settings,
        new Signature(
            List.of(Signature.Field.scalar("Amount", Signature.Type.F64)),
            List.of(Signature.Field.scalar("Class", Signature.Type.STRING))),
        lineage,
        "ada",
        Instant.EPOCH,
        "");
  }

  private static final Hyperparameters SETTINGS =
      Hyperparameters.of(Map.of("learning_rate", 0.01, "hidden", List.of(64)));
  private static final Version CONTROL =
      version("control", lineage().data(data("old")).build(), SETTINGS, 64, 20);

  private static ControlledVariable against(Version treatment) {
    return ControlledVariable.between(CONTROL, treatment);
  }

  @Test
  void oneChangedVariableIsNamedWithItsValues() {
    ControlledVariable data =
        against(version("b", lineage().data(data("new")).build(), SETTINGS, 64, 20));
    assertThat(data.verdict()).isEqualTo(ControlledVariable.Verdict.CONTROLLED);
    assertThat(data.variable()).contains(Variable.DATA);
    assertThat(data.warning()).isEmpty();
    ControlledVariable rate =
        against(
            version(
                "c",
                lineage().data(data("old")).build(),
                SETTINGS.with("learning_rate", 0.001),
                64,
                20));
    assertThat(rate.variable()).contains(Variable.HYPERPARAMETERS);
    assertThat(rate.toString())
        .isEqualTo(
            "only HYPERPARAMETERS differs\n"
                + "  HYPERPARAMETERS: hyperparameter \"learning_rate\": 0.01 → 0.001");
    assertThat(
            against(version("d", lineage().data(data("old")).build(), SETTINGS, 128, 20))
                .differences())
        .containsExactly(
            new Difference(
                Variable.ARCHITECTURE, "tensor \"fc1.weight\"", "F32 [64, 20]", "F32 [128, 20]"));
    assertThat(
            against(version("e", lineage().data(data("old")).seed(2).build(), SETTINGS, 64, 20))
                .variable())
        .contains(Variable.SEED);
    assertThat(
            against(
                    version(
                        "f",
                        lineage().data(data("old")).codeRevision("9a00").build(),
                        SETTINGS,
                        64,
                        20))
                .variable())
        .contains(Variable.CODE);
    assertThat(
            against(
                    version(
                        "g",
                        lineage().data(data("old")).environment("pytorch", "2.8.0").build(),
                        SETTINGS,
                        64,
                        20))
                .variable())
        .contains(Variable.ENGINE);
  }

  @Test
  void severalAreAWarning() {
    ControlledVariable both =
        against(
            version(
                "b",
                lineage().data(data("new")).build(),
                SETTINGS.with("learning_rate", 0.1),
                64,
                20));
    assertThat(both.verdict()).isEqualTo(ControlledVariable.Verdict.CONFOUNDED);
    assertThat(both.variable()).isEmpty();
    assertThat(both.variables()).containsExactly(Variable.DATA, Variable.HYPERPARAMETERS);
    assertThat(both.warning().orElseThrow())
        .startsWith("DATA, HYPERPARAMETERS differ")
        .contains("cannot say which of them");
  }

  @Test
  void settingsOfTheArchitectureCountAsSuch() {
    Version wider =
        version(
            "b",
            lineage().data(data("old")).build(),
            SETTINGS.with("hidden", List.of(128)),
            128,
            20);
    assertThat(against(wider).verdict()).isEqualTo(ControlledVariable.Verdict.CONFOUNDED);
    ControlledVariable told =
        ControlledVariable.between(
            ModelDescription.of(CONTROL), ModelDescription.of(wider), Set.of("hidden"));
    assertThat(told.verdict()).isEqualTo(ControlledVariable.Verdict.CONTROLLED);
    assertThat(told.variable()).contains(Variable.ARCHITECTURE);
    assertThat(told.differences()).hasSize(2);
  }

  @Test
  void whatIsNotRecordedIsNotTakenForTheSame() {
    ControlledVariable unknown =
        against(version("b", Lineage.unknown(), SETTINGS.with("learning_rate", 0.1), 64, 20));
    assertThat(unknown.verdict()).isEqualTo(ControlledVariable.Verdict.INCONCLUSIVE);
    assertThat(unknown.unrecorded())
        .containsExactlyInAnyOrder(Variable.DATA, Variable.CODE, Variable.ENGINE, Variable.SEED);
    assertThat(unknown.differences()).hasSize(1);
    assertThat(unknown.warning().orElseThrow()).contains("DATA, CODE, ENGINE, SEED not recorded");
  }

  @Test
  void theSameModelIsAnAaTest() {
    ControlledVariable same = against(CONTROL);
    assertThat(same.verdict()).isEqualTo(ControlledVariable.Verdict.SAME);
    assertThat(same.warning().orElseThrow()).contains("A/A test");
  }
}
