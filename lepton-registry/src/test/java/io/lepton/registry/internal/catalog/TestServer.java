package io.lepton.registry.internal.catalog;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One PostgreSQL server for all tests of this JVM; it goes with the JVM. */
final class TestServer {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestServer() {}

  /** Started by the first test that needs it. */
  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        // Nothing here cuts the power of the machine, and a process that is killed loses no page.
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static int port() {
    return Holder.SERVER.getPort();
  }

  static String url() {
    return url(port());
  }

  static String url(int port) {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  static DataSource source() {
    return source(port());
  }

  static DataSource source(int port) {
    return PostgresCatalogs.source(url(port), "postgres", "postgres");
  }

  /** Runs a statement as the server's superuser. */
  static void execute(String sql) throws SQLException {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes everything out of the tables of a schema. */
  static void empty(String schema) throws SQLException {
    execute(
        "DO $$ DECLARE names text; BEGIN SELECT string_agg('"
            + schema
            + ".' || tablename, ', ') INTO names FROM pg_tables WHERE schemaname = '"
            + schema
            + "' AND tablename <> 'lepton_migration';"
            + " EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY'; END $$");
  }

  /** The name of a schema that no other test uses. */
  static String freshSchema() {
    return "test_" + SCHEMAS.incrementAndGet();
  }
}
