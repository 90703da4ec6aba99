package io.lepton.registry.internal.catalog;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Retirement;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.VersionQuery.Found;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads versions with their parents in one statement, a row for each parent. */
final class VersionRows {
  /** The columns of version {@code v} and of its parent {@code p}. */
  static final String COLUMNS =
      "v.id, v.model, v.number, v.saved_at, v.author, v.message,"
          + " v.retired_at, v.retired_by, v.retired_because, p.parent";

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM version v LEFT JOIN parent p ON p.version = v.id ";

  static final String BY_ID = SELECT + "WHERE v.id = ? ORDER BY p.position";
  static final String BY_NUMBER = SELECT + "WHERE v.model = ? AND v.number = ? ORDER BY p.position";
  static final String BY_PREFIX = SELECT + "WHERE v.id BETWEEN ? AND ? ORDER BY v.id, p.position";
  static final String BY_MODEL = SELECT + "WHERE v.model = ? ORDER BY v.number, p.position";

  /** A page: the limit counts versions, not rows. */
  static final String BEFORE =
      "SELECT "
          + COLUMNS
          + " FROM (SELECT * FROM version WHERE model = ? AND number < ?"
          + " ORDER BY number DESC LIMIT ?) AS v"
          + " LEFT JOIN parent p ON p.version = v.id ORDER BY v.number DESC, p.position";

  /** A page in the order recorded. */
  static final String AFTER =
      "SELECT "
          + COLUMNS
          + " FROM (SELECT * FROM version WHERE sequence > ? ORDER BY sequence LIMIT ?) AS v"
          + " LEFT JOIN parent p ON p.version = v.id ORDER BY v.sequence, p.position";

  /**
   * Step by step: both databases find the nearer before the farther, and stop at the limit. The
   * empty text keeps PostgreSQL, while it has no statistics, from walking all of the model each
   * time.
   */
  static final String ANCESTRY =
      "WITH RECURSIVE line(id) AS (SELECT id FROM version WHERE id = ?"
          + " UNION SELECT p.parent FROM line JOIN parent p ON p.version = line.id"
          + " JOIN version v ON v.id = p.parent"
          + " WHERE v.model || '' = (SELECT model FROM version WHERE id = ?)),"
          + " near(id) AS (SELECT id FROM line LIMIT ?)"
          + " SELECT "
          + COLUMNS
          + " FROM near JOIN version v ON v.id = near.id LEFT JOIN parent p ON p.version = v.id"
          + " ORDER BY v.number DESC, p.position";

  /** Begins a statement whose rows carry a rank, behind a table {@code hit (version, rank)}. */
  static final String OF_HITS =
      "SELECT "
          + COLUMNS
          + ", hit.rank FROM hit JOIN version v ON v.sequence = hit.version"
          + " LEFT JOIN parent p ON p.version = v.id ORDER BY v.number DESC, p.position";

  private record Row(VersionEntry entry, @Nullable VersionId parent, double rank) {}

  private VersionRows() {}

  /** Reads one of the statements above; versions come in the order of their first rows. */
  static List<VersionEntry> select(Session session, String sql, Object... arguments)
      throws SQLException {
    return joined(session.list(sql, row -> row(row, Double.NaN), arguments)).stream()
        .map(Found::version)
        .toList();
  }

  /** Reads a statement that ends with {@link #OF_HITS}. */
  static List<Found> selectHits(Session session, String sql, Object... arguments)
      throws SQLException {
    return joined(session.list(sql, row -> row(row, rank(row)), arguments));
  }

  private static double rank(ResultSet row) throws SQLException {
    double rank = row.getDouble(11);
    return row.wasNull() ? Double.NaN : rank;
  }

  private static List<Found> joined(List<Row> rows) {
    Map<VersionId, Row> first = new LinkedHashMap<>();
    Map<VersionId, List<VersionId>> parents = new HashMap<>();
    for (Row row : rows) {
      first.putIfAbsent(row.entry.id(), row);
      List<VersionId> list = parents.computeIfAbsent(row.entry.id(), id -> new ArrayList<>());
      if (row.parent != null) {
        list.add(row.parent);
      }
    }
    return first.entrySet().stream()
        .map(
            e ->
                new Found(
                    withParents(e.getValue().entry, parents.getOrDefault(e.getKey(), List.of())),
                    e.getValue().rank))
        .toList();
  }

  private static VersionEntry withParents(VersionEntry entry, List<VersionId> parents) {
    return new VersionEntry(
        entry.id(),
        entry.model(),
        entry.number(),
        List.copyOf(parents),
        entry.time(),
        entry.author(),
        entry.message(),
        entry.retirement());
  }

  private static Row row(ResultSet row, double rank) throws SQLException {
    Retirement retirement =
        row.getString(7) == null
            ? null
            : new Retirement(Rows.time(row, 7), row.getString(8), row.getString(9));
    VersionEntry entry =
        new VersionEntry(
            Rows.id(row, 1),
            row.getString(2),
            row.getLong(3),
            List.of(),
            Rows.time(row, 4),
            row.getString(5),
            row.getString(6),
            retirement);
    return new Row(entry, Rows.idOrNull(row, 10), rank);
  }
}
