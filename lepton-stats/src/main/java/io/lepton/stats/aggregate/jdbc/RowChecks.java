package io.lepton.stats.aggregate.jdbc;

import static io.lepton.stats.aggregate.jdbc.Sql.quoted;
import static io.lepton.stats.aggregate.jdbc.Sql.whole;

import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Statements that count what is wrong with the rows. */
final class RowChecks {
  private final SourceRows rows;

  RowChecks(SourceRows rows) {
    this.rows = rows;
  }

  /** Rows beyond the first of their event, events whose rows differ, and one of these. */
  Sql events() {
    Set<String> same = rows.counted();
    rows.covariates().forEach(same::remove);
    same.remove(rows.columns().segment());
    List<String> numbers = rows.isWide() ? rows.outcomes() : List.of(rows.columns().value());
    List<String> differs = new ArrayList<>();
    for (String column : same) {
      String c = numbers.contains(column) ? SourceRows.number(column) : rows.ordered(column);
      differs.add("MIN(" + c + ") <> MAX(" + c + ")");
      differs.add("COUNT(" + quoted(column) + ") NOT IN (0, COUNT(*))");
    }
    String event = quoted(Objects.requireNonNull(rows.columns().event()));
    return Sql.of("WITH lepton_log AS (")
        .plus(rows.source())
        .plus("), lepton_events AS (SELECT CAST(" + event + " AS VARCHAR) AS e, COUNT(*) AS n,")
        .plus(" CASE WHEN " + String.join(" OR ", differs) + " THEN 1 ELSE 0 END AS d")
        .plus(" FROM lepton_log WHERE " + event + " IS NOT NULL GROUP BY " + event + ")")
        .plus(" SELECT " + whole("n - 1") + ", " + whole("d") + ", MIN(CASE WHEN d = 1 THEN e END)")
        .plus(" FROM lepton_events");
  }

  /** Outcomes from before exposure, and those outside of a span, once for each span. */
  Sql untimely() {
    List<Sql> before = new ArrayList<>();
    List<Sql> outside = new ArrayList<>(List.of(Sql.of("0")));
    for (String outcome : rows.outcomes()) {
      before.add(count(rows.isOf(outcome).plus(" AND " + rows.since() + " < 0")));
    }
    for (Slot slot : rows.slots()) {
      if (slot.span() != null) {
        String late = " AND " + rows.since() + " >= 0 AND NOT (" + rows.inTime(slot) + ")";
        outside.add(count(rows.isOf(slot.outcome()).plus(late)));
      }
    }
    return ofUnits(List.of(Sql.join(" + ", before), Sql.join(" + ", outside)));
  }

  /** Rows whose values are sound are known from the slots' counts, unless only of some days. */
  boolean countsEveryOutcome() {
    return !rows.hasElapsed()
        && rows.outcomes().stream()
            .allMatch(outcome -> rows.slots().contains(new Slot(outcome, null)));
  }

  int valuesPerRow() {
    return rows.isWide() ? rows.outcomes().size() : 1;
  }

  /** Values that are NULL, that are not finite, and rows of other metrics. */
  Sql faults() {
    List<Sql> missing = new ArrayList<>();
    List<Sql> infinite = new ArrayList<>();
    Sql asked = Sql.of("1 = 1");
    List<String> outcomes = rows.outcomes();
    if (rows.isWide()) {
      for (String outcome : outcomes) {
        missing.add(count(Sql.of(isMissing(outcome))));
        infinite.add(count(Sql.of(isInfinite(outcome))));
      }
    } else {
      String marks = String.join(", ", Collections.nCopies(outcomes.size(), "?"));
      asked = Sql.of(rows.metric() + " IN (" + marks + ")", outcomes.toArray());
      missing.add(count(asked.plus(" AND " + isMissing(""))));
      infinite.add(count(asked.plus(" AND " + isInfinite(""))));
    }
    Sql others = Sql.of("COUNT(*) - ").plus(count(asked));
    return ofUnits(List.of(Sql.join(" + ", missing), Sql.join(" + ", infinite), others));
  }

  private String isMissing(String outcome) {
    return rows.value(outcome) + " IS NULL";
  }

  private String isInfinite(String outcome) {
    return "NOT (" + SourceRows.isFinite(rows.value(outcome)) + ")";
  }

  private Sql ofUnits(List<Sql> counts) {
    return rows.withSource()
        .plus(" SELECT ")
        .plus(Sql.join(", ", counts))
        .plus(" FROM lepton_source WHERE " + rows.unit() + " IS NOT NULL");
  }

  private static Sql count(Sql condition) {
    return Sql.of("COUNT(CASE WHEN ").plus(condition).plus(" THEN 1 END)");
  }
}
