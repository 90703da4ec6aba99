package io.lepton.registry;

import static io.lepton.registry.MergeTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.merge.Item;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Blame")
class BlameTest {
  @TempDir Path folder;
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder.resolve("home")).author("ann").open();
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private static Tensor bias(long seed) {
    return Samples.random(new Random(seed), DType.BF16, 512);
  }

  private static Tensor weight(long seed) {
    return Samples.random(new Random(seed), DType.F32, 700, 512);
  }

  @Test
  @DisplayName("names the version that last changed each tensor, file and setting")
  void line() {
    ModelSnapshot start = Samples.snapshot(1);
    Version one = model.save(start).commit();
    ModelSnapshot changed = with(start, "fc1.bias", bias(2));
    Version two = model.save(changed).message("tune").commit();
    Version three = model.save(with(changed, "extra", weight(3))).commit();
    Version four =
        model
            .save(
                new ModelSnapshot(
                    start.format(),
                    "{}",
                    with(start, "extra", weight(3)).weights(),
                    start.files(),
                    start.hyperparameters().with("epochs", 30),
                    start.signature(),
                    start.lineage()))
            .commit();

    Blame blame = model.blame(three);
    assertThat(blame.tensor("fc1.weight")).contains(one);
    assertThat(blame.tensor("fc1.bias")).contains(two);
    assertThat(blame.tensor("extra")).contains(three);
    assertThat(blame.file("tokenizer.json")).contains(one);
    assertThat(blame.hyperparameter("epochs")).contains(one);
    assertThat(blame.tensor("gone")).isEmpty();
    assertThat(blame.origins().keySet().stream().map(Item::toString))
        .containsSequence("tensor \"fc1.weight\"", "tensor \"fc1.bias\"", "tensor \"ids\"")
        .contains("format", "config", "signature", "file \"empty\"");
    assertThat(blame.toString())
        .contains("tensor \"fc1.bias\": tune")
        .contains("v2 (")
        .contains("ann");

    Blame last = model.blame(four);
    assertThat(last.tensor("fc1.bias")).as("set back: changed again").contains(four);
    assertThat(last.tensor("extra")).contains(three);
    assertThat(last.hyperparameter("epochs")).contains(four);
    assertThat(last.hyperparameter("learning_rate")).contains(one);
    assertThat(last.origins().get(new Item(Item.Kind.CONFIG, ""))).isEqualTo(four);
    assertThat(model.blame(one).origins().values()).containsOnly(one);
  }

  @Test
  @DisplayName("goes on to the parent that has the same, through merges and into other models")
  void merges() {
    ModelSnapshot start = Samples.snapshot(1);
    Version origin = models.model("foundation").save(start).commit();
    Version one = model.save(with(start, "ids", bias(9))).parents(origin).commit();
    model.branch("exp").createAt(one);
    ModelSnapshot base = with(start, "ids", bias(9));
    Version ours = model.save(with(base, "fc1.weight", weight(5))).commit();
    Version theirs = model.save(with(base, "fc1.bias", bias(6))).on("exp").commit();
    Version merged = model.merge("exp").commit();

    Blame blame = model.blame(merged);
    assertThat(blame.tensor("fc1.weight")).contains(ours);
    assertThat(blame.tensor("fc1.bias")).contains(theirs);
    assertThat(blame.tensor("ids")).contains(one);
    assertThat(blame.tensor("zeros")).contains(origin);
    assertThat(blame.origins().values()).doesNotContain(merged);

    models.retire(ours).because("old");
    assertThat(model.blame(merged)).isEqualTo(blame);
  }
}
