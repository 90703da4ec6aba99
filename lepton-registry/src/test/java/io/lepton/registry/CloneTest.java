package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Ref;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A clone")
class CloneTest {
  @TempDir Path temp;
  private ModelManager models;
  private Version v1;
  private Version v2;
  private Version v3;

  @BeforeEach
  void fill() {
    models = ModelManager.builder(temp.resolve("home")).author("ann").open();
    Model model = models.model("m");
    v1 = model.save(Samples.snapshot(1)).commit();
    v2 = model.save(Samples.snapshot(2)).on("side").parents(v1).tag("t").commit();
    v3 = model.save(Samples.small(3)).evaluation(Samples.evaluation("d", "auc", 0.5)).commit();
    models.model("other").save(Samples.small(4)).parents(v3).commit();
    model.alias("champion").moveTo(v2).because("first");
    model.alias("champion").moveTo(v3).because("better");
    model.branch("side").delete().because("done");
    models.retire(v2).because("wrong data");
    models
        .store()
        .catalog
        .apply(List.of(new AppendEvent("experiment/x", "1", Instant.EPOCH, "{\"a\":1}")));
  }

  @AfterEach
  void close() {
    models.close();
  }

  private void assertEqualStores(ModelManager copy) {
    assertThat(copy.models()).hasToString(models.models().toString());
    for (Model model : models.models()) {
      String name = model.name();
      assertThat(copy.store().catalog.versions(name))
          .isEqualTo(models.store().catalog.versions(name));
      assertThat(copy.store().catalog.refs(name)).isEqualTo(models.store().catalog.refs(name));
      for (Ref ref : models.store().catalog.refs(name).keySet()) {
        assertThat(copy.store().catalog.history(ref))
            .isEqualTo(models.store().catalog.history(ref));
      }
      assertThat(copy.store().catalog.evaluations(name))
          .isEqualTo(models.store().catalog.evaluations(name));
    }
    assertThat(copy.retirement(v2)).isEqualTo(models.retirement(v2));
    assertThat(copy.store().catalog.events("experiment/x", 0, 9))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
        .isEqualTo(models.store().catalog.events("experiment/x", 0, 9));
    TransferTest.assertSame(models, copy, v1);
    TransferTest.assertSame(models, copy, v3);
    assertThat(copy.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName("has every version under its number, refs with their history, and all records")
  void everything() {
    try (ModelManager copy = ModelManager.open(temp.resolve("copy"))) {
      assertThat(models.cloneInto(copy).versions()).hasSize(4);
      assertEqualStores(copy);
    }
  }

  @Test
  @DisplayName("that was not finished, or is behind, goes on")
  void again() {
    try (ModelManager copy = ModelManager.open(temp.resolve("copy"))) {
      models.cloneInto(copy);
      Version v4 = models.model("m").save(Samples.small(5)).commit();
      models.model("m").alias("champion").moveTo(v4).because("best");
      assertThat(models.cloneInto(copy).versions()).containsExactly(v4.id());
      assertEqualStores(copy);
      assertThat(models.cloneInto(copy).moves()).isEmpty();
    }
  }

  @Test
  @DisplayName("is refused into a store that has gone its own way, and into itself")
  void refused() {
    try (ModelManager copy = ModelManager.open(temp.resolve("copy"))) {
      copy.model("m").save(Samples.small(9)).commit();
      assertThatThrownBy(() -> models.cloneInto(copy))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("m v1");
    }
    assertThatThrownBy(() -> models.cloneInto(models)).isInstanceOf(InvalidInputException.class);
  }
}
