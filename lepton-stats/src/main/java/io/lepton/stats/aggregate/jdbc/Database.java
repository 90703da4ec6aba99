package io.lepton.stats.aggregate.jdbc;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where queries run: somebody's data source, or a DuckDB in memory made for one call. */
final class Database {
  private final @Nullable DataSource source;
  private final Map<String, String> settings;

  private Database(@Nullable DataSource source, Map<String, String> settings) {
    this.source = source;
    this.settings = settings;
  }

  static Database of(DataSource source) {
    return new Database(source, Map.of());
  }

  static Database duckDb(Map<String, String> settings) {
    return new Database(null, settings);
  }

  boolean isDuckDb() {
    return source == null;
  }

  /** What is done with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  <T> T call(Work<T> work) {
    return source == null ? inDuckDb(work) : in(source, work);
  }

  private static <T> T in(DataSource source, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw failure("the query failed", e);
    }
  }

  private <T> T inDuckDb(Work<T> work) {
    Path spill = temporaryFolder();
    Properties properties = new Properties();
    properties.setProperty("temp_directory", spill.toString());
    properties.setProperty("autoinstall_known_extensions", "false"); // nothing is downloaded
    properties.setProperty("autoload_known_extensions", "false");
    properties.putAll(settings);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties)) {
      return work.with(connection);
    } catch (SQLException e) {
      boolean missing = "08001".equals(e.getSQLState()) && e.getErrorCode() == 0;
      throw failure(
          missing
              ? "no DuckDB driver on the class path; add org.duckdb:duckdb_jdbc"
              : "DuckDB failed",
          e);
    } finally {
      delete(spill);
    }
  }

  private static StorageException failure(String what, SQLException cause) {
    return new StorageException(Kind.PERMANENT, what + ": " + cause.getMessage(), cause);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("lepton-duckdb");
    } catch (IOException e) {
      throw new StorageException(Kind.PERMANENT, "no temporary folder: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new StorageException(
          Kind.PERMANENT, "the temporary folder " + folder + " cannot be removed", e);
    }
  }
}
