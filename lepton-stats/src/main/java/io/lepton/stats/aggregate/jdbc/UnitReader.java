package io.lepton.stats.aggregate.jdbc;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.aggregate.UnitStatistics;
import io.lepton.stats.aggregate.ValueCounts;
import io.lepton.stats.aggregate.jdbc.Aggregates.Measured;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Keep;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one aggregation and puts their numbers in place. */
final class UnitReader {
  private static final String NOT_GIVEN = "(not given)";
  private static final int MOST_GROUPS = 10_000;
  private static final Set<String> KNOW_MATERIALIZED = Set.of("duckdb", "postgresql", "sqlite");

  /** Where a unit is counted. */
  private record Group(String arm, String segment) {}

  private final SourceRows source;
  private final RowChecks checks;
  private final UnitQuery query;
  private final Connection connection;
  private final Map<Group, List<Moments>> moments = new HashMap<>();
  private final Map<Group, Long> units = new HashMap<>();
  private final Map<String, Long> unknown = new TreeMap<>();
  private final Map<Slot, Long> unfit = new HashMap<>();
  private final long[] byKind = new long[5];
  private long rows;
  private long rowsWithoutUnit;
  private long varying;
  private long sound;

  UnitReader(
      SourceRows source, List<UnitMeasure> measures, List<String> arms, Connection connection) {
    this.source = source;
    this.checks = new RowChecks(source);
    this.query = new UnitQuery(source, measures, arms);
    this.connection = connection;
  }

  Aggregates read() throws SQLException {
    requireColumns();
    long duplicates = source.hasEvent() ? duplicates() : 0;
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    // or the rows could be read once for the pivots and again for the sums
    String materialized = KNOW_MATERIALIZED.contains(product) ? "MATERIALIZED " : "";
    try (PreparedStatement statement = query.sums(materialized).prepare(connection);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        readGroup(result);
      }
    }
    unfit.forEach(this::requireFitting);
    List<Map<Group, ValueCounts>> values = new ArrayList<>();
    for (int m = 0; m < query.measures().size(); m++) {
      boolean keep = query.measures().get(m).keep() == Keep.VALUES;
      values.add(keep ? readValues(materialized, m) : Map.of());
    }
    DataProblems problems = problems(duplicates);
    List<String> arms = query.arms();
    if (arms.isEmpty()) {
      Set<String> found = new TreeSet<>();
      units.keySet().forEach(group -> found.add(group.arm()));
      arms = List.copyOf(found);
    }
    return collect(arms, values, problems);
  }

  private void requireColumns() throws SQLException {
    Set<String> found = new TreeSet<>();
    try (PreparedStatement statement = source.columnsOnly().prepare(connection);
        ResultSet result = statement.executeQuery()) {
      ResultSetMetaData meta = result.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        found.add(meta.getColumnLabel(i));
      }
    }
    for (String column : source.required()) {
      if (!found.contains(column)) {
        throw new InvalidInputException(
            "the rows have no column \"" + column + "\"; they have " + found);
      }
    }
  }

  private long[] untimely() throws SQLException {
    try (PreparedStatement statement = checks.untimely().prepare(connection);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return new long[] {result.getLong(1), result.getLong(2)};
    }
  }

  /** Rows that repeat an event. */
  private long duplicates() throws SQLException {
    try (PreparedStatement statement = checks.events().prepare(connection);
        ResultSet result = statement.executeQuery()) {
      result.next();
      if (result.getLong(2) > 0) {
        throw new InvalidInputException(
            result.getLong(2)
                + " event ids stand on rows that differ in unit, arm, metric, value or day, such as"
                + " \""
                + result.getString(3)
                + "\"; an id names one event, and which of the rows is right cannot be told");
      }
      return result.getLong(1);
    }
  }

  private void readGroup(ResultSet result) throws SQLException {
    int at = 1;
    int kind = result.getInt(at++);
    String arm = result.getString(at++);
    String segment = source.hasSegment() ? result.getString(at++) : null;
    long count = result.getLong(at++);
    byKind[kind] += count;
    long groupRows = result.getLong(at++);
    rows += groupRows;
    long vary = result.getLong(at++);
    if (kind == UnitQuery.WITHOUT_UNIT) {
      rowsWithoutUnit += groupRows;
      return;
    }
    for (Slot slot : source.slots()) {
      sound += slot.day() == null ? result.getLong(at) : 0;
      unfit.merge(slot, result.getLong(at + 1), Long::sum);
      at += 2;
    }
    if (kind == UnitQuery.UNKNOWN_ARM) {
      unknown.merge(arm, count, Long::sum);
    }
    if (kind != UnitQuery.SOUND) {
      return;
    }
    varying += vary;
    Group group = new Group(arm, segment == null ? NOT_GIVEN : segment);
    units.put(group, count);
    moments.put(group, readMoments(result, at));
    if (moments.size() > MOST_GROUPS) {
      throw new InvalidInputException(
          "more than " + MOST_GROUPS + " arms and segments; is the right column named?");
    }
  }

  private List<Moments> readMoments(ResultSet result, int from) throws SQLException {
    int at = from;
    List<Moments> each = new ArrayList<>();
    for (UnitMeasure measure : query.measures()) {
      int k = UnitQuery.variables(measure);
      long n = result.getLong(at++);
      double[] pivots = numbers(result, at, k);
      double[] sums = numbers(result, at + k, k);
      double[] products = numbers(result, at + 2 * k, k * (k + 1) / 2);
      at += 2 * k + products.length;
      each.add(Moments.aboutPivots(n, pivots, sums, products));
    }
    return each;
  }

  private static double[] numbers(ResultSet result, int from, int count) throws SQLException {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = result.getDouble(from + i);
    }
    return numbers;
  }

  private void requireFitting(Slot slot, long values) {
    if (values > 0) {
      List<UnitMeasure> owners =
          query.measures().stream().filter(m -> m.slots().contains(slot)).toList();
      throw new InvalidInputException(
          values
              + " values of \""
              + slot.outcome()
              + "\" do not fit "
              + owners.stream().map(m -> m.name() + ": " + m.domain()).toList());
    }
  }

  private Map<Group, ValueCounts> readValues(String materialized, int measure) throws SQLException {
    Map<Group, List<double[]>> found = new HashMap<>();
    try (PreparedStatement statement = query.values(materialized, measure).prepare(connection);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        int at = 2;
        String segment = source.hasSegment() ? result.getString(at++) : null;
        found
            .computeIfAbsent(
                new Group(result.getString(1), segment == null ? NOT_GIVEN : segment),
                group -> new ArrayList<>())
            .add(new double[] {result.getDouble(at), result.getLong(at + 1)});
      }
    }
    Map<Group, ValueCounts> counts = new HashMap<>();
    found.forEach(
        (group, pairs) ->
            counts.put(
                group,
                ValueCounts.of(
                    pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                    pairs.stream().mapToLong(pair -> (long) pair[1]).toArray())));
    return counts;
  }

  private DataProblems problems(long duplicates) throws SQLException {
    long missing = 0;
    long infinite = 0;
    long others = 0;
    boolean clean =
        checks.countsEveryOutcome() && sound == (rows - rowsWithoutUnit) * checks.valuesPerRow();
    if (!clean) {
      try (PreparedStatement statement = checks.faults().prepare(connection);
          ResultSet result = statement.executeQuery()) {
        result.next();
        missing = result.getLong(1);
        infinite = result.getLong(2);
        others = result.getLong(3);
      }
    }
    long[] untimely = source.hasElapsed() ? untimely() : new long[2];
    return new DataProblems(
        rows + duplicates,
        duplicates,
        rowsWithoutUnit,
        missing,
        infinite,
        others,
        untimely[0],
        untimely[1],
        byKind[UnitQuery.WITHOUT_ARM],
        byKind[UnitQuery.SEVERAL_ARMS],
        unknown,
        varying);
  }

  private Aggregates collect(
      List<String> arms, List<Map<Group, ValueCounts>> values, DataProblems problems) {
    Set<String> segments = new TreeSet<>();
    units.keySet().forEach(group -> segments.add(group.segment()));
    List<Measured> measured = new ArrayList<>();
    for (int m = 0; m < query.measures().size(); m++) {
      SortedMap<String, List<UnitStatistics>> bySegment = new TreeMap<>();
      List<UnitStatistics> overall = new ArrayList<>();
      for (String arm : arms) {
        UnitStatistics all = null;
        for (String segment : segments) {
          UnitStatistics part = part(m, new Group(arm, segment), values.get(m));
          bySegment.computeIfAbsent(segment, key -> new ArrayList<>()).add(part);
          all = all == null ? part : all.plus(part);
        }
        overall.add(all == null ? part(m, new Group(arm, NOT_GIVEN), values.get(m)) : all);
      }
      measured.add(
          new Measured(
              query.measures().get(m), overall, source.hasSegment() ? bySegment : new TreeMap<>()));
    }
    List<Long> sizes =
        arms.stream()
            .map(
                arm ->
                    units.entrySet().stream()
                        .filter(entry -> entry.getKey().arm().equals(arm))
                        .mapToLong(Map.Entry::getValue)
                        .sum())
            .toList();
    return new Aggregates(arms, sizes, measured, problems);
  }

  private UnitStatistics part(int measure, Group group, Map<Group, ValueCounts> values) {
    UnitMeasure of = query.measures().get(measure);
    @Nullable List<Moments> known = moments.get(group);
    Moments part = known == null ? Moments.empty(UnitQuery.variables(of)) : known.get(measure);
    if (of.keep() != Keep.VALUES) {
      return new UnitStatistics(part, null);
    }
    return new UnitStatistics(
        part, Objects.requireNonNullElseGet(values.get(group), ValueCounts::of));
  }
}
