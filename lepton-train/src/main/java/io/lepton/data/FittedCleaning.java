package io.lepton.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cleaning with its fill values and bounds, as it is saved inside a model. Immutable and
 * thread-safe. Its JSON form leaves {@code whole} out where it does nothing, as models saved before
 * there was one do.
 *
 * @param rules one for each feature, in order
 * @param whole what looks at more than one column
 */
public record FittedCleaning(
    List<CleaningRule> rules,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = WholeRows.Nothing.class)
        WholeRows whole) {
  /** {@inheritDoc} */
  public FittedCleaning {
    rules = List.copyOf(rules);
    for (CleaningRule rule : rules) {
      boolean neighbours = rule.missing() == Missing.Strategy.NEIGHBOURS;
      if (neighbours && !whole.fills(rule.column())) {
        throw new InvalidInputException(
            "column \"" + rule.column() + "\" is filled from neighbours, but there are none");
      }
    }
  }

  /**
   * A cleaning column by column only.
   *
   * @param rules one for each feature, in order
   */
  public FittedCleaning(List<CleaningRule> rules) {
    this(rules, WholeRows.NONE);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static FittedCleaning ofJson(Map<String, JsonNode> json) {
    JsonNode rules = json.get("rules");
    if (rules == null || !Set.of("rules", "whole").containsAll(json.keySet())) {
      throw new InvalidInputException(
          "a cleaning has rules and perhaps whole, found " + json.keySet());
    }
    JsonNode whole = json.get("whole");
    return new FittedCleaning(
        List.of(Json.read(rules.toString(), CleaningRule[].class, "rules")),
        whole == null ? WholeRows.NONE : Json.read(whole.toString(), WholeRows.class, "whole"));
  }

  /**
   * Data after cleaning, and what was done to it.
   *
   * @param data cleaned
   * @param report of every change
   * @param kept numbers of the rows that were not left out, from 0, in order
   */
  public record Cleaned(Dataset data, CleaningReport report, List<Integer> kept) {
    /** {@inheritDoc} */
    public Cleaned {
      kept = List.copyOf(kept);
    }
  }

  /**
   * Cleans training data: fills, clips, and leaves out rows with a missing value or an outlier
   * where the rules say so.
   *
   * @param data with the columns it was fitted on
   * @return the cleaned data and the report
   * @throws InvalidInputException if a value is missing where that is an error
   */
  public Cleaned applyToTraining(Dataset data) {
    return apply(data, true);
  }

  /**
   * Cleans other data the way the model will when it predicts: fills and clips; leaves out only
   * rows for which no prediction is possible.
   *
   * @param data with the columns it was fitted on
   * @return the cleaned data and the report
   * @throws InvalidInputException if a value is missing where that is an error
   */
  public Cleaned apply(Dataset data) {
    return apply(data, false);
  }

  /**
   * What the model sees instead of the values of a row to be predicted.
   *
   * @param row as the application sent it
   * @param where names the row, for the message
   * @return a value for each rule, in order, null where it stays missing
   * @throws InvalidInputException if a value is missing and may not be, is of another type than the
   *     column's, or is not finite
   */
  public List<@Nullable Object> cleanForPrediction(Row row, String where) {
    List<@Nullable Object> clean = new ArrayList<>();
    for (CleaningRule rule : rules) {
      Object value = row.get(rule.column()).orElse(null);
      clean.add(
          value == null && rule.missing() == Missing.Strategy.NEIGHBOURS
              ? filled(rule, column -> clipped(rules, column, row.get(column).orElse(null)))
              : rule.cleanForPrediction(value, where));
    }
    return clean;
  }

  private @Nullable Object filled(CleaningRule rule, Function<String, @Nullable Object> row) {
    Object value = whole.fill(rule.column(), row);
    return value != null ? value : rule.clean(null);
  }

  /** A value before missing ones are filled, as neighbours are compared. */
  private static @Nullable Object clipped(
      List<CleaningRule> rules, String column, @Nullable Object value) {
    return value == null
        ? null
        : rules.stream()
            .filter(rule -> rule.column().equals(column))
            .findFirst()
            .orElseThrow()
            .clean(value);
  }

  /** Data with values clipped and nothing filled. */
  static Dataset clip(Dataset data, List<CleaningRule> rules) {
    List<Column> columns = new ArrayList<>();
    for (Column column : data.columns()) {
      ColumnBuilder builder = new ColumnBuilder(new Schema.Field(column.name(), column.type()));
      for (int row = 0; row < column.size(); row++) {
        Object value = column.raw(row);
        Object clipped =
            column.type() == ColumnType.LABEL ? value : clipped(rules, column.name(), value);
        if (clipped == null) {
          builder.addMissing("row " + row);
        } else {
          builder.add(clipped, "row " + row);
        }
      }
      columns.add(builder.build());
    }
    return Dataset.ofColumns(data.name(), columns, data.rows());
  }

  private Cleaned apply(Dataset data, boolean training) {
    Map<String, CleaningRule> byColumn = new LinkedHashMap<>();
    rules.forEach(rule -> byColumn.put(rule.column(), rule));
    boolean[] dropped = new boolean[data.rows()];
    List<CleaningReport.ColumnReport> reports = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (Column column : data.columns()) {
      CleaningRule rule = byColumn.remove(column.name());
      if (rule == null && column.type() != ColumnType.LABEL) {
        throw new InvalidInputException(
            data.name()
                + " has a column \""
                + column.name()
                + "\" that the cleaning was not fitted on");
      }
      columns.add(rule == null ? column : cleaned(data, column, rule, training, dropped, reports));
    }
    if (!byColumn.isEmpty()) {
      throw new InvalidInputException(
          data.name() + " lacks columns the cleaning was fitted on: " + byColumn.keySet());
    }
    int duplicates = training ? whole.dropDuplicates(data, dropped) : 0;
    Dataset all = Dataset.ofColumns(data.name(), columns, data.rows());
    int isolated = training ? whole.dropIsolated(all, dropped) : 0;
    Dataset kept = all.selectIf(row -> !dropped[row]);
    return new Cleaned(
        kept,
        new CleaningReport(data.name(), data.rows(), kept.rows(), reports, duplicates, isolated),
        IntStream.range(0, data.rows()).filter(row -> !dropped[row]).boxed().toList());
  }

  private Column cleaned(
      Dataset data,
      Column column,
      CleaningRule rule,
      boolean training,
      boolean[] dropped,
      List<CleaningReport.ColumnReport> reports) {
    ColumnBuilder cleaned = new ColumnBuilder(new Schema.Field(column.name(), column.type()));
    CleaningReport.Tally tally = new CleaningReport.Tally();
    for (int row = 0; row < column.size(); row++) {
      String where = "row " + row;
      Object before = column.raw(row);
      if (before == null && rule.missing() == Missing.Strategy.REFUSE) {
        throw new InvalidInputException(
            where
                + ", column \""
                + column.name()
                + "\" has no value; say with Cleaning what to do about that");
      }
      int at = row;
      Object after =
          before == null && rule.missing() == Missing.Strategy.NEIGHBOURS
              ? filled(rule, name -> clipped(rules, name, data.column(name).raw(at)))
              : rule.clean(before);
      boolean outlier = rule.isOutlier(before);
      boolean drop =
          before == null
              ? rule.missing() == Missing.Strategy.DROP_ROW
              : outlier && training && rule.action() == Outliers.Action.DROP_ROW;
      dropped[row] |= drop;
      tally.count(row, before, after, drop);
      if (after == null) {
        cleaned.addMissing(where);
      } else {
        cleaned.add(after, where);
      }
    }
    tally.report(rule).ifPresent(reports::add);
    return cleaned.build();
  }
}
