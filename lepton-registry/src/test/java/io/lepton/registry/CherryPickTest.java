package io.lepton.registry;

import static io.lepton.registry.MergeTest.values;
import static io.lepton.registry.MergeTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.RetiredException;
import io.lepton.merge.MergeConflictException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A cherry-pick")
class CherryPickTest {
  @TempDir Path folder;
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models = ModelManager.open(folder.resolve("home"));
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private float[] w(Version version) {
    return models.load(version).weights().get("w").toFloats();
  }

  @Test
  @DisplayName("adds a change to another version, which keeps the bits the change did not touch")
  void adds() {
    model.save(values(1, 2, 3, 4)).on("exp").commit();
    Version after = model.save(values(1, 2.5f, 3, 0)).on("exp").commit();
    Version head = model.save(values(-0.0f, 10, Float.NaN, 8)).commit();

    Version picked = model.cherryPick(after).commit();

    assertThat(w(picked)).containsExactly(-0.0f, 10.5f, Float.NaN, 4);
    assertThat(picked.parents()).containsExactly(head.id());
    assertThat(picked.message()).startsWith("pick m v1").contains("add their change");
    assertThat(picked.lineage().derivedFrom()).containsExactly(head.id(), after.id());
  }

  @Test
  @DisplayName("leaves whole tensors alone where the change is zero, and adds and removes tensors")
  void tensors() {
    ModelSnapshot start = Samples.snapshot(1);
    Version from = model.save(start).on("exp").commit();
    Tensor bias = Samples.random(new Random(9), DType.F32, 512);
    Version to =
        model
            .save(with(start, "new", bias, "none", null, "ids", Tensor.ofLongs(Shape.of(1), 1)))
            .on("exp")
            .commit();
    Tensor weight = Samples.random(new Random(8), DType.F32, 700, 512);
    Version head = model.save(with(start, "fc1.weight", weight)).commit();

    CherryPick pick = model.cherryPick(to).since(from).onto("main");
    assertThat(pick.plan().bases()).containsExactly(from);
    Version picked = pick.commit();

    ModelSnapshot loaded = models.load(picked);
    assertThat(loaded.weights().names())
        .containsExactly("fc1.weight", "fc1.bias", "ids", "zeros", "scalar", "new");
    assertThat(loaded.weights().get("fc1.weight").contentEquals(weight)).isTrue();
    assertThat(loaded.weights().get("new").contentEquals(bias)).isTrue();
    assertThat(loaded.weights().get("ids").toLongs()).containsExactly(1);
    assertThat(picked.parents()).containsExactly(head.id());
    assertThat(pick.commit()).as("picking again finds it there").isEqualTo(picked);
  }

  @Test
  @DisplayName("takes a change back when picked since the later version")
  void reverts() {
    Version first = model.save(values(1, 2)).commit();
    Version second = model.save(values(1.5f, 2)).commit();
    model.save(values(1.5f, 4)).commit();
    assertThat(w(model.cherryPick(first).since(second).message("revert").commit()))
        .containsExactly(1, 4);
  }

  @Test
  @DisplayName("does nothing for an empty change")
  void empty() {
    Version first = model.save(values(1)).commit();
    Version head = model.save(values(2)).commit();
    CherryPick pick = model.cherryPick(first).since(first);
    assertThat(pick.plan().kind()).isEqualTo(MergePlan.Kind.UP_TO_DATE);
    assertThat(pick.commit()).isEqualTo(head);
    assertThat(model.versions()).hasSize(2);
  }

  @Test
  @DisplayName("says why where type, shape or weights do not allow it")
  void refuses() {
    Version first = model.save(values(1, 2)).on("exp").commit();
    Version second = model.save(values(1, 3)).on("exp").commit();
    model.save(values(1, 2, 3)).commit();
    assertThatThrownBy(() -> model.cherryPick(second).commit())
        .isInstanceOf(MergeConflictException.class)
        .hasMessageContaining("tensor \"w\"")
        .hasMessageContaining("found F32 [3] and F32 [2]");
    assertThatThrownBy(() -> model.cherryPick(first).commit())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("since(..)");
    model.save(values(7, 7)).on("other").commit();
    models.retire(first).because("old");
    assertThatThrownBy(() -> model.cherryPick(second).onto("other").commit())
        .isInstanceOf(RetiredException.class);
    assertThat(model.branch("other").log()).hasSize(1);
  }
}
