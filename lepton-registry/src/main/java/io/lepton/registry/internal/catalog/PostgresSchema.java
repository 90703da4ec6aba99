package io.lepton.registry.internal.catalog;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Makes and migrates the tables of one schema by the scripts of {@link Scripts}, with Flyway, whose
 * history table says which were run. A schema that is up to date is opened without Flyway.
 */
final class PostgresSchema {
  private static final String HISTORY = "lepton_migration";
  private static final int OLDEST_SERVER = 12;

  private final DataSource source;
  private final String schema;
  private final String where;

  PostgresSchema(DataSource source, String schema, String where) {
    this.source = source;
    this.schema = schema;
    this.where = where;
  }

  void migrate() throws SQLException {
    try (Connection connection = source.getConnection()) {
      Session session = new Session(connection, Dialect.POSTGRESQL);
      requireServer(session);
      if (version(session) == Scripts.version()) {
        return;
      }
      // Held by this connection until it is closed: two openers would both make the schema.
      session.first(
          "SELECT pg_advisory_lock(CAST(? AS int4), hashtext(?))",
          row -> true,
          SqliteSchema.APPLICATION_ID,
          schema);
      try {
        if (version(session) < Scripts.version()) {
          requireOwn(session);
          runScripts();
        }
      } finally {
        // In words: a pool would keep the connection, and the lock with it.
        session.first(
            "SELECT pg_advisory_unlock(CAST(? AS int4), hashtext(?))",
            row -> true,
            SqliteSchema.APPLICATION_ID,
            schema);
      }
    }
  }

  private void requireServer(Session session) throws SQLException {
    record Server(int version, String encoding) {}
    Server server =
        session
            .first(
                "SELECT CAST(current_setting('server_version_num') AS int4) / 10000,"
                    + " current_setting('server_encoding')",
                row -> new Server(row.getInt(1), row.getString(2)))
            .orElseThrow();
    if (server.version < OLDEST_SERVER || !server.encoding.equals("UTF8")) {
      throw new InvalidInputException(
          "catalogue "
              + where
              + ": expected PostgreSQL "
              + OLDEST_SERVER
              + " or later and a database in UTF8, found "
              + server);
    }
  }

  /** The last script that was run, 0 if none; refuses what this program cannot know. */
  private int version(Session session) throws SQLException {
    boolean known =
        session.exists(
            "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = ?", schema, HISTORY);
    if (!known) {
      return 0;
    }
    Optional<String> last =
        session.first(
            // A name cannot be an argument; this one was checked to be letters, digits and _.
            "SELECT version FROM \""
                + schema
                + "\"."
                + HISTORY
                + " WHERE success AND version IS NOT NULL"
                + " ORDER BY string_to_array(version, '.')::int[] DESC LIMIT 1",
            Rows::text);
    int version = Integer.parseInt(last.orElse("0").split("\\.", 2)[0]);
    if (version > Scripts.version()) {
      throw new FormatTooNewException(
          "catalogue "
              + where
              + " has schema version "
              + version
              + "; this Lepton knows up to "
              + Scripts.version()
              + ": use the newer Lepton that wrote it");
    }
    return version;
  }

  private void requireOwn(Session session) throws SQLException {
    List<String> strangers =
        session.list(
            "SELECT tablename FROM pg_tables WHERE schemaname = ? AND NOT EXISTS (SELECT 1 FROM"
                + " pg_tables h WHERE h.schemaname = ? AND h.tablename = ?) ORDER BY 1 LIMIT 5",
            Rows::text,
            schema,
            schema,
            HISTORY);
    if (!strangers.isEmpty()) {
      throw new CorruptDataException(
          "catalogue "
              + where
              + " is no Lepton catalogue: the schema has tables "
              + strangers
              + " of another application; choose a schema of its own");
    }
  }

  private void runScripts() {
    try {
      MigrateResult result =
          Flyway.configure(PostgresSchema.class.getClassLoader())
              .dataSource(source)
              .defaultSchema(schema)
              .schemas(schema)
              .createSchemas(true)
              .table(HISTORY)
              .locations(
                  new Location("classpath:" + Scripts.COMMON),
                  new Location("classpath:" + Scripts.POSTGRESQL))
              .placeholders(Dialect.POSTGRESQL.words())
              .load()
              .migrate();
      if (!result.success) {
        throw failed(result.toString(), null);
      }
    } catch (FlywayException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw PostgresErrors.translate(where, sql);
      }
      throw failed(String.valueOf(e.getMessage()), e);
    }
  }

  private StorageException failed(
      String why, @Nullable FlywayException cause) {
    return new StorageException(
        StorageException.Kind.PERMANENT,
        "catalogue " + where + ": the tables could not be made: " + why,
        cause);
  }
}
