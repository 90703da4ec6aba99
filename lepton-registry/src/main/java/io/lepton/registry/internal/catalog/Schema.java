package io.lepton.registry.internal.catalog;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables. {@code PRAGMA user_version} counts the migrations that were made; a released
 * migration is never edited, a change is a new one at the end.
 *
 * <p>Times are ISO-8601 text, since {@link java.time.Instant} is finer than any number SQLite
 * knows; ids and digests are the 32 raw bytes.
 */
final class Schema {
  /** {@code "LPTN"}: tells a Lepton catalogue from any other SQLite file. */
  static final long APPLICATION_ID = 0x4C50544E;

  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              """
              CREATE TABLE version (
                sequence INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE,
                model TEXT NOT NULL,
                number INTEGER NOT NULL,
                saved_at TEXT NOT NULL,
                author TEXT NOT NULL,
                message TEXT NOT NULL,
                retired_at TEXT,
                retired_by TEXT,
                retired_because TEXT,
                UNIQUE (model, number)
              ) STRICT\
              """,
              """
              CREATE TABLE parent (
                version BLOB NOT NULL REFERENCES version (id),
                position INTEGER NOT NULL,
                parent BLOB NOT NULL REFERENCES version (id),
                PRIMARY KEY (version, position)
              ) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE ref (
                model TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                version BLOB NOT NULL REFERENCES version (id),
                PRIMARY KEY (model, kind, name)
              ) STRICT, WITHOUT ROWID\
              """,
              "CREATE INDEX ref_by_version ON ref (version)",
              """
              CREATE TABLE ref_move (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                model TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                moved_from BLOB,
                moved_to BLOB,
                moved_at TEXT NOT NULL,
                author TEXT NOT NULL,
                reason TEXT NOT NULL
              ) STRICT\
              """,
              "CREATE INDEX ref_move_by_ref ON ref_move (model, kind, name, sequence)",
              """
              CREATE TABLE pack (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE
              ) STRICT\
              """,
              """
              CREATE TABLE chunk (
                digest BLOB PRIMARY KEY,
                pack INTEGER NOT NULL REFERENCES pack (sequence),
                position INTEGER NOT NULL,
                stored_length INTEGER NOT NULL,
                raw_length INTEGER NOT NULL,
                codec INTEGER NOT NULL
              ) STRICT, WITHOUT ROWID\
              """,
              "CREATE INDEX chunk_by_pack ON chunk (pack, position)",
              """
              CREATE TABLE evaluation (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                version BLOB NOT NULL REFERENCES version (id),
                document TEXT NOT NULL,
                attached_at TEXT NOT NULL,
                author TEXT NOT NULL
              ) STRICT\
              """,
              "CREATE INDEX evaluation_by_version ON evaluation (version, sequence)",
              """
              CREATE TABLE event (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                stream TEXT NOT NULL,
                id TEXT NOT NULL,
                happened_at TEXT NOT NULL,
                payload TEXT NOT NULL,
                UNIQUE (stream, id)
              ) STRICT\
              """,
              "CREATE INDEX event_by_stream ON event (stream, sequence)"),
          List.of(
              "ALTER TABLE chunk ADD COLUMN base BLOB",
              "CREATE INDEX chunk_by_base ON chunk (base) WHERE base IS NOT NULL"));

  private Schema() {}

  /** Brings an open, locked database to this program's version. */
  static void migrate(Session session, String where) throws SQLException {
    long version = requireKnown(session, where);
    if (version == MIGRATIONS.size()) {
      return;
    }
    for (List<String> migration : MIGRATIONS.subList((int) version, MIGRATIONS.size())) {
      for (String statement : migration) {
        session.update(statement);
      }
    }
    // PRAGMA takes no parameters.
    session.update("PRAGMA application_id = " + APPLICATION_ID);
    session.update("PRAGMA user_version = " + MIGRATIONS.size());
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
    if (version > MIGRATIONS.size()) {
      throw new FormatTooNewException(
          where
              + " has schema version "
              + version
              + "; this Lepton knows up to "
              + MIGRATIONS.size()
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
