package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A search")
class SearchTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private ModelManager models;
  private Version weak;
  private Version strong;
  private Version other;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder).author("ann").clock(clock).open();
    weak = save("credit", 1, 0.75, "main");
    strong = save("credit", 2, 0.79, "exp");
    other = save("churn", 3, 0.90, "main");
    models.model("credit").tag("v1.0").createAt(strong);
    models.model("credit").alias("champion").moveTo(weak).because("first");
  }

  private Version save(String model, long seed, double auc, String branch) {
    clock.advance(Duration.ofHours(1));
    return models
        .model(model)
        .save(Samples.small(seed))
        .evaluation(Samples.evaluation("test", "roc_auc", auc))
        .on(branch)
        .commit();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  @DisplayName("finds all versions, newest first, when nothing is asked")
  void all() {
    assertThat(models.search().list()).containsExactly(other, strong, weak);
    assertThat(models.search().limit(1).list()).containsExactly(other);
    assertThatThrownBy(() -> models.search().limit(0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("finds by model, metric, tag, alias, branch, author and time")
  void byEach() {
    assertThat(models.search().model("credit").metric("roc_auc").atLeast(0.77).list())
        .containsExactly(strong);
    assertThat(models.search().metric("roc_auc").atMost(0.79).list()).containsExactly(strong, weak);
    assertThat(models.search().metric("roc_auc").on("validation").measured().list()).isEmpty();
    assertThat(models.search().metric("f1").measured().list()).isEmpty();
    assertThat(models.search().tag("v1.0").list()).containsExactly(strong);
    assertThat(models.search().alias("champion").list()).containsExactly(weak);
    assertThat(models.search().branch("main").list()).containsExactly(other, weak);
    assertThat(models.search().author("bob").list()).isEmpty();
    assertThat(models.search().author("ann").since(strong.time()).list())
        .containsExactly(other, strong);
    assertThat(models.search().before(strong.time()).list()).containsExactly(weak);
    assertThat(models.search().model("credit").model("churn").list()).hasSize(3);
    assertThat(models.search().model("none").list()).isEmpty();
  }

  @Test
  @DisplayName("orders by a metric, the versions without it last, and counts the last measure")
  void best() {
    models.attach(strong, Samples.evaluation("test", "roc_auc", 0.70));
    Version unmeasured = models.model("credit").save(Samples.small(9)).commit();
    assertThat(models.search().bestFirst("roc_auc").list())
        .isEqualTo(List.of(other, weak, strong, unmeasured));
    assertThat(models.search().metric("roc_auc").atLeast(0.74).list()).containsExactly(other, weak);
  }

  @Test
  @DisplayName("leaves out retired versions when asked to")
  void retired() {
    models.retire(strong).because("lost the experiment");
    assertThat(models.search().model("credit").list()).containsExactly(strong, weak);
    assertThat(models.search().model("credit").notRetired().list()).containsExactly(weak);
  }
}
