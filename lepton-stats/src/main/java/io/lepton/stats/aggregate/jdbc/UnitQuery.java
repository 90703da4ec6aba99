package io.lepton.stats.aggregate.jdbc;

import static io.lepton.stats.aggregate.jdbc.Sql.whole;

import io.lepton.stats.aggregate.Capping.Kind;
import io.lepton.stats.aggregate.Capping.Limit;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Domain;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Rule;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private final SourceRows source;
  private final List<UnitMeasure> measures;
  private final List<String> arms;
  private final Map<Slot, Integer> slots = new LinkedHashMap<>();

  UnitQuery(SourceRows source, List<UnitMeasure> measures, List<String> arms) {
    this.source = source;
    this.measures = measures;
    this.arms = arms;
    source.slots().forEach(slot -> slots.put(slot, slots.size()));
  }

  List<UnitMeasure> measures() {
    return measures;
  }

  List<String> arms() {
    return arms;
  }

  static int variables(UnitMeasure measure) {
    return measure.slots().size() + 2 * measure.covariates().size();
  }

  /** Each row with each slot's sound values by themselves, so that each condition is tried once. */
  private Sql rows() {
    List<Sql> parts = new ArrayList<>();
    parts.add(Sql.of(source.unit() + " AS u"));
    parts.addAll(arm());
    if (source.watched() != null) {
      parts.add(Sql.of(source.watched() + " AS w"));
    }
    slots.forEach(
        (slot, j) ->
            parts.add(
                Sql.of("CASE WHEN ")
                    .plus(source.holds(slot))
                    .plus(" THEN " + source.value(slot.outcome()) + " END AS y" + j)));
    List<String> covariates = source.covariates();
    for (int i = 0; i < covariates.size(); i++) {
      String number = SourceRows.number(covariates.get(i));
      String sound = SourceRows.isFinite(number);
      parts.add(Sql.of("CASE WHEN " + sound + " THEN " + number + " END AS d" + i));
    }
    if (source.hasSegment()) {
      parts.add(Sql.of(source.segment() + " AS g"));
    }
    return source
        .withSource()
        .plus(", lepton_rows AS (SELECT ")
        .plus(Sql.join(", ", parts))
        .plus(" FROM lepton_source)");
  }

  /** Known arms by number, as texts take several times as long to compare; others by name. */
  private List<Sql> arm() {
    String name = source.arm();
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
    if (source.watched() != null) {
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
    for (int i = 0; i < source.covariates().size(); i++) {
      parts.add("MIN(d" + i + ") AS c" + i);
      vary.append(" + CASE WHEN MIN(d" + i + ") <> MAX(d" + i + ") THEN 1 ELSE 0 END");
    }
    if (source.hasSegment()) {
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
        .plus(", lepton_x AS (SELECT kind, lo, n, vary" + (source.hasSegment() ? ", seg" : ""))
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
        String c = "c" + source.covariates().indexOf(covariate);
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
    String groups = "kind, lo" + (source.hasSegment() ? ", seg" : "");
    return variables(materialized)
        .plus(", lepton_pivots AS (SELECT " + String.join(", ", pivots))
        .plus(" FROM lepton_x WHERE kind = 0) SELECT " + groups + ", ")
        .plus(String.join(", ", counts) + ", " + String.join(", ", sums))
        .plus(" FROM lepton_x CROSS JOIN lepton_pivots GROUP BY " + groups);
  }

  /** Arm, segment, number and how often it came. */
  Sql values(String materialized, int measure) {
    String x = "x" + measure + "_0";
    String groups = "lo, " + (source.hasSegment() ? "seg, " : "") + x;
    return variables(materialized)
        .plus(" SELECT " + groups + ", COUNT(*) FROM lepton_x WHERE kind = 0 AND " + x)
        .plus(" IS NOT NULL GROUP BY " + groups);
  }
}
