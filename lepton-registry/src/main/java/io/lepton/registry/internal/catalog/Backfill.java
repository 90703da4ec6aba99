package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog.EvaluationEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Fills the columns and tables of script 3 from what was recorded before. */
final class Backfill {
  /** The version of the schema whose script leaves them empty. */
  static final int VERSION = 3;

  private record Saved(long sequence, Instant time) {}

  private record Place(long sequence, String model) {}

  private Backfill() {}

  static void run(Session session) throws SQLException {
    List<Saved> versions =
        session.list(
            "SELECT sequence, saved_at FROM version",
            row -> new Saved(row.getLong(1), Rows.time(row, 2)));
    for (Saved version : versions) {
      session.update(
          "UPDATE version SET saved_second = ?, saved_nano = ? WHERE sequence = ?",
          version.time.getEpochSecond(),
          version.time.getNano(),
          version.sequence);
    }
    Measures measures = new Measures(session);
    for (EvaluationEntry entry :
        session.list(Rows.EVALUATION + "ORDER BY e.sequence", Rows::evaluation)) {
      Place place =
          session
              .first(
                  "SELECT sequence, model FROM version WHERE id = ?",
                  row -> new Place(row.getLong(1), row.getString(2)),
                  (Object) Rows.bytes(entry.version()))
              .orElseThrow();
      measures.attach(place.sequence, place.model, entry.evaluation());
    }
  }
}
