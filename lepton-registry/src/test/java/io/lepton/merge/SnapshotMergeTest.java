package io.lepton.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.merge.Fate.Outcome;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A merge of snapshots")
class SnapshotMergeTest {
  private static Tensor one(double value) {
    return Floats.of(DType.F32, value);
  }

  private static ModelSnapshot snapshot(Map<String, Tensor> tensors) {
    return ModelSnapshot.builder("f/1").weights(Weights.of(tensors)).build();
  }

  private static SnapshotMerge merge(
      MergeBase base, ModelSnapshot ours, ModelSnapshot theirs, Resolutions resolutions) {
    return SnapshotMerge.of(base, ours, theirs, resolutions, Sameness.BY_CONTENT);
  }

  private static Map<String, Outcome> outcomes(SnapshotMerge merge) {
    return merge.fates().stream()
        .filter(fate -> !fate.item().name().isEmpty())
        .collect(Collectors.toMap(fate -> fate.item().name(), Fate::outcome));
  }

  @Test
  @DisplayName("takes one-sided changes, additions and removals by itself")
  void oneSided() {
    ModelSnapshot base =
        snapshot(Map.of("same", one(1), "mine", one(2), "yours", one(3), "iDrop", one(4)));
    ModelSnapshot ours =
        snapshot(Map.of("same", one(1), "mine", one(20), "yours", one(3), "iAdd", one(5)));
    ModelSnapshot theirs =
        snapshot(Map.of("same", one(1), "mine", one(2), "iDrop", one(4), "youAdd", one(6)));
    // They removed "yours".
    SnapshotMerge merge = merge(MergeBase.of(base), ours, theirs, Resolutions.none());

    assertThat(outcomes(merge))
        .containsOnly(
            Map.entry("same", Outcome.UNCHANGED),
            Map.entry("mine", Outcome.OURS),
            Map.entry("yours", Outcome.THEIRS),
            Map.entry("iDrop", Outcome.OURS),
            Map.entry("iAdd", Outcome.OURS),
            Map.entry("youAdd", Outcome.THEIRS));
    Weights merged = merge.snapshot(Lineage.unknown()).weights();
    assertThat(merged.names()).containsExactlyInAnyOrder("same", "mine", "iAdd", "youAdd");
    assertThat(merged.get("mine").contentEquals(one(20))).isTrue();
  }

  @Test
  @DisplayName("lists every conflict with what both sides did, and why a strategy cannot help")
  void conflicts() {
    Tensor ids = Tensor.ofLongs(Shape.of(1), 1);
    ModelSnapshot base = snapshot(Map.of("w", one(1), "gone", one(1), "ids", ids));
    ModelSnapshot ours =
        snapshot(
            Map.of("w", one(2), "ids", Tensor.ofLongs(Shape.of(1), 2), "new", one(1), "u", one(7)));
    ModelSnapshot theirs =
        snapshot(
            Map.of(
                "w",
                one(3),
                "gone",
                one(5),
                "ids",
                Tensor.ofLongs(Shape.of(1), 3),
                "new",
                Floats.of(DType.F32, 1, 2),
                "u",
                one(7)));

    assertThatThrownBy(
            () ->
                merge(MergeBase.of(base), ours, theirs, Resolutions.none())
                    .snapshot(Lineage.unknown()))
        .isInstanceOfSatisfying(
            MergeConflictException.class,
            e -> assertThat(e.conflicts()).extracting(f -> f.item().name()).hasSize(4))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("tensor \"w\": ours changed it, theirs changed it: conflict")
        .hasMessageContaining("tensor \"gone\": ours removed it, theirs changed it");

    SnapshotMerge averaged =
        merge(
            MergeBase.of(base), ours, theirs, Resolutions.none().tensors(MergeStrategy.average()));
    assertThat(outcomes(averaged))
        .containsEntry("w", Outcome.RESOLVED)
        .containsEntry("gone", Outcome.CONFLICT)
        .containsEntry("ids", Outcome.CONFLICT)
        .containsEntry("new", Outcome.CONFLICT)
        .containsEntry("u", Outcome.ALIKE);
    assertThat(averaged.conflicts().toString())
        .contains("needs F16, BF16, F32 or F64, found I64")
        .contains("our side has none")
        .contains("found F32 [1] and F32 [2]");

    Weights merged =
        merge(
                MergeBase.of(base),
                ours,
                theirs,
                Resolutions.none()
                    .tensors(MergeStrategy.taskArithmetic(1))
                    .tensor("gone", MergeStrategy.ours())
                    .tensor("ids", MergeStrategy.theirs())
                    .tensor("new", conflict -> Optional.of(one(9))))
            .snapshot(Lineage.unknown())
            .weights();
    assertThat(merged.names()).containsExactlyInAnyOrder("w", "ids", "new", "u");
    assertThat(merged.get("w").toFloats()).containsExactly(4); // 1 + (2 − 1) + (3 − 1)
    assertThat(merged.get("ids").toLongs()).containsExactly(3);
    assertThat(merged.get("new").toFloats()).containsExactly(9);
    assertThatThrownBy(
            () ->
                merge(
                    MergeBase.of(base),
                    ours,
                    theirs,
                    Resolutions.none().tensor("wieght", MergeStrategy.ours())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("wieght");
  }

  private static ModelSnapshot rest(String config, double rate, String file) {
    return ModelSnapshot.builder("f/1")
        .config(config)
        .hyperparameters(Hyperparameters.of(Map.of("rate", rate, "epochs", 3)))
        .file("vocab", ByteSource.of(file.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .build();
  }

  @Test
  @DisplayName("merges format, configuration, hyperparameters and files by the same rules")
  void rest() {
    ModelSnapshot base = rest("{}", 0.1, "a");
    ModelSnapshot ours = rest("{\"a\":1}", 0.2, "a");
    ModelSnapshot theirs = rest("{\"a\":2}", 0.3, "b");
    SnapshotMerge open = merge(MergeBase.of(base), ours, theirs, Resolutions.none());
    assertThat(open.conflicts().stream().map(fate -> fate.item().toString()))
        .containsExactly("config", "hyperparameter \"rate\"");

    ModelSnapshot sided =
        merge(MergeBase.of(base), ours, theirs, Resolutions.none().others(Side.THEIRS))
            .snapshot(Lineage.unknown());
    assertThat(sided.config()).isEqualTo("{\"a\":2}");
    assertThat(sided.hyperparameters().number("rate")).isEqualTo(0.3);
    assertThat(sided.files().get("vocab").readAll().get(0)).isEqualTo((byte) 'b');

    ModelSnapshot given =
        merge(
                MergeBase.of(base),
                ours,
                theirs,
                Resolutions.ours().config("{\"a\":3}").hyperparameter("rate", 0.25))
            .snapshot(Lineage.unknown());
    assertThat(given.config()).isEqualTo("{\"a\":3}");
    assertThat(given.hyperparameters().number("rate")).isEqualTo(0.25);
    assertThat(given.hyperparameters().integer("epochs")).isEqualTo(3);
  }

  @Test
  @DisplayName("with itself is itself, and without a base takes only what agrees")
  void identities() {
    ModelSnapshot a = snapshot(Map.of("w", one(1), "v", one(2)));
    assertThat(
            merge(MergeBase.of(a), a, a, Resolutions.none())
                .snapshot(Lineage.unknown())
                .weights()
                .contentEquals(a.weights()))
        .isTrue();
    SnapshotMerge unrelated =
        merge(MergeBase.none(), a, snapshot(Map.of("w", one(1), "v", one(3))), Resolutions.none());
    assertThat(outcomes(unrelated))
        .containsEntry("w", Outcome.ALIKE)
        .containsEntry("v", Outcome.CONFLICT);
  }

  @Test
  @DisplayName("with two bases trusts only what both say")
  void twoBases() {
    ModelSnapshot root = snapshot(Map.of("a", one(0), "b", one(0), "c", one(0)));
    ModelSnapshot left = snapshot(Map.of("a", one(1), "b", one(1), "c", one(0)));
    ModelSnapshot right = snapshot(Map.of("a", one(0), "b", one(2), "c", one(0)));
    MergeBase joint =
        MergeBase.of(left).join(MergeBase.of(right), MergeBase.of(root), Sameness.BY_CONTENT);
    // Ours took left's b, theirs took right's; both took left's a, and ours set it back later.
    ModelSnapshot ours = snapshot(Map.of("a", one(0), "b", one(1), "c", one(5)));
    ModelSnapshot theirs = snapshot(Map.of("a", one(1), "b", one(2), "c", one(0)));
    SnapshotMerge merge = merge(joint, ours, theirs, Resolutions.none());
    assertThat(outcomes(merge))
        .containsEntry("a", Outcome.OURS) // and not theirs, though one base has ours' value
        .containsEntry("b", Outcome.CONFLICT)
        .containsEntry("c", Outcome.OURS);
    assertThat(merge.conflicts().get(0).note()).contains("the bases differ");
  }
}
