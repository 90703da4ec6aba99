package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Says all tables as changes, a page at a time, in one transaction. */
final class Export {
  private static final int PAGE = 1000;
  private static final String NEXT = " WHERE sequence > ? ORDER BY sequence LIMIT ?";

  private static final String MOVES =
      "SELECT sequence, model, kind, name, moved_from, moved_to, moved_at, author, reason"
          + " FROM ref_move"
          + NEXT;

  private static final String EVALUATIONS =
      "SELECT version, document, attached_at, author, sequence FROM evaluation" + NEXT;

  private static final String EVENTS =
      "SELECT sequence, stream, id, happened_at, payload FROM event" + NEXT;

  private final Session session;
  private final Consumer<Change> reader;

  private record Placed(long sequence, Change change) {}

  Export(Session session, Consumer<Change> reader) {
    this.session = session;
    this.reader = reader;
  }

  void run() throws SQLException {
    List<RetireVersion> retired = versions();
    rows(MOVES, Export::move);
    rows(EVALUATIONS, Export::evaluation);
    rows(EVENTS, Export::event);
    retired.forEach(reader);
  }

  private List<RetireVersion> versions() throws SQLException {
    List<RetireVersion> retired = new ArrayList<>();
    long after = 0; // sequences of versions have no holes
    List<VersionEntry> page;
    do {
      page = VersionRows.select(session, VersionRows.AFTER, after, PAGE);
      for (VersionEntry it : page) {
        reader.accept(
            new AddVersion(
                it.id(),
                it.model(),
                it.parents(),
                it.time(),
                it.author(),
                it.message(),
                List.of()));
        var end = it.retirement();
        if (end != null) {
          retired.add(new RetireVersion(it.id(), end.time(), end.author(), end.reason()));
        }
      }
      after += page.size();
    } while (!page.isEmpty());
    return retired;
  }

  private void rows(String sql, Session.Row<Placed> mapper) throws SQLException {
    long after = 0;
    List<Placed> page;
    do {
      page = session.list(sql, mapper, after, PAGE);
      for (Placed it : page) {
        reader.accept(it.change);
        after = it.sequence;
      }
    } while (!page.isEmpty());
  }

  private static Placed move(ResultSet row) throws SQLException {
    return new Placed(
        row.getLong(1),
        new MoveRef(
            new Ref(row.getString(2), Ref.Kind.valueOf(row.getString(3)), row.getString(4)),
            Rows.idOrNull(row, 5),
            Rows.idOrNull(row, 6),
            Rows.time(row, 7),
            row.getString(8),
            row.getString(9)));
  }

  private static Placed evaluation(ResultSet row) throws SQLException {
    EvaluationEntry it = Rows.evaluation(row);
    return new Placed(
        row.getLong(5),
        new AttachEvaluation(it.version(), it.evaluation(), it.time(), it.author()));
  }

  private static Placed event(ResultSet row) throws SQLException {
    return new Placed(
        row.getLong(1),
        new AppendEvent(row.getString(2), row.getString(3), Rows.time(row, 4), row.getString(5)));
  }
}
