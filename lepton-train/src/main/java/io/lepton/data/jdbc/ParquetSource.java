package io.lepton.data.jdbc;

import io.lepton.error.EngineException;
import io.lepton.error.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Properties;

/**
 * Parquet files, read by DuckDB through its JDBC driver, which is not among Lepton's own
 * dependencies: add {@code org.duckdb:duckdb_jdbc} (MIT).
 */
public final class ParquetSource {
  private static final String DRIVER = "org.duckdb.DuckDBDriver";

  private ParquetSource() {}

  /**
   * Starts describing the rows of one file, in the file's order.
   *
   * @param file to be read
   * @return a builder, to name label and types
   * @throws NotFoundException if there is no such file
   * @throws EngineException if DuckDB's driver is not on the class path
   */
  public static JdbcSource.Builder file(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new NotFoundException("no file " + file.toAbsolutePath());
    }
    return query("SELECT * FROM read_parquet(?)", file.toAbsolutePath().toString())
        .named(String.valueOf(file.getFileName()));
  }

  /**
   * Starts describing any query of a DuckDB in memory, such as one that joins, filters or orders
   * {@code read_parquet('folder/*.parquet')}.
   *
   * @param sql one SELECT, with {@code ?} for each parameter
   * @param parameters for the query
   * @return a builder, to name label and types
   * @throws EngineException if DuckDB's driver is not on the class path
   */
  public static JdbcSource.Builder query(String sql, Object... parameters) {
    requireDriver(DRIVER);
    return JdbcSource.query(
        () -> {
          Properties settings = new Properties();
          settings.setProperty("jdbc_stream_results", "true"); // or the result is held whole
          settings.setProperty("preserve_insertion_order", "true"); // a fingerprint needs it
          return DriverManager.getConnection("jdbc:duckdb:", settings);
        },
        sql,
        parameters);
  }

  static void requireDriver(String driver) {
    try {
      Class.forName(driver);
    } catch (ClassNotFoundException e) {
      throw new EngineException(
          "Parquet files are read by DuckDB, whose driver "
              + driver
              + " is not on the class path; add the dependency org.duckdb:duckdb_jdbc",
          e);
    }
  }
}
