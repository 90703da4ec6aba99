package io.lepton.stats.aggregate.jdbc;

import static io.lepton.stats.aggregate.jdbc.Sql.quoted;

import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Span;
import io.lepton.stats.aggregate.jdbc.UnitRows.Columns;
import io.lepton.stats.aggregate.jdbc.UnitRows.Layout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller's rows in SQL: where they come from, and what their columns say of the slots,
 * covariates and units that measures ask for.
 *
 * @param slots that are counted, in the order of their columns
 */
record SourceRows(Sql source, Columns columns, List<Slot> slots, List<String> covariates) {
  /** A sound number; NaN is none. */
  private static final String FINITE = " BETWEEN -1e100 AND 1e100";

  static SourceRows of(Sql source, Columns columns, List<UnitMeasure> measures) {
    return new SourceRows(
        source,
        columns,
        measures.stream().flatMap(measure -> measure.slots().stream()).distinct().toList(),
        measures.stream().flatMap(measure -> measure.covariates().stream()).distinct().toList());
  }

  /** Names of what is counted, each once. */
  List<String> outcomes() {
    return slots.stream().map(Slot::outcome).distinct().toList();
  }

  boolean isWide() {
    return columns.layout() == Layout.WIDE;
  }

  boolean hasSegment() {
    return columns.segment() != null;
  }

  boolean hasEvent() {
    return columns.event() != null;
  }

  boolean hasElapsed() {
    return columns.since() != null;
  }

  /** Columns that the query must have. */
  Set<String> required() {
    Set<String> names = counted();
    if (columns.event() != null) {
      names.add(columns.event());
    }
    return names;
  }

  /** Columns from which something is counted. */
  Set<String> counted() {
    Set<String> names = new LinkedHashSet<>(List.of(columns.unit(), columns.arm()));
    names.addAll(isWide() ? outcomes() : List.of(columns.metric(), columns.value()));
    names.addAll(covariates);
    if (columns.since() != null && columns.watched() != null) {
      names.add(columns.since());
      names.add(columns.watched());
    }
    if (columns.segment() != null) {
      names.add(columns.segment());
    }
    if (slots.stream().anyMatch(slot -> slot.day() != null)) {
      names.add(day());
    }
    return names;
  }

  private String day() {
    return columns.day() == null ? "day" : columns.day();
  }

  /** No row, all columns. */
  Sql columnsOnly() {
    return Sql.of("SELECT * FROM (").plus(source).plus(") lepton_source WHERE 1 = 0");
  }

  /** {@code lepton_source}, each event once; that its rows agree is for {@link RowChecks}. */
  Sql withSource() {
    if (columns.event() == null) {
      return Sql.of("WITH lepton_source AS (").plus(source).plus(")");
    }
    List<String> once = new ArrayList<>();
    List<String> each = new ArrayList<>();
    for (String column : counted()) {
      once.add("MIN(" + ordered(column) + ") AS " + quoted(column));
      each.add(ordered(column) + " AS " + quoted(column));
    }
    String event = quoted(columns.event());
    return Sql.of("WITH lepton_log AS (")
        .plus(source)
        .plus("), lepton_source AS (SELECT " + String.join(", ", once))
        .plus(" FROM lepton_log WHERE " + event + " IS NOT NULL GROUP BY " + event)
        .plus(" UNION ALL SELECT " + String.join(", ", each))
        .plus(" FROM lepton_log WHERE " + event + " IS NULL)");
  }

  String unit() {
    return quoted(columns.unit());
  }

  String arm() {
    return text(columns.arm());
  }

  String segment() {
    return text(Objects.requireNonNull(columns.segment()));
  }

  String metric() {
    return text(columns.metric());
  }

  /** A value of an outcome in a row, cast to a number. */
  String value(String outcome) {
    return number(isWide() ? outcome : columns.value());
  }

  /** Seconds from a unit's exposure to the row's outcome. */
  String since() {
    return number(Objects.requireNonNull(columns.since()));
  }

  /** Seconds from a unit's exposure to the end of the log; null if nobody told. */
  @Nullable String watched() {
    return columns.watched() == null ? null : number(columns.watched());
  }

  /** A counted column as what has a MIN: names may be of a type that has none, such as a UUID. */
  String ordered(String column) {
    boolean name =
        column.equals(columns.unit())
            || column.equals(columns.arm())
            || column.equals(columns.segment())
            || (!isWide() && column.equals(columns.metric()));
    return name ? text(column) : quoted(column);
  }

  private static String text(String column) {
    return "CAST(" + quoted(column) + " AS VARCHAR)";
  }

  static String number(String column) {
    return "CAST(" + quoted(column) + " AS DOUBLE PRECISION)";
  }

  static String isFinite(String number) {
    return number + FINITE;
  }

  /** Whether a row holds a sound value of an outcome, whenever it happened. */
  Sql isOf(String outcome) {
    Sql sound = Sql.of(isFinite(value(outcome)));
    return isWide() ? sound : Sql.of(metric() + " = ? AND ", outcome).plus(sound);
  }

  /** Whether a row's outcome happened when it counts for a slot. */
  String inTime(Slot slot) {
    Span span = slot.span();
    return span == null
        ? since() + " >= 0"
        : since() + " >= " + span.from() + " AND " + since() + " < " + span.to();
  }

  /** Whether a row holds a sound value of a slot. */
  Sql holds(Slot slot) {
    List<Sql> conditions = new ArrayList<>();
    if (!isWide()) {
      conditions.add(Sql.of(metric() + " = ?", slot.outcome()));
    }
    if (slot.day() != null) {
      conditions.add(Sql.of(quoted(day()) + " = " + slot.day()));
    }
    conditions.add(Sql.of(isFinite(value(slot.outcome()))));
    if (hasElapsed()) {
      conditions.add(Sql.of(inTime(slot)));
    }
    return Sql.join(" AND ", conditions);
  }
}
