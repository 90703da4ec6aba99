package io.lepton.stats.aggregate.jdbc;

import static io.lepton.stats.aggregate.jdbc.Sql.quoted;

import io.lepton.stats.aggregate.Capping.Kind;
import io.lepton.stats.aggregate.Capping.Limit;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Domain;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Rule;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Span;
import io.lepton.stats.aggregate.jdbc.UnitRows.Columns;
import io.lepton.stats.aggregate.jdbc.UnitRows.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes the SQL: rows → one row a unit (the only pass over the rows) → the measures' variables →
 * sums about a pivot by arm. Names of its own begin with {@code lepton_}; variable i of measure m
 * is {@code x<m>_<i>}.
 */
final class UnitQuery {
  /** Kinds of units; those above 0 are not analysed. */
  static final int SOUND = 0;

  static final int WITHOUT_UNIT = 1;
  static final int WITHOUT_ARM = 2;
  static final int SEVERAL_ARMS = 3;
  static final int UNKNOWN_ARM = 4;

  private static final String FINITE = " BETWEEN -1e100 AND 1e100"; // NaN is not

  private final Sql source;
  private final Columns columns;
  private final List<UnitMeasure> measures;
  private final List<String> arms;
  private final Map<Slot, Integer> slots = new LinkedHashMap<>();
  private final Set<String> outcomes = new LinkedHashSet<>();
  private final List<String> covariates;

  UnitQuery(Sql source, Columns columns, List<UnitMeasure> measures, List<String> arms) {
    this.source = source;
    this.columns = columns;
    this.measures = measures;
    this.arms = arms;
    for (UnitMeasure measure : measures) {
      for (Slot slot : measure.slots()) {
        slots.putIfAbsent(slot, slots.size());
        outcomes.add(slot.outcome());
      }
    }
    covariates = measures.stream().flatMap(m -> m.covariates().stream()).distinct().toList();
  }

  List<UnitMeasure> measures() {
    return measures;
  }

  List<String> arms() {
    return arms;
  }

  boolean hasSegment() {
    return columns.segment() != null;
  }

  boolean hasEvent() {
    return columns.event() != null;
  }

  /** Columns that the query must have. */
  Set<String> required() {
    Set<String> names = counted();
    if (columns.event() != null) {
      names.add(columns.event());
    }
    return names;
  }

  private Set<String> counted() {
    Set<String> names = new LinkedHashSet<>(List.of(columns.unit(), columns.arm()));
    names.addAll(
        columns.layout() == Layout.WIDE ? outcomes : List.of(columns.metric(), columns.value()));
    names.addAll(covariates);
    if (columns.since() != null && columns.watched() != null) {
      names.add(columns.since());
      names.add(columns.watched());
    }
    if (columns.segment() != null) {
      names.add(columns.segment());
    }
    if (slots.keySet().stream().anyMatch(slot -> slot.day() != null)) {
      names.add(columns.day() == null ? "day" : columns.day());
    }
    return names;
  }

  /** No row, all columns. */
  Sql columnsOnly() {
    return Sql.of("SELECT * FROM (").plus(source).plus(") lepton_source WHERE 1 = 0");
  }

  static int variables(UnitMeasure measure) {
    return measure.slots().size() + 2 * measure.covariates().size();
  }

  /** The rows, each event once; that its rows agree is for {@link #events} to tell. */
  private Sql withSource() {
    if (columns.event() == null) {
      return Sql.of("WITH lepton_source AS (").plus(source).plus(")");
    }
    List<String> once = new ArrayList<>();
    List<String> each = new ArrayList<>();
    for (String column : counted()) {
      once.add("MIN(" + quoted(column) + ") AS " + quoted(column));
      each.add(quoted(column));
    }
    String event = quoted(columns.event());
    return Sql.of("WITH lepton_log AS (")
        .plus(source)
        .plus("), lepton_source AS (SELECT " + String.join(", ", once))
        .plus(" FROM lepton_log WHERE " + event + " IS NOT NULL GROUP BY " + event)
        .plus(" UNION ALL SELECT " + String.join(", ", each))
        .plus(" FROM lepton_log WHERE " + event + " IS NULL)");
  }

  /** Rows beyond the first of their event, events whose rows differ, and one of these. */
  Sql events() {
    Set<String> same = counted();
    same.removeAll(covariates);
    same.remove(columns.segment());
    List<String> differs = new ArrayList<>();
    for (String column : same) {
      boolean number =
          columns.layout() == Layout.WIDE
              ? outcomes.contains(column)
              : column.equals(columns.value());
      String c = number ? "CAST(" + quoted(column) + " AS DOUBLE PRECISION)" : quoted(column);
      differs.add("MIN(" + c + ") <> MAX(" + c + ")");
      differs.add("COUNT(" + quoted(column) + ") NOT IN (0, COUNT(*))");
    }
    String event = quoted(Objects.requireNonNull(columns.event()));
    return Sql.of("WITH lepton_log AS (")
        .plus(source)
        .plus("), lepton_events AS (SELECT CAST(" + event + " AS VARCHAR) AS e, COUNT(*) AS n,")
        .plus(" CASE WHEN " + String.join(" OR ", differs) + " THEN 1 ELSE 0 END AS d")
        .plus(" FROM lepton_log WHERE " + event + " IS NOT NULL GROUP BY " + event + ")")
        .plus(" SELECT " + whole("n - 1") + ", " + whole("d") + ", MIN(CASE WHEN d = 1 THEN e END)")
        .plus(" FROM lepton_events");
  }

  /** A value of an outcome in a row, cast to a number. */
  private String value(String outcome) {
    String column = columns.layout() == Layout.WIDE ? outcome : columns.value();
    return "CAST(" + quoted(column) + " AS DOUBLE PRECISION)";
  }

  private String metric() {
    return "CAST(" + quoted(columns.metric()) + " AS VARCHAR)";
  }

  /** Whether a row holds a sound value of a slot. */
  private Sql holds(Slot slot) {
    List<Sql> conditions = new ArrayList<>();
    if (columns.layout() == Layout.LONG) {
      conditions.add(Sql.of(metric() + " = ?", slot.outcome()));
    }
    if (slot.day() != null) {
      String day = columns.day() == null ? "day" : columns.day();
      conditions.add(Sql.of(quoted(day) + " = " + slot.day()));
    }
    conditions.add(Sql.of(value(slot.outcome()) + FINITE));
    if (columns.since() != null) {
      conditions.add(Sql.of(inTime(slot)));
    }
    return Sql.join(" AND ", conditions);
  }

  private String since() {
    return seconds(Objects.requireNonNull(columns.since()));
  }

  private static String seconds(String column) {
    return "CAST(" + quoted(column) + " AS DOUBLE PRECISION)";
  }

  private String inTime(Slot slot) {
    Span span = slot.span();
    return span == null
        ? since() + " >= 0"
        : since() + " >= " + span.from() + " AND " + since() + " < " + span.to();
  }

  boolean hasElapsed() {
    return columns.since() != null;
  }

  /** Outcomes from before exposure, and those outside of a span, once for each span. */
  Sql untimely() {
    List<Sql> before = new ArrayList<>();
    List<Sql> outside = new ArrayList<>(List.of(Sql.of("0")));
    for (String outcome : outcomes) {
      before.add(count(isOf(outcome).plus(" AND " + since() + " < 0")));
    }
    for (Slot slot : slots.keySet()) {
      if (slot.span() != null) {
        String late = " AND " + since() + " >= 0 AND NOT (" + inTime(slot) + ")";
        outside.add(count(isOf(slot.outcome()).plus(late)));
      }
    }
    return withSource()
        .plus(" SELECT ")
        .plus(Sql.join(" + ", before))
        .plus(", ")
        .plus(Sql.join(" + ", outside))
        .plus(" FROM lepton_source WHERE " + quoted(columns.unit()) + " IS NOT NULL");
  }

  private Sql isOf(String outcome) {
    Sql value = Sql.of(value(outcome) + FINITE);
    return columns.layout() == Layout.LONG
        ? Sql.of(metric() + " = ? AND ", outcome).plus(value)
        : value;
  }

  /** The rows with each slot's sound values by themselves, so that each condition is tried once. */
  private Sql rows() {
    List<Sql> parts = new ArrayList<>();
    parts.add(Sql.of(quoted(columns.unit()) + " AS u"));
    parts.addAll(arm());
    if (columns.watched() != null) {
      parts.add(Sql.of(seconds(columns.watched()) + " AS w"));
    }
    slots.forEach(
        (slot, j) ->
            parts.add(
                Sql.of("CASE WHEN ")
                    .plus(holds(slot))
                    .plus(" THEN " + value(slot.outcome()) + " END AS y" + j)));
    for (int i = 0; i < covariates.size(); i++) {
      String number = "CAST(" + quoted(covariates.get(i)) + " AS DOUBLE PRECISION)";
      parts.add(Sql.of("CASE WHEN " + number + FINITE + " THEN " + number + " END AS d" + i));
    }
    if (columns.segment() != null) {
      parts.add(Sql.of("CAST(" + quoted(columns.segment()) + " AS VARCHAR) AS g"));
    }
    return withSource()
        .plus(", lepton_rows AS (SELECT ")
        .plus(Sql.join(", ", parts))
        .plus(" FROM lepton_source)");
  }

  /** Known arms by number, as texts take several times as long to compare; others by name. */
  private List<Sql> arm() {
    String name = "CAST(" + quoted(columns.arm()) + " AS VARCHAR)";
    if (arms.isEmpty()) {
      return List.of(Sql.of(name + " AS other"));
    }
    Sql number = Sql.of("CASE " + name);
    for (int i = 0; i < arms.size(); i++) {
      number = number.plus(" WHEN ? THEN " + i, arms.get(i));
    }
    String marks = String.join(", ", Collections.nCopies(arms.size(), "?"));
    return List.of(
        number.plus(" END AS a"),
        Sql.of("CASE WHEN " + name + " NOT IN (" + marks + ") THEN " + name, arms.toArray())
            .plus(" END AS other"));
  }

  private Sql units(String materialized) {
    List<String> parts = new ArrayList<>(List.of("u, COUNT(*) AS n"));
    parts.add("MIN(other) AS other_lo, MAX(other) AS other_hi");
    if (!arms.isEmpty()) {
      parts.add("MIN(a) AS a_lo, MAX(a) AS a_hi");
    }
    if (columns.watched() != null) {
      parts.add("MAX(w) AS w");
    }
    slots.forEach(
        (slot, j) -> {
          String y = "y" + j;
          parts.add("SUM(" + y + ") AS s" + j + ", COUNT(" + y + ") AS k" + j);
          if (domain(slot) != Domain.NUMBER) {
            String unfit =
                domain(slot) == Domain.COUNT
                    ? y + " < 0 OR " + y + " <> FLOOR(" + y + ")"
                    : y + " NOT IN (0, 1)";
            parts.add("COUNT(CASE WHEN " + unfit + " THEN 1 END) AS b" + j);
          }
        });
    StringBuilder vary = new StringBuilder("0");
    for (int i = 0; i < covariates.size(); i++) {
      parts.add("MIN(d" + i + ") AS c" + i);
      vary.append(" + CASE WHEN MIN(d" + i + ") <> MAX(d" + i + ") THEN 1 ELSE 0 END");
    }
    if (columns.segment() != null) {
      parts.add("MIN(g) AS seg");
      vary.append(" + CASE WHEN MIN(g) <> MAX(g) THEN 1 ELSE 0 END");
    }
    return rows()
        .plus(", lepton_units AS " + materialized + "(SELECT " + String.join(", ", parts))
        .plus(", " + vary + " AS vary FROM lepton_rows GROUP BY u)");
  }

  private Domain domain(Slot slot) {
    return measures.stream()
        .filter(measure -> measure.slots().contains(slot))
        .map(UnitMeasure::domain)
        .filter(domain -> domain != Domain.NUMBER)
        .findFirst()
        .orElse(Domain.NUMBER);
  }

  /** The units with their kind and each measure's variables. */
  private Sql variables(String materialized) {
    List<String> raw = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      List<Slot> own = measures.get(m).slots();
      for (int i = 0; i < own.size(); i++) {
        Span span = own.get(i).span();
        String number = number(measures.get(m).rule(), slots.getOrDefault(own.get(i), -1));
        String whole =
            span == null ? number : "CASE WHEN w >= " + span.to() + " THEN " + number + " END";
        raw.add(whole + name(m, i));
      }
    }
    return units(materialized)
        .plus(", lepton_raw AS (SELECT lepton_units.*, ")
        .plus(kind())
        .plus(", " + String.join(", ", raw) + " FROM lepton_units)")
        .plus(limits())
        .plus(", lepton_x AS (SELECT kind, lo, n, vary" + (hasSegment() ? ", seg" : ""))
        .plus(slotColumns())
        .plus(", " + String.join(", ", limitedAndCovariates()))
        .plus(" FROM lepton_raw" + (isLimited() ? " CROSS JOIN lepton_limits)" : ")"));
  }

  /** A unit's kind, and the name of its arm, which means nothing if it is in several. */
  private Sql kind() {
    if (arms.isEmpty()) {
      return Sql.of(
          "CASE WHEN u IS NULL THEN 1 WHEN other_lo IS NULL THEN 2 WHEN other_lo <> other_hi THEN 3"
              + " ELSE 0 END AS kind, other_lo AS lo");
    }
    Sql name = Sql.of("CASE a_lo");
    for (int i = 0; i < arms.size(); i++) {
      name = name.plus(" WHEN " + i + " THEN ?", arms.get(i));
    }
    return Sql.of(
            "CASE WHEN u IS NULL THEN 1 WHEN a_lo IS NULL AND other_lo IS NULL THEN 2 WHEN a_lo <>"
                + " a_hi OR other_lo <> other_hi OR (a_lo IS NOT NULL AND other_lo IS NOT NULL)"
                + " THEN 3 WHEN a_lo IS NULL THEN 4 ELSE 0 END AS kind, ")
        .plus(name)
        .plus(" ELSE other_lo END AS lo");
  }

  private static String name(int measure, int variable) {
    return " AS x" + measure + "_" + variable;
  }

  private static String number(Rule rule, int slot) {
    return switch (rule) {
      case ANY -> "CASE WHEN s" + slot + " > 0 THEN 1.0 ELSE 0.0 END";
      case SUM -> "COALESCE(s" + slot + ", 0.0)";
      case MEAN -> "s" + slot + " / NULLIF(k" + slot + ", 0)";
    };
  }

  private String slotColumns() {
    StringBuilder text = new StringBuilder();
    slots.forEach(
        (slot, j) -> {
          text.append(", k").append(j);
          if (domain(slot) != Domain.NUMBER) {
            text.append(", b").append(j);
          }
        });
    return text.toString();
  }

  private boolean isLimited() {
    return measures.stream().anyMatch(measure -> measure.capping().limits());
  }

  private String limits() {
    if (!isLimited()) {
      return "";
    }
    List<String> limits = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      limits.add(limit(measures.get(m).capping().lower(), m) + " AS low" + m);
      limits.add(limit(measures.get(m).capping().upper(), m) + " AS high" + m);
    }
    return ", lepton_limits AS (SELECT "
        + String.join(", ", limits)
        + " FROM lepton_raw WHERE kind = 0)";
  }

  private static String limit(Limit limit, int measure) {
    return switch (limit.kind()) {
      case NONE -> "MAX(NULL)";
      case ABSOLUTE -> "MAX(" + limit.value() + ")";
      case PERCENTILE ->
          "percentile_cont(" + limit.value() + ") WITHIN GROUP (ORDER BY x" + measure + "_0)";
    };
  }

  private List<String> limitedAndCovariates() {
    List<String> list = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      UnitMeasure measure = measures.get(m);
      String first = "x" + m + "_0";
      String limited = first;
      if (measure.capping().upper().kind() != Kind.NONE) {
        limited =
            "CASE WHEN " + first + " > high" + m + " THEN high" + m + " ELSE " + first + " END";
      }
      if (measure.capping().lower().kind() != Kind.NONE) {
        limited =
            "CASE WHEN " + first + " < low" + m + " THEN low" + m + " ELSE " + limited + " END";
      }
      list.add(limited + name(m, 0));
      int variable = 1;
      for (; variable < measure.slots().size(); variable++) {
        list.add("x" + m + "_" + variable);
      }
      String unlessLeftOut = "CASE WHEN " + first + " IS NULL THEN NULL ";
      for (String covariate : measure.covariates()) {
        String c = "c" + covariates.indexOf(covariate);
        list.add(unlessLeftOut + "ELSE COALESCE(" + c + ", 0.0) END" + name(m, variable++));
        list.add(
            unlessLeftOut + "WHEN " + c + " IS NULL THEN 1.0 ELSE 0.0 END" + name(m, variable++));
      }
    }
    return list;
  }

  /**
   * By kind, arm and segment: units, rows, units that vary, then each slot's sound and unfit
   * values, then each measure's number, pivots, sums and products.
   */
  Sql sums(String materialized) {
    List<String> pivots = new ArrayList<>();
    List<String> sums = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      sums.add("COUNT(x" + m + "_0)");
      List<String> products = new ArrayList<>();
      List<String> first = new ArrayList<>();
      for (int i = 0; i < variables(measures.get(m)); i++) {
        String x = m + "_" + i;
        pivots.add("AVG(x" + x + ") AS p" + x);
        sums.add("MIN(p" + x + ")");
        first.add("SUM(x" + x + " - p" + x + ")");
        for (int j = 0; j <= i; j++) {
          String y = m + "_" + j;
          products.add("SUM((x" + x + " - p" + x + ") * (x" + y + " - p" + y + "))");
        }
      }
      sums.addAll(first);
      sums.addAll(products);
    }
    List<String> counts = new ArrayList<>(List.of("COUNT(*)", whole("n"), whole("vary")));
    slots.forEach(
        (slot, j) -> {
          counts.add(whole("k" + j));
          counts.add(domain(slot) == Domain.NUMBER ? "0" : whole("b" + j));
        });
    String groups = "kind, lo" + (hasSegment() ? ", seg" : "");
    return variables(materialized)
        .plus(", lepton_pivots AS (SELECT " + String.join(", ", pivots))
        .plus(" FROM lepton_x WHERE kind = 0) SELECT " + groups + ", ")
        .plus(String.join(", ", counts) + ", " + String.join(", ", sums))
        .plus(" FROM lepton_x CROSS JOIN lepton_pivots GROUP BY " + groups);
  }

  private static String whole(String column) {
    return "CAST(SUM(" + column + ") AS BIGINT)";
  }

  /** Slots, in the order of their columns. */
  Map<Slot, Integer> slots() {
    return slots;
  }

  /** Arm, segment, number and how often it came. */
  Sql values(String materialized, int measure) {
    String x = "x" + measure + "_0";
    String groups = "lo, " + (hasSegment() ? "seg, " : "") + x;
    return variables(materialized)
        .plus(" SELECT " + groups + ", COUNT(*) FROM lepton_x WHERE kind = 0 AND " + x)
        .plus(" IS NOT NULL GROUP BY " + groups);
  }

  /** Rows whose values are sound are known from the slots' counts, unless only of some days. */
  boolean countsEveryOutcome() {
    return columns.since() == null
        && outcomes.stream().allMatch(outcome -> slots.containsKey(new Slot(outcome, null)));
  }

  int valuesPerRow() {
    return columns.layout() == Layout.WIDE ? outcomes.size() : 1;
  }

  /** Values that are NULL, that are not finite, and rows of other metrics. */
  Sql faults() {
    Sql asked = Sql.of("1 = 1");
    Sql missing = Sql.NONE;
    Sql infinite = Sql.NONE;
    if (columns.layout() == Layout.LONG) {
      String marks = String.join(", ", Collections.nCopies(outcomes.size(), "?"));
      asked = Sql.of(metric() + " IN (" + marks + ")", outcomes.toArray());
      String value = value("");
      missing = count(asked.plus(" AND " + value + " IS NULL"));
      infinite = count(asked.plus(" AND NOT (" + value + FINITE + ")"));
    } else {
      for (String outcome : outcomes) {
        String plus = missing.text().isEmpty() ? "" : " + ";
        missing = missing.plus(plus).plus(count(Sql.of(value(outcome) + " IS NULL")));
        infinite = infinite.plus(plus).plus(count(Sql.of("NOT (" + value(outcome) + FINITE + ")")));
      }
    }
    return withSource()
        .plus(" SELECT ")
        .plus(missing)
        .plus(", ")
        .plus(infinite)
        .plus(", COUNT(*) - ")
        .plus(count(asked))
        .plus(" FROM lepton_source WHERE " + quoted(columns.unit()) + " IS NOT NULL");
  }

  private static Sql count(Sql condition) {
    return Sql.of("COUNT(CASE WHEN ").plus(condition).plus(" THEN 1 END)");
  }
}
