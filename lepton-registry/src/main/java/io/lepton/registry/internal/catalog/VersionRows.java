package io.lepton.registry.internal.catalog;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Retirement;
import io.lepton.spi.Catalog.VersionEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads versions with their parents in one statement, a row for each parent. */
final class VersionRows {
  private static final String SELECT =
      "SELECT v.id, v.model, v.number, v.saved_at, v.author, v.message,"
          + " v.retired_at, v.retired_by, v.retired_because, p.parent"
          + " FROM version v LEFT JOIN parent p ON p.version = v.id ";

  private record Row(VersionEntry entry, @Nullable VersionId parent) {}

  private VersionRows() {}

  /** {@code where} and {@code order} are constants of the caller; values go in as arguments. */
  static List<VersionEntry> select(Session session, String where, String order, Object... arguments)
      throws SQLException {
    List<Row> rows =
        session.list(
            SELECT + where + " ORDER BY " + order + "p.position", VersionRows::row, arguments);
    Map<VersionId, List<VersionId>> parents = new LinkedHashMap<>();
    Map<VersionId, VersionEntry> entries = new LinkedHashMap<>();
    for (Row row : rows) {
      entries.putIfAbsent(row.entry.id(), row.entry);
      List<VersionId> list = parents.computeIfAbsent(row.entry.id(), id -> new ArrayList<>());
      if (row.parent != null) {
        list.add(row.parent);
      }
    }
    return entries.values().stream()
        .map(entry -> withParents(entry, parents.getOrDefault(entry.id(), List.of())))
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

  private static Row row(ResultSet row) throws SQLException {
    Retirement retirement =
        row.getString(7) == null
            ? null
            : new Retirement(SqliteCatalog.time(row, 7), row.getString(8), row.getString(9));
    VersionEntry entry =
        new VersionEntry(
            SqliteCatalog.id(row, 1),
            row.getString(2),
            row.getLong(3),
            List.of(),
            SqliteCatalog.time(row, 4),
            row.getString(5),
            row.getString(6),
            retirement);
    return new Row(entry, SqliteCatalog.idOrNull(row, 10));
  }
}
