package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.registry.PostgresCatalog;
import io.lepton.spi.Catalog;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A PostgreSQL catalogue that is opened")
class PostgresOpeningTest {
  private static final int OPENERS = 4;

  private static PostgresCatalog.Builder builder(String schema) {
    return PostgresCatalog.builder(TestServer.url(), "postgres", "postgres").schema(schema);
  }

  private static ModelSnapshot snapshot(long seed) {
    return ModelSnapshot.builder("test.format/1")
        .weights(Weights.builder().put("w", Tensor.ofLongs(Shape.of(2), seed, ~seed)).build())
        .build();
  }

  @Test
  @DisplayName("serves managers with homes of their own, and keeps schemas apart")
  void serves(@TempDir Path folder) {
    String schema = TestServer.freshSchema();
    String other = TestServer.freshSchema();
    try (ModelManager ann =
            ModelManager.builder(folder).author("ann").catalog(builder(schema).open()).open();
        Catalog elsewhere = builder(other).connections(1).open()) {
      Version first = ann.model("m").save(snapshot(1)).commit();
      Version second = ann.model("m").save(snapshot(2)).tag("v2").commit();
      ann.model("m").alias("champion").moveTo(second).because("better");
      try (ModelManager bob =
          ModelManager.builder(folder)
              .catalog(PostgresCatalog.builder(TestServer.source()).schema(schema).open())
              .open()) {
        assertThat(bob.model("m").log()).containsExactly(second, first);
        assertThat(bob.model("m").alias("champion").version()).isEqualTo(second);
        assertThat(bob.load(first).weights().contentEquals(snapshot(1).weights())).isTrue();
        assertThat(bob.verify().isSound()).isTrue();
      }
      assertThat(elsewhere.models()).isEmpty();
    }
  }

  @Test
  @DisplayName("is made once when many open it at the same moment")
  void openedAtOnce() throws Exception {
    String schema = TestServer.freshSchema();
    List<Callable<Boolean>> openers = new ArrayList<>();
    for (int i = 0; i < OPENERS; i++) {
      String pack = "pack " + i;
      openers.add(
          () -> {
            try (Catalog catalog = builder(schema).connections(2).open()) {
              catalog.apply(List.of(new Catalog.AddPack(pack, List.of())));
              return true;
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(OPENERS);
    try {
      for (Future<Boolean> opened : threads.invokeAll(openers)) {
        assertThat(opened.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    try (Catalog catalog = builder(schema).open()) {
      assertThat(catalog.packs()).hasSize(OPENERS);
    }
  }

  @Test
  @DisplayName("refuses a schema that a newer Lepton migrated, and one of another application")
  void refusesStrangers() throws Exception {
    String newer = TestServer.freshSchema();
    builder(newer).open().close();
    TestServer.execute(
        "INSERT INTO "
            + newer
            + ".lepton_migration (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (99, '1000', 'future', 'SQL', 'V1000', 'x', 1, true)");
    assertThatThrownBy(() -> builder(newer).open())
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("1000");
    String foreign = TestServer.freshSchema();
    TestServer.execute("CREATE SCHEMA " + foreign);
    TestServer.execute("CREATE TABLE " + foreign + ".thesis (text TEXT)");
    assertThatThrownBy(() -> builder(foreign).open())
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("thesis");
  }

  @Test
  @DisplayName("says what is wrong with a URL, a database, a server or a setting")
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> PostgresCatalog.open("jdbc:mysql://x/y", "a", "secret"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("jdbc:postgresql:");
    assertThatThrownBy(
            () -> PostgresCatalog.open(TestServer.url().replace("/postgres", "/none"), "postgres", ""))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.PERMANENT))
        .hasMessageContaining("create the database first");
    assertThatThrownBy(
            () ->
                PostgresCatalog.builder("jdbc:postgresql://localhost:1/x", "a", "b")
                    .patience(Duration.ofMillis(250))
                    .open())
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT));
    assertThatThrownBy(() -> builder("Bad; DROP")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder("s").connections(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder("s").patience(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("answers after its end that it is closed")
  void closed() {
    Catalog catalog = builder(TestServer.freshSchema()).open();
    catalog.close();
    assertThatThrownBy(catalog::models)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> catalog.apply(List.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
  }
}
