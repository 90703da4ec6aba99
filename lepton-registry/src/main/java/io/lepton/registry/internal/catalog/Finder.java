package io.lepton.registry.internal.catalog;

import io.lepton.model.Measure.Direction;
import io.lepton.spi.VersionQuery;
import io.lepton.spi.VersionQuery.Found;
import io.lepton.spi.VersionQuery.MetricRange;
import io.lepton.spi.VersionQuery.RefName;
import io.lepton.spi.VersionQuery.Retired;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link VersionQuery} as one statement that reads an index in the query's own order and
 * stops at its limit. Where a condition leaves few versions, these are looked up and sorted
 * instead.
 */
final class Finder {
  /** So many versions are sorted faster than an index is walked to find them. */
  static final int FEW = 1000;

  private static final String SERIES =
      "(SELECT s.sequence FROM series s"
          + " WHERE s.model = ? AND s.metric = ? AND s.data = ? AND s.direction = ?)";
  private static final String NEWEST =
      " ORDER BY v.saved_second DESC, v.saved_nano DESC, v.number DESC";
  private static final String UNMEASURED = "CAST(NULL AS DOUBLE PRECISION)";

  private static final Comparator<Found> BY_TIME =
      Comparator.comparing((Found found) -> found.version().time())
          .thenComparing(found -> found.version().number())
          .reversed();
  private static final Comparator<Found> BY_RANK =
      Comparator.comparingDouble(Found::rank) // NaN comes last
          .thenComparing(
              (a, b) ->
                  Double.isNaN(a.rank())
                      ? BY_TIME.compare(a, b)
                      : Long.compare(b.version().number(), a.version().number()));

  private final Session session;
  private final VersionQuery query;
  private final int few;

  Finder(Session session, VersionQuery query, int few) {
    this.session = session;
    this.query = query;
    this.few = few;
  }

  List<Found> find() throws SQLException {
    Sql sql = new Sql();
    MetricRange small = query.refs().isEmpty() && !bestAlone() ? smallRange() : null;
    if (small != null || !query.refs().isEmpty()) {
      fewHits(sql, small);
    } else if (query.bestBy() == null) {
      newestHits(sql);
    } else {
      bestHits(sql, query.bestBy());
    }
    sql.add(VersionRows.OF_HITS);
    List<Found> found = VersionRows.selectHits(session, sql.text(), sql.arguments());
    return found.stream()
        .sorted(query.bestBy() == null ? BY_TIME : BY_RANK)
        .limit(query.limit())
        .toList();
  }

  /** Whether the first that the index of the best gives are those that are asked for. */
  private boolean bestAlone() {
    return query.bestBy() != null
        && query.author() == null
        && query.since() == null
        && query.before() == null
        && query.metrics().stream()
            .allMatch(range -> range.metric().equals(query.bestBy()) && range.data() == null);
  }

  /** Looks up few versions and sorts them; the plus keeps SQLite from walking the time index. */
  private void fewHits(Sql sql, @Nullable MetricRange small) {
    sql.add("WITH hit AS (SELECT h.version, h.rank FROM (SELECT v.sequence AS version, ");
    if (query.bestBy() == null) {
      sql.add(UNMEASURED);
    } else {
      sql.add("coalesce(");
      for (Direction direction : Direction.values()) {
        sql.add("(SELECT m.rank FROM measure m WHERE m.version = v.sequence AND m.series = ")
            .add(SERIES, query.model(), query.bestBy(), Measures.ANY_DATA, direction.name())
            .add("), ");
      }
      sql.add("NULL)");
    }
    sql.add(" AS rank, v.saved_second, v.saved_nano, v.number FROM version v WHERE ");
    if (small == null) {
      sql.add("v.model = ?", query.model());
    } else {
      String or = "v.sequence IN (";
      for (Direction direction : Direction.values()) {
        sql.add(or).add("SELECT m.version FROM measure m WHERE ");
        inRange(sql, small, direction);
        or = " UNION ALL ";
      }
      sql.add(")");
    }
    conditions(sql);
    sql.add(") AS h ORDER BY h.rank IS NULL, h.rank,")
        .add(" CASE WHEN h.rank IS NULL THEN NULL ELSE h.number END DESC,")
        .add(" +h.saved_second DESC, h.saved_nano DESC, h.number DESC LIMIT ?", query.limit())
        .add(") ");
  }

  private void newestHits(Sql sql) {
    sql.add("WITH hit AS (SELECT v.sequence AS version, ")
        .add(UNMEASURED)
        .add(" AS rank FROM version v WHERE v.model = ?", query.model());
    conditions(sql);
    sql.add(NEWEST).add(" LIMIT ?", query.limit()).add(") ");
  }

  /** The measured ones in the order of the index; then, if there is room, the others. */
  private void bestHits(Sql sql, String metric) {
    sql.add("WITH best AS (");
    String or = "";
    for (Direction direction : Direction.values()) {
      // CROSS JOIN: SQLite takes the tables in this order.
      sql.add(or)
          .add("SELECT * FROM (SELECT b.version AS version, b.rank AS rank")
          .add(" FROM measure b CROSS JOIN version v WHERE v.sequence = b.version AND b.series = ")
          .add(SERIES, query.model(), metric, Measures.ANY_DATA, direction.name());
      for (MetricRange range : query.metrics()) {
        if (range.metric().equals(metric) && range.data() == null) {
          sql.add(" AND b.rank BETWEEN ? AND ?", low(range, direction), high(range, direction));
        }
      }
      conditions(sql);
      sql.add(" ORDER BY b.rank, b.version DESC LIMIT ?", query.limit()).add(") AS one");
      or = " UNION ALL ";
    }
    sql.add(")");
    // A condition on the metric leaves no version without it to be looked for.
    boolean room = query.metrics().stream().noneMatch(range -> range.metric().equals(metric));
    if (room) {
      unmeasured(sql, metric);
    }
    // MATERIALIZED, or PostgreSQL may walk all versions to join these few.
    sql.add(", hit AS MATERIALIZED (SELECT * FROM best")
        .add(room ? " UNION ALL SELECT * FROM rest) " : ") ");
  }

  private void unmeasured(Sql sql, String metric) {
    sql.add(", rest AS (SELECT v.sequence AS version, ")
        .add(UNMEASURED)
        .add(" AS rank FROM version v WHERE v.model = ?", query.model());
    for (Direction direction : Direction.values()) {
      sql.add(
              " AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.version = v.sequence AND m.series ="
                  + " ")
          .add(SERIES, query.model(), metric, Measures.ANY_DATA, direction.name())
          .add(")");
    }
    conditions(sql);
    long most = query.limit();
    sql.add(NEWEST)
        .add(
            " LIMIT (SELECT CASE WHEN count(*) < ? THEN ? - count(*) ELSE 0 END FROM best))",
            most,
            most);
  }

  private void conditions(Sql sql) {
    for (RefName ref : query.refs()) {
      sql.add(
          " AND v.id = (SELECT r.version FROM ref r"
              + " WHERE r.model = ? AND r.kind = ? AND r.name = ?)",
          query.model(),
          ref.kind().name(),
          ref.name());
    }
    if (query.author() != null) {
      sql.add(" AND v.author = ?", query.author());
    }
    if (query.since() != null) {
      saved(sql, " AND (v.saved_second, v.saved_nano) >= (?, ?)", query.since());
    }
    if (query.before() != null) {
      saved(sql, " AND (v.saved_second, v.saved_nano) < (?, ?)", query.before());
    }
    if (query.retired() == Retired.EXCLUDED) {
      sql.add(" AND v.retired_at IS NULL");
    }
    for (MetricRange range : query.metrics()) {
      String or = " AND (";
      for (Direction direction : Direction.values()) {
        sql.add(or).add("EXISTS (SELECT 1 FROM measure m WHERE m.version = v.sequence AND ");
        inRange(sql, range, direction);
        sql.add(")");
        or = " OR ";
      }
      sql.add(")");
    }
  }

  private static void saved(Sql sql, String comparison, Instant time) {
    sql.add(comparison, time.getEpochSecond(), (long) time.getNano());
  }

  private void inRange(Sql sql, MetricRange range, Direction direction) {
    String data = range.data() == null ? Measures.ANY_DATA : Measures.seriesOf(range.data());
    sql.add("m.series = ")
        .add(SERIES, query.model(), range.metric(), data, direction.name())
        .add(" AND m.rank BETWEEN ? AND ?", low(range, direction), high(range, direction));
  }

  private static double low(MetricRange range, Direction direction) {
    boolean higher = direction == Direction.HIGHER_IS_BETTER;
    return Measures.rank(higher ? range.most() : range.least(), direction);
  }

  private static double high(MetricRange range, Direction direction) {
    boolean higher = direction == Direction.HIGHER_IS_BETTER;
    return Measures.rank(higher ? range.least() : range.most(), direction);
  }

  /** The condition that the fewest versions fulfil, if these are few. */
  private @Nullable MetricRange smallRange() throws SQLException {
    MetricRange smallest = null;
    long least = few + 1L;
    for (MetricRange range : query.metrics()) {
      long count = 0;
      for (Direction direction : Direction.values()) {
        Sql sql = new Sql().add("SELECT count(*) FROM (SELECT 1 FROM measure m WHERE ");
        inRange(sql, range, direction);
        sql.add(" LIMIT ?) AS few", few + 1);
        count += session.first(sql.text(), Rows::number, sql.arguments()).orElseThrow();
      }
      if (count < least) {
        least = count;
        smallest = range;
      }
    }
    return smallest;
  }
}
