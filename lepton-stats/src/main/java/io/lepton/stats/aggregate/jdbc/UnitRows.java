package io.lepton.stats.aggregate.jdbc;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a log that lies elsewhere: a query, and which of its columns are what. A unit's arm,
 * covariates and segment stand on each of its rows. Long tables (the default) have a row for each
 * outcome, with the columns {@code unit}, {@code arm}, {@code metric} and {@code value} unless
 * named otherwise; a row whose metric is NULL says only that the unit is there. Wide tables have a
 * column for each metric.
 *
 * <p>The database groups the rows by unit, then sums the units' numbers by arm, about a pivot near
 * the mean so that nothing cancels. It must know common table expressions: DuckDB, PostgreSQL and
 * SQLite are tried; percentile caps want {@code percentile_cont}, which SQLite has not.
 *
 * <p>The query is the caller's own SQL and is trusted. Column names are looked up among the query's
 * columns and quoted, all other values are bound as parameters. The rows should not change
 * meanwhile: values of quantiles and what was wrong are asked for by further statements.
 *
 * <p>Immutable and safe for use by many threads; each call uses a connection of its own.
 */
public final class UnitRows {
  private final Database database;
  private final Sql source;
  private final Columns columns;

  /** How metrics are laid out. */
  enum Layout {
    LONG,
    WIDE
  }

  record Columns(
      Layout layout,
      String unit,
      String arm,
      String metric,
      String value,
      @Nullable String segment,
      @Nullable String day,
      @Nullable String event,
      @Nullable String since,
      @Nullable String watched) {}

  private UnitRows(Database database, Sql source, Columns columns) {
    this.database = database;
    this.source = source;
    this.columns = columns;
  }

  private static UnitRows of(Database database, Sql source) {
    Columns plain =
        new Columns(Layout.LONG, "unit", "arm", "metric", "value", null, null, null, null, null);
    return new UnitRows(database, source, plain);
  }

  /**
   * The rows of a query.
   *
   * @param source gives connections, one a call
   * @param sql a SELECT without a semicolon
   * @param parameters for its question marks
   * @return the rows
   */
  public static UnitRows query(DataSource source, String sql, Object... parameters) {
    return of(Database.of(source), Sql.of(sql, parameters));
  }

  /**
   * The rows of a query by DuckDB, of which the driver {@code org.duckdb:duckdb_jdbc} must be on
   * the class path. It runs in memory and spills to a temporary folder.
   *
   * @param sql a SELECT without a semicolon, such as {@code SELECT … FROM read_csv(?)}
   * @param parameters for its question marks
   * @return the rows
   */
  public static UnitRows duckDb(String sql, Object... parameters) {
    return of(Database.duckDb(Map.of()), Sql.of(sql, parameters));
  }

  /**
   * The rows of Parquet files, by DuckDB.
   *
   * @param files at least one, all with the same columns
   * @return the rows
   * @throws InvalidInputException if there is none
   * @throws StorageException if one is not a file
   */
  public static UnitRows parquet(Path... files) {
    return files("read_parquet", files);
  }

  /**
   * The rows of CSV files with a header, plain or compressed, by DuckDB.
   *
   * @param files at least one, all with the same columns
   * @return the rows
   * @throws InvalidInputException if there is none
   * @throws StorageException if one is not a file
   */
  public static UnitRows csv(Path... files) {
    return files("read_csv", files);
  }

  private static UnitRows files(String function, Path... files) {
    if (files.length == 0) {
      throw new InvalidInputException("no file; expected at least one");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new StorageException(
            StorageException.Kind.PERMANENT, "no file at " + file.toAbsolutePath(), null);
      }
    }
    String marks = String.join(", ", Collections.nCopies(files.length, "?"));
    Object[] names = Arrays.stream(files).map(Path::toString).toArray();
    return duckDb("SELECT * FROM " + function + "([" + marks + "])", names);
  }

  /**
   * Settings of DuckDB, such as {@code memory_limit} or {@code threads}.
   *
   * @param settings by name
   * @return the rows
   * @throws InvalidInputException if another database reads the rows
   */
  public UnitRows settings(Map<String, String> settings) {
    if (!database.isDuckDb()) {
      throw new InvalidInputException("settings are for DuckDB; set others on the data source");
    }
    return new UnitRows(Database.duckDb(new TreeMap<>(settings)), source, columns);
  }

  private UnitRows with(Columns newColumns) {
    return new UnitRows(database, source, newColumns);
  }

  /**
   * Names the column of the unit.
   *
   * @param column exactly as the query calls it
   * @return the rows
   */
  public UnitRows unit(String column) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, column, c.arm, c.metric, c.value, c.segment, c.day, c.event, c.since,
            c.watched));
  }

  /**
   * Names the column of the arm.
   *
   * @param column exactly as the query calls it
   * @return the rows
   */
  public UnitRows arm(String column) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, c.unit, column, c.metric, c.value, c.segment, c.day, c.event, c.since,
            c.watched));
  }

  /**
   * Names the columns of a long table's metric and value.
   *
   * @param metric exactly as the query calls it
   * @param value exactly as the query calls it
   * @return the rows
   */
  public UnitRows metric(String metric, String value) {
    Columns c = columns;
    return with(
        new Columns(
            Layout.LONG,
            c.unit,
            c.arm,
            metric,
            value,
            c.segment,
            c.day,
            c.event,
            c.since,
            c.watched));
  }

  /**
   * The table has a column for each metric, named as its outcome.
   *
   * @return the rows
   */
  public UnitRows wide() {
    Columns c = columns;
    return with(
        new Columns(
            Layout.WIDE,
            c.unit,
            c.arm,
            c.metric,
            c.value,
            c.segment,
            c.day,
            c.event,
            c.since,
            c.watched));
  }

  /**
   * Names the column by which units are also told apart.
   *
   * @param column exactly as the query calls it
   * @return the rows
   */
  public UnitRows segment(String column) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, c.unit, c.arm, c.metric, c.value, column, c.day, c.event, c.since,
            c.watched));
  }

  /**
   * Names the column of the day since exposure, a whole number from 0.
   *
   * @param column exactly as the query calls it
   * @return the rows
   */
  public UnitRows day(String column) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, c.unit, c.arm, c.metric, c.value, c.segment, column, c.event, c.since,
            c.watched));
  }

  /**
   * Names the columns of time, both in seconds since the unit's exposure. Outcomes from before it
   * are then left out, and metrics may have windows: outcomes outside are left out, and so are
   * units that were not watched for the whole window.
   *
   * @param since when the row's outcome happened; negative before the exposure
   * @param watched when the log was taken, the same on each row of a unit
   * @return the rows
   */
  public UnitRows elapsed(String since, String watched) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, c.unit, c.arm, c.metric, c.value, c.segment, c.day, c.event, since, watched));
  }

  /**
   * Whether it is known when outcomes happened.
   *
   * @return true after {@link #elapsed}
   */
  public boolean hasElapsed() {
    return columns.since != null;
  }

  /**
   * Names the column of the event's id: rows of one id are counted once, such as those a queue
   * delivered twice. A row without an id is an event of its own.
   *
   * @param column exactly as the query calls it
   * @return the rows; aggregating them fails if rows of one id differ in unit, arm, metric, value
   *     or day
   */
  public UnitRows event(String column) {
    Columns c = columns;
    return with(
        new Columns(
            c.layout, c.unit, c.arm, c.metric, c.value, c.segment, c.day, column, c.since,
            c.watched));
  }

  /**
   * Whether there is a column by which units are told apart.
   *
   * @return true after {@link #segment}
   */
  public boolean hasSegment() {
    return columns.segment != null;
  }

  /**
   * The column by which units are told apart.
   *
   * @return empty before {@link #segment}
   */
  public Optional<String> findSegment() {
    return Optional.ofNullable(columns.segment);
  }

  /**
   * Has the database aggregate the rows.
   *
   * @param measures at least one, with names that differ
   * @param arms those there should be, in order; if none are given, all there are, ascending
   * @return each arm's statistics and what was wrong with the rows
   * @throws InvalidInputException if a column is not there, a value is outside of its measure's
   *     domain, or a percentile is asked of no units
   * @throws StorageException if the database failed
   */
  public Aggregates aggregate(List<UnitMeasure> measures, List<String> arms) {
    if (measures.isEmpty()) {
      throw new InvalidInputException("nothing is to be measured; expected at least one measure");
    }
    List<String> names = measures.stream().map(UnitMeasure::name).toList();
    if (names.stream().distinct().count() != names.size()
        || arms.stream().distinct().count() != arms.size()) {
      throw new InvalidInputException("measures " + names + ", arms " + arms + "; one comes twice");
    }
    SourceRows rows = SourceRows.of(source, columns, measures);
    return database.call(
        connection ->
            new UnitReader(rows, List.copyOf(measures), List.copyOf(arms), connection).read());
  }
}
