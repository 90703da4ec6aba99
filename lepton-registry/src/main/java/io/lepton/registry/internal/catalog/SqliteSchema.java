package io.lepton.registry.internal.catalog;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import java.sql.SQLException;

/**
 * Makes and migrates the tables of an SQLite file by the scripts of {@link Scripts}. {@code PRAGMA
 * user_version} counts the scripts that were run.
 *
 * <p>Flyway is not used here: it writes its history table before it can know whose file it is,
 * knows neither application_id nor user_version (by which stores of the first versions are told),
 * and does not begin IMMEDIATE, so two processes that open a store at once would fail.
 */
final class SqliteSchema {
  /** {@code "LPTN"}: tells a Lepton catalogue from any other SQLite file. */
  static final long APPLICATION_ID = 0x4C50544E;

  private SqliteSchema() {}

  /** Brings an open, locked database to this program's version. */
  static void migrate(Session session, String where) throws SQLException {
    long version = requireKnown(session, where);
    if (version == Scripts.version()) {
      return;
    }
    for (int from = (int) version; from < Scripts.version(); from++) {
      for (String statement : Scripts.statements(from, Dialect.SQLITE)) {
        session.update(statement);
      }
      if (from + 1 == Backfill.VERSION) {
        Backfill.run(session);
      }
    }
    // PRAGMA takes no parameters.
    session.update("PRAGMA application_id = " + APPLICATION_ID);
    session.update("PRAGMA user_version = " + Scripts.version());
  }

  /** Refuses what is no catalogue this program knows, and writes nothing; gives its version. */
  static long requireKnown(Session session, String where) throws SQLException {
    long version = pragma(session, "PRAGMA user_version");
    long application = pragma(session, "PRAGMA application_id");
    boolean fresh = version == 0 && application == 0 && !hasTables(session);
    if (!fresh && application != APPLICATION_ID) {
      throw new CorruptDataException(
          where
              + " is an SQLite file of another application: application_id is "
              + application
              + ", a Lepton catalogue has "
              + APPLICATION_ID);
    }
    if (version > Scripts.version()) {
      throw new FormatTooNewException(
          where
              + " has schema version "
              + version
              + "; this Lepton knows up to "
              + Scripts.version()
              + ": use the newer Lepton that wrote it");
    }
    return version;
  }

  private static long pragma(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getLong(1)).orElse(0L);
  }

  private static boolean hasTables(Session session) throws SQLException {
    return session.exists("SELECT 1 FROM sqlite_schema LIMIT 1");
  }
}
