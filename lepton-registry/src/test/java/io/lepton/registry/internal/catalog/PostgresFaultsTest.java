package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.StorageException;
import io.lepton.registry.internal.catalog.CuttingProxy.Cut;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A PostgreSQL catalogue whose server or connection fails")
class PostgresFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Shared: each test adds packs of its own, and only looks for these. */
  private static final String SCHEMA = TestServer.freshSchema();

  private static PostgresDatabase open(DataSource source, Duration patience) {
    return PostgresDatabase.open(source, SCHEMA, 3, patience);
  }

  private static AddPack pack(String name) {
    return new AddPack(name, List.of());
  }

  /** A write that loses its connection the first so many times. */
  private static Database.Change cutOff(String pack, int times, AtomicInteger runs) {
    return session -> {
      runs.incrementAndGet();
      session.update("INSERT INTO pack (name) VALUES (?)", pack);
      if (runs.get() <= times) {
        int backend =
            session.first("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
        TestServer.execute("SELECT pg_terminate_backend(" + backend + ")");
      }
      session.first("SELECT 1", row -> 1);
    };
  }

  @Test
  @DisplayName("makes a transaction again whose connection was cut in the middle")
  void cutOnce() {
    AtomicInteger runs = new AtomicInteger();
    try (PostgresDatabase database = open(TestServer.source(), PATIENCE)) {
      database.write(cutOff("cut-once", 1, runs));
      assertThat(new JdbcCatalog(database).packs()).contains("cut-once");
    }
    assertThat(runs).hasValue(2);
  }

  @Test
  @DisplayName("says that nothing happened when the connection is cut in the middle again")
  void cutTwice() {
    try (PostgresDatabase database = open(TestServer.source(), PATIENCE)) {
      assertThatThrownBy(() -> database.write(cutOff("cut-twice", 2, new AtomicInteger())))
          .isInstanceOfSatisfying(
              NotCommittedException.class,
              e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT));
      assertThat(new JdbcCatalog(database).packs()).doesNotContain("cut-twice");
      new JdbcCatalog(database).apply(List.of(pack("goes-on")));
    }
  }

  @Test
  @DisplayName("reads again what a cut connection did not answer")
  void cutWhileReading() {
    AtomicInteger runs = new AtomicInteger();
    try (PostgresDatabase database = open(TestServer.source(), PATIENCE)) {
      int answer =
          database.read(
              session -> {
                if (runs.incrementAndGet() == 1) {
                  int backend =
                      session.first("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
                  TestServer.execute("SELECT pg_terminate_backend(" + backend + ")");
                }
                return session.first("SELECT 7", row -> row.getInt(1)).orElseThrow();
              });
      assertThat(answer).isEqualTo(7);
    }
  }

  @Test
  @DisplayName("knows a COMMIT that happened although its answer was lost")
  void answerLost() throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.port());
        PostgresDatabase database = open(proxy.source(), PATIENCE)) {
      Catalog catalog = new JdbcCatalog(database);
      for (int i = 0; i < 3; i++) {
        proxy.cutNext(Cut.AFTER_COMMIT);
        catalog.apply(List.of(pack("answer-lost-" + i)));
        assertThat(catalog.packs()).contains("answer-lost-" + i);
        assertThat(proxy.cuts()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  @DisplayName("makes a transaction again whose COMMIT never arrived")
  void commitLost() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    try (CuttingProxy proxy = new CuttingProxy(TestServer.port());
        PostgresDatabase database = open(proxy.source(), PATIENCE)) {
      proxy.cutNext(Cut.BEFORE_COMMIT);
      database.write(
          session -> {
            runs.incrementAndGet();
            session.update("INSERT INTO pack (name) VALUES ('commit-lost')");
          });
      assertThat(runs).hasValue(2);
      assertThat(new JdbcCatalog(database).packs()).contains("commit-lost");
    }
  }

  @Test
  @DisplayName("never says that nothing happened when it cannot ask after a lost COMMIT")
  void inDoubt() throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.port());
        PostgresDatabase database =
            open(proxy.source(), Duration.ofMillis(300))) {
      Catalog catalog = new JdbcCatalog(database);
      proxy.cutNext(Cut.AFTER_COMMIT_FOR_GOOD);
      assertThatThrownBy(() -> catalog.apply(List.of(pack("in-doubt"))))
          .isNotInstanceOf(NotCommittedException.class)
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT))
          .hasMessageContaining("look before trying again");
    }
    try (Catalog catalog = new JdbcCatalog(open(TestServer.source(), PATIENCE))) {
      assertThat(catalog.packs()).as("what was in doubt had happened").contains("in-doubt");
    }
  }

  @Test
  @DisplayName("lost no committed change and goes on when its server was killed and started again")
  void serverKilled(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    int port;
    long postmaster;
    EmbeddedPostgres first = server(data, 0);
    try (Catalog catalog = PostgresCatalogs.open(source(first), "lepton", 3, PATIENCE)) {
      catalog.apply(List.of(pack("before")));
      port = first.getPort();
      postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
      ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
      List<ProcessHandle> backends = server.children().toList();
      server.destroyForcibly();
      server.onExit().get(20, TimeUnit.SECONDS);
      for (ProcessHandle backend : backends) {
        backend.destroyForcibly();
        backend.onExit().get(20, TimeUnit.SECONDS);
      }
      assertThatThrownBy(() -> PostgresCatalogs.open(source(port), "lepton", 3, PATIENCE))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT));
      first.close(); // which finds no server and lets go of the folder
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      try (EmbeddedPostgres second = server(data, port)) {
        assertThat(catalog.packs()).containsExactly("before");
        catalog.apply(List.of(pack("after")));
        assertThat(catalog.packs()).containsExactly("after", "before");
      }
    } finally {
      first.close();
    }
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  private static DataSource source(EmbeddedPostgres server) {
    return source(server.getPort());
  }

  private static DataSource source(int port) {
    return TestServer.source(port);
  }

  @Test
  @DisplayName("tells failures that pass from those that stay by the server's SQLSTATE")
  void kinds() {
    for (String state : List.of("08006", "57P01", "57P03", "40001", "40P01", "53300", "55P03")) {
      assertThat(translated(state)).isEqualTo(StorageException.Kind.TRANSIENT);
    }
    for (String state : List.of("53100", "28P01", "3D000", "42501", "25006", "42P01", "58030")) {
      assertThat(translated(state)).isEqualTo(StorageException.Kind.PERMANENT);
    }
    assertThat(PostgresErrors.translate("x", new SQLException("bad page", "XX001")))
        .isInstanceOf(io.lepton.error.CorruptDataException.class);
  }

  private static StorageException.Kind translated(String state) {
    return ((StorageException) PostgresErrors.translate("x", new SQLException("why", state)))
        .kind();
  }
}
