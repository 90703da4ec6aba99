package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cleaning with its fill values and bounds, as it is saved inside a model. Immutable and
 * thread-safe.
 *
 * @param rules one for each feature, in order
 */
public record FittedCleaning(List<CleaningRule> rules) {
  /** {@inheritDoc} */
  public FittedCleaning {
    rules = List.copyOf(rules);
  }

  /**
   * Data after cleaning, and what was done to it.
   *
   * @param data cleaned
   * @param report of every change
   */
  public record Cleaned(Dataset data, CleaningReport report) {}

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

  private Cleaned apply(Dataset data, boolean dropOutliers) {
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
      columns.add(rule == null ? column : cleaned(column, rule, dropOutliers, dropped, reports));
    }
    if (!byColumn.isEmpty()) {
      throw new InvalidInputException(
          data.name() + " lacks columns the cleaning was fitted on: " + byColumn.keySet());
    }
    Dataset whole = Dataset.ofColumns(data.name(), columns, data.rows());
    Dataset kept = whole.selectIf(row -> !dropped[row]);
    return new Cleaned(kept, new CleaningReport(data.name(), data.rows(), kept.rows(), reports));
  }

  private static Column cleaned(
      Column column,
      CleaningRule rule,
      boolean dropOutliers,
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
      Object after = rule.clean(before);
      boolean outlier = rule.isOutlier(before);
      boolean drop =
          before == null
              ? rule.missing() == Missing.Strategy.DROP_ROW
              : outlier && dropOutliers && rule.action() == Outliers.Action.DROP_ROW;
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
