package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite itself says that it is full here: its writing connection may not grow the file. */
@DisplayName("A catalogue on a full disk")
class FullCatalogTest {
  private static final long NO_LIMIT = 0xFFFFFFFEL;
  private static final String LONG = "why ".repeat(5_000);

  @TempDir Path home;

  private static ModelSnapshot snapshot(long seed) {
    return ModelSnapshot.builder("test.format/1")
        .weights(Weights.builder().put("w", Tensor.ofLongs(Shape.of(2), seed, ~seed)).build())
        .build();
  }

  private static void limit(SqliteDatabase database, long pages) {
    database.write(s -> s.first("PRAGMA max_page_count = " + pages, row -> row.getLong(1)));
  }

  private static long pages(SqliteDatabase database) {
    return database.read(s -> s.first("PRAGMA page_count", row -> row.getLong(1))).orElseThrow();
  }

  @Test
  @DisplayName(
      "refuses a save whatever room is left, keeps what was, and works on when room is made")
  void full() {
    ModelManager.open(home).close();
    SqliteDatabase database = SqliteDatabase.open(home.resolve("catalog.db"));
    try (ModelManager models =
        ModelManager.builder(home).catalog(new JdbcCatalog(database)).open()) {
      Model model = models.model("m");
      Version first = model.save(snapshot(1)).commit();
      model.alias("champion").moveTo(first).because("first");
      long used = pages(database);
      int refused = 0;
      for (int room = 0; model.versions().size() == 1; room++) {
        limit(database, used + room);
        try {
          model.save(snapshot(2)).tag("v2").message(LONG).commit();
        } catch (StorageException e) {
          refused++;
          assertThat(e.kind()).isEqualTo(StorageException.Kind.PERMANENT);
          assertThat(e).hasMessageContainingAll("catalog.db", "the disk is full", "make room");
          assertThat(model.versions()).containsExactly(first);
          assertThat(model.branches()).isEqualTo(Map.of("main", first));
          assertThat(model.tags()).isEmpty();
          assertThat(model.alias("champion").version()).isEqualTo(first);
          assertThat(models.verify().isSound()).isTrue();
        }
      }
      assertThat(refused).as("rooms that were too small").isGreaterThan(3);
      limit(database, NO_LIMIT);
      Version third = model.save(snapshot(3)).message(LONG).commit();
      assertThat(third.number()).isEqualTo(3);
      assertThat(models.load(third).weights().contentEquals(snapshot(3).weights())).isTrue();
      assertThat(models.verify().isSound()).isTrue();
    }
    try (ModelManager again = ModelManager.open(home)) {
      assertThat(again.model("m").log()).hasSize(3);
      assertThat(again.model("m").log().get(0).message()).isEqualTo(LONG);
    }
  }
}
