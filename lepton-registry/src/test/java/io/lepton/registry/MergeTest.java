package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.merge.Fate;
import io.lepton.merge.Fate.Outcome;
import io.lepton.merge.MergeConflictException;
import io.lepton.merge.MergeStrategy;
import io.lepton.merge.Resolutions;
import io.lepton.merge.Side;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A merge of branches")
class MergeTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder.resolve("home")).author("ann").clock(clock).open();
    model = models.model("credit-scoring");
  }

  @AfterEach
  void close() {
    models.close();
  }

  /** The snapshot with some tensors replaced; null removes one. */
  static ModelSnapshot with(ModelSnapshot from, Object... changes) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(from.weights().asMap());
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        tensors.remove((String) changes[i]);
      } else {
        tensors.put((String) changes[i], (Tensor) changes[i + 1]);
      }
    }
    return new ModelSnapshot(
        from.format(),
        from.config(),
        Weights.of(tensors),
        from.files(),
        from.hyperparameters(),
        from.signature(),
        from.lineage());
  }

  static ModelSnapshot values(float... values) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder().put("w", Tensor.ofFloats(Shape.of(values.length), values)).build())
        .build();
  }

  private Version save(ModelSnapshot snapshot, String branch) {
    clock.advance(Duration.ofMinutes(1));
    return model.save(snapshot).on(branch).message("on " + branch).commit();
  }

  private Version fork(String branch, Version at) {
    model.branch(branch).createAt(at);
    return at;
  }

  private float[] w(Version version) {
    return models.load(version).weights().get("w").toFloats();
  }

  private static Map<String, Outcome> outcomes(MergePlan plan) {
    return plan.fates().stream()
        .filter(fate -> !fate.item().name().isEmpty())
        .collect(Collectors.toMap(fate -> fate.item().name(), Fate::outcome));
  }

  @Test
  @DisplayName("takes what each side alone changed, keeps both parents, and stores nothing again")
  void oneSided() {
    ModelSnapshot start = Samples.snapshot(1);
    fork("experiment", save(start, "main"));
    Tensor weight = Samples.random(new Random(2), DType.F32, 700, 512);
    Tensor bias = Samples.random(new Random(3), DType.BF16, 512);
    Version ours = save(with(start, "fc1.weight", weight, "none", null), "main");
    Version theirs =
        save(with(start, "fc1.bias", bias, "extra", Tensor.ofLongs(Shape.of(1), 7)), "experiment");

    Merge merge = model.merge("experiment").into("main");
    MergePlan plan = merge.plan();
    assertThat(plan.kind()).isEqualTo(MergePlan.Kind.NEW_VERSION);
    assertThat(plan.bases()).containsExactly(model.version(1));
    assertThat(outcomes(plan))
        .containsEntry("fc1.weight", Outcome.OURS)
        .containsEntry("none", Outcome.OURS)
        .containsEntry("fc1.bias", Outcome.THEIRS)
        .containsEntry("extra", Outcome.THEIRS)
        .containsEntry("ids", Outcome.UNCHANGED)
        .containsEntry("tokenizer.json", Outcome.UNCHANGED);
    assertThat(plan.toString())
        .contains("new version")
        .contains("tensor \"fc1.bias\": ours did nothing, theirs changed it: theirs");
    assertThat(model.branch("main").head()).as("a plan changes nothing").isEqualTo(ours);

    Version merged = merge.commit();
    assertThat(merged.parents()).containsExactly(ours.id(), theirs.id());
    assertThat(merged.message()).isEqualTo("merge experiment (v3) into main");
    assertThat(merged.lineage().derivedFrom()).containsExactly(ours.id(), theirs.id());
    assertThat(merged.lineage().data()).isEqualTo(start.lineage().data());
    assertThat(model.branch("main").head()).isEqualTo(merged);
    ModelSnapshot loaded = models.load(merged);
    assertThat(
            loaded
                .weights()
                .contentEquals(
                    with(
                            with(start, "fc1.weight", weight, "none", null),
                            "fc1.bias",
                            bias,
                            "extra",
                            Tensor.ofLongs(Shape.of(1), 7))
                        .weights()))
        .isTrue();
    assertThat(loaded.files().keySet()).isEqualTo(start.files().keySet());
    assertThat(models.diff(merged, ours).files()).allMatch(f -> f.change() == Diff.Change.EQUAL);
    assertThat(models.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName("lists every conflict before it stores anything, and resolves them as it is told")
  void conflicts() {
    fork("experiment", save(values(1, 1, 1), "main"));
    save(values(3, 1, -1), "main");
    save(values(2, 5, 2), "experiment");
    Merge merge = model.merge("experiment");
    assertThatThrownBy(merge::commit)
        .isInstanceOfSatisfying(
            MergeConflictException.class, e -> assertThat(e.conflicts()).hasSize(1))
        .hasMessageContaining("tensor \"w\": ours changed it, theirs changed it");
    assertThat(merge.plan().conflicts()).hasSize(1);
    assertThat(model.versions()).hasSize(3);

    Version merged = merge.resolve(MergeStrategy.taskArithmetic(0.5, 1)).commit();
    assertThat(w(merged)).containsExactly(3, 5, 1); // 1 + λΔ: (2·.5 + 1, 0 + 4, −2·.5 + 1)
    assertThat(merged.message()).contains("task arithmetic [0.5, 1.0]");
    assertThat(merged.lineage().environment().get("merge")).contains("task arithmetic");
  }

  @Test
  @DisplayName("merges by every strategy what the papers say")
  void strategies() {
    fork("experiment", save(values(0, 0, 0, 0), "main"));
    save(values(4, 3, -2, 1), "main");
    save(values(2, -5, -4, 0), "experiment");
    Map<MergeStrategy, float[]> expected = new LinkedHashMap<>();
    expected.put(MergeStrategy.ours(), new float[] {4, 3, -2, 1});
    expected.put(MergeStrategy.theirs(), new float[] {2, -5, -4, 0});
    expected.put(MergeStrategy.average(), new float[] {3, -1, -3, .5f});
    expected.put(MergeStrategy.weighted(3, 1), new float[] {3.5f, 1, -2.5f, .75f});
    // Keep two each: (4, 3, 0, 0) and (0, −5, −4, 0); signs +, −, −, 0; means 4, −5, −4, 0.
    expected.put(MergeStrategy.ties(0.5, 0.5), new float[] {2, -2.5f, -2, 0});
    int i = 0;
    for (Map.Entry<MergeStrategy, float[]> entry : expected.entrySet()) {
      String branch = "try/" + i++;
      fork(branch, model.branch("main").head());
      Version merged = model.merge("experiment").into(branch).resolve(entry.getKey()).commit();
      assertThat(w(merged)).as(merged.message()).containsExactly(entry.getValue());
    }
  }

  @Test
  @DisplayName("moves the branch where it can, unless told otherwise")
  void fastForward() {
    Version first = fork("experiment", save(values(1), "main"));
    Version second = save(values(2), "experiment");

    assertThat(model.merge("experiment").plan().kind()).isEqualTo(MergePlan.Kind.FAST_FORWARD);
    assertThat(model.merge("main").into("experiment").commit()).as("up to date").isEqualTo(second);
    assertThat(model.merge("main").into("main").commit()).as("itself").isEqualTo(first);
    assertThat(model.merge("main").plan().kind()).isEqualTo(MergePlan.Kind.UP_TO_DATE);

    fork("kept", first);
    Version kept = model.merge("experiment").into("kept").fastForward(FastForward.NEVER).commit();
    assertThat(kept.parents()).containsExactly(first.id(), second.id());
    assertThat(w(kept)).containsExactly(2);

    assertThat(model.merge("experiment").fastForward(FastForward.ONLY).commit()).isEqualTo(second);
    assertThat(model.branch("main").head()).isEqualTo(second);
    assertThat(model.branch("main").history().get(1).reason())
        .isEqualTo("fast-forward to experiment (v2)");
    save(values(3), "experiment");
    save(values(2, 4), "main");
    assertThatThrownBy(
            () ->
                model
                    .merge("experiment")
                    .resolve(Resolutions.ours())
                    .fastForward(FastForward.ONLY)
                    .commit())
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("cannot be fast-forwarded");
  }

  @Test
  @DisplayName("refuses versions without a common ancestor, unless a base or leave is given")
  void unrelated() {
    Version ours = save(values(2, 1), "main");
    Version theirs = save(values(1, 3), "island");
    assertThatThrownBy(() -> model.merge("island").plan())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no common ancestor");
    assertThatThrownBy(() -> model.merge("island").allowUnrelated().commit())
        .isInstanceOf(MergeConflictException.class)
        .hasMessageContaining("ours added it, theirs added it");
    Version origin = models.model("origin").save(values(1, 1)).commit();
    Version merged =
        model.merge(theirs).base(origin).resolve(MergeStrategy.taskArithmetic(1)).commit();
    assertThat(w(merged)).containsExactly(2, 3);
    assertThat(merged.parents()).containsExactly(ours.id(), theirs.id());
    assertThatThrownBy(() -> model.merge("main").into("gone").commit())
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> model.merge("gone")).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("follows parents into other models")
  void otherModels() {
    Model origin = models.model("foundation");
    Version base = origin.save(values(1, 1)).commit();
    Version ours = model.save(values(2, 1)).parents(base).commit();
    Version theirs = models.model("fraud").save(values(1, 3)).parents(base).commit();
    MergePlan plan = model.merge(theirs).plan();
    assertThat(plan.bases()).containsExactly(base);
    Version merged = model.merge(theirs).resolve(MergeStrategy.taskArithmetic(1)).commit();
    assertThat(w(merged)).containsExactly(2, 3);
    assertThat(merged.model()).isEqualTo("credit-scoring");
    assertThat(merged.parents()).containsExactly(ours.id(), theirs.id());
  }

  @Test
  @DisplayName("joins the bases of a criss-cross, and does not lose a change that was taken back")
  void crissCross() {
    ModelSnapshot start = with(values(0), "v", Tensor.ofLongs(Shape.of(1), 0));
    fork("right", save(start, "main"));
    Version left1 = save(with(values(1), "v", Tensor.ofLongs(Shape.of(1), 0)), "main");
    Version right1 = save(with(values(0), "v", Tensor.ofLongs(Shape.of(1), 5)), "right");
    fork("left1", left1);
    Version main2 = model.merge("right").commit();
    Version right2 = model.merge("left1").into("right").commit();
    assertThat(right2).isNotEqualTo(main2);
    // Ours takes left's change back; theirs does nothing to it.
    save(with(values(0), "v", Tensor.ofLongs(Shape.of(1), 5)), "main");
    save(with(values(1), "v", Tensor.ofLongs(Shape.of(1), 6)), "right");

    Merge merge = model.merge("right");
    assertThat(merge.plan().bases()).containsExactly(right1, left1);
    Version merged = merge.commit();
    assertThat(w(merged)).containsExactly(0);
    assertThat(models.load(merged).weights().get("v").toLongs()).containsExactly(6);
  }

  @Test
  @DisplayName("says what moved when the branch moves while it computes, and moves nothing")
  void race() {
    fork("experiment", save(values(1), "main"));
    Version ours = save(values(2), "main");
    save(values(3), "experiment");
    MergeStrategy slow =
        conflict -> {
          save(values(9), "main");
          return conflict.findTheirs();
        };
    assertThatThrownBy(() -> model.merge("experiment").resolve(slow).commit())
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("was at credit-scoring v" + ours.number())
        .hasMessageContaining("is at credit-scoring v4");
    assertThat(model.branch("main").head().number()).isEqualTo(4);
    assertThat(models.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName("needs no weights of a retired base for one-sided changes, and says when it does")
  void retired() {
    ModelSnapshot start =
        with(values(1), "v", Tensor.ofFloats(Shape.of(1), 7), "u", Tensor.ofLongs(Shape.of(1), 1));
    Version base = fork("experiment", save(start, "main"));
    save(with(start, "w", Tensor.ofFloats(Shape.of(1), 2)), "main");
    Version theirs = save(with(start, "v", Tensor.ofFloats(Shape.of(1), 8)), "experiment");
    models.retire(base).because("old");
    Version merged = model.merge("experiment").commit();
    assertThat(w(merged)).containsExactly(2);
    assertThat(models.load(merged).weights().get("v").toFloats()).containsExactly(8);

    Version more = save(with(start, "w", Tensor.ofFloats(Shape.of(1), 5)), "experiment");
    assertThat(more.parents()).containsExactly(theirs.id());
    save(with(start, "w", Tensor.ofFloats(Shape.of(1), 6)), "main");
    models.retire(theirs).because("old");
    models.retire(merged).because("old");
    assertThat(model.merge("experiment").plan().bases()).containsExactly(theirs);
    fork("elsewhere", more);
    models.retire(more).because("old");
    assertThatThrownBy(() -> model.merge("experiment").resolve(Resolutions.ours()).commit())
        .isInstanceOf(RetiredException.class)
        .hasMessageContaining("v" + more.number());
  }

  @Test
  @DisplayName("fails whole when a base whose weights are needed was retired")
  void retiredBase() {
    Version base = fork("experiment", save(values(1), "main"));
    Version ours = save(values(2), "main");
    save(values(3), "experiment");
    models.retire(base).because("old");
    assertThatThrownBy(
            () -> model.merge("experiment").resolve(MergeStrategy.taskArithmetic(1)).commit())
        .isInstanceOf(RetiredException.class)
        .hasMessageContaining("v1");
    assertThat(model.branch("main").head()).isEqualTo(ours);
    assertThat(w(model.merge("experiment").resolve(MergeStrategy.average()).commit()))
        .containsExactly(2.5f);
  }

  @Test
  @DisplayName("merges config and hyperparameters by side or value")
  void others() {
    fork("experiment", save(Samples.snapshot(1), "main"));
    save(Samples.snapshot(2), "main");
    save(Samples.snapshot(3), "experiment");
    MergePlan plan = model.merge("experiment").plan();
    assertThat(plan.conflicts().stream().map(f -> f.item().toString()))
        .containsExactly(
            "config",
            "tensor \"fc1.weight\"",
            "tensor \"fc1.bias\"",
            "tensor \"ids\"",
            "tensor \"scalar\"",
            "file \"tokenizer.json\"");
    Version merged =
        model
            .merge("experiment")
            .resolve(
                Resolutions.none()
                    .tensors(MergeStrategy.average())
                    .tensor("ids", MergeStrategy.theirs())
                    .others(Side.THEIRS)
                    .config("{}"))
            .commit();
    ModelSnapshot loaded = models.load(merged);
    assertThat(loaded.config()).isEqualTo("{}");
    assertThat(loaded.files().get("tokenizer.json").readAll())
        .isEqualTo(Samples.snapshot(3).files().get("tokenizer.json").readAll());
    assertThat(loaded.weights().get("ids").contentEquals(Samples.snapshot(3).weights().get("ids")))
        .isTrue();
    assertThat(merged.lineage().seed()).isNull();
    assertThat(merged.lineage().data()).hasSize(2);
  }
}
