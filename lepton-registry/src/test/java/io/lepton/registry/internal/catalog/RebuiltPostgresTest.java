package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.registry.ModelManagerBuilder;
import io.lepton.registry.ReindexReport;
import io.lepton.spi.Catalog;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A catalogue on PostgreSQL that was lost")
class RebuiltPostgresTest {
  private static final int COUNT = 300_000; // two chunks, which the second version keeps as steps

  @TempDir Path home;

  private ModelManagerBuilder builder(String schema) {
    return ModelManager.builder(home)
        .author("ann")
        .catalog(PostgresCatalogs.open(TestServer.source(), schema, 4, Duration.ofSeconds(30)));
  }

  private static float[] weights(float moved) {
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      weights[i] = (float) Math.sin(i) + moved;
    }
    return weights;
  }

  private static ModelSnapshot snapshot(float moved) {
    Tensor tensor = Tensor.ofFloats(Shape.of(COUNT), weights(moved));
    return ModelSnapshot.builder("f/1").weights(Weights.builder().put("w", tensor).build()).build();
  }

  @Test
  @DisplayName("is filled again from a backup and the packs, at once, and only if it is empty")
  void filled() {
    String lost = TestServer.freshSchema();
    Version first;
    Version second;
    Version late;
    try (ModelManager models = builder(lost).open()) {
      Model model = models.model("m");
      first = model.save(snapshot(0)).message("one").commit();
      second = model.save(snapshot(1e-5f)).commit();
      model.alias("champion").moveTo(first).because("best");
      models.maintenance().backup();
      late = model.save(snapshot(2e-5f)).commit();
    }
    String fresh = TestServer.freshSchema();
    try (Catalog given =
        PostgresCatalogs.open(TestServer.source(), fresh, 4, Duration.ofSeconds(30))) {
      ReindexReport report = ModelManager.builder(home).catalog(given).reindex();
      assertThat(report.versions()).isEqualTo(3);
      assertThat(report.skipped()).isEmpty();
      assertThat(report.backup()).isPresent();
      assertThatThrownBy(() -> ModelManager.builder(home).catalog(given).reindex())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("3 versions");
    }
    try (ModelManager models = builder(fresh).open()) {
      Model model = models.model("m");
      assertThat(model.versions()).containsExactly(first, second, late);
      assertThat(model.version("champion")).isEqualTo(first);
      assertThat(model.alias("champion").history()).hasSize(1);
      assertThat(models.load(late).weights().get("w").toFloats()).isEqualTo(weights(2e-5f));
      assertThat(models.verify().problems()).isEmpty();
      assertThat(model.save(snapshot(1)).commit().number()).isEqualTo(4);
    }
  }
}
