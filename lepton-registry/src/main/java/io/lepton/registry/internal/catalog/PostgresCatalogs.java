package io.lepton.registry.internal.catalog;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Catalog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens a {@link Catalog} in a schema of a PostgreSQL database. */
public final class PostgresCatalogs {
  /** Unless the URL says otherwise: notice a peer that vanished, and send inserts in bundles. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ApplicationName", "Lepton",
          "connectTimeout", "10",
          "reWriteBatchedInserts", "true",
          "socketTimeout", "300",
          "tcpKeepAlive", "true");

  private PostgresCatalogs() {}

  /**
   * Opens a schema, made if absent.
   *
   * @param source gives connections, which are kept in a pool of our own
   * @param schema letters, digits and {@code _} only
   * @param connections most that are open at once, at least 1
   * @param patience how long a connection is waited for
   * @return the catalogue
   */
  public static Catalog open(
      DataSource source, String schema, int connections, Duration patience) {
    return new JdbcCatalog(PostgresDatabase.open(source, schema, connections, patience));
  }

  /**
   * A source of connections without a pool.
   *
   * @param url {@code jdbc:postgresql:…}
   * @param user of the database
   * @param password of the user
   * @return the source
   */
  public static DataSource source(String url, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
      for (Map.Entry<String, String> setting : DEFAULTS.entrySet()) {
        if (!url.contains(setting.getKey() + "=")) {
          source.setProperty(setting.getKey(), setting.getValue());
        }
      }
    } catch (IllegalArgumentException | SQLException e) {
      // Not the URL itself: it may hold a password.
      throw new InvalidInputException(
          "the URL of the database is not one of PostgreSQL: expected"
              + " jdbc:postgresql://host:port/database",
          e);
    }
    source.setUser(user);
    source.setPassword(password);
    return source;
  }
}
