package io.lepton.data;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which rows are left out of training because they are easy to tell from all others. Part of a
 * saved model.
 *
 * @param forest grown on the training rows
 * @param columns the numeric columns it sees, in order
 * @param threshold rows with a higher score are left out
 */
public record IsolatedRows(FittedIsolationForest forest, List<String> columns, double threshold) {
  /** {@inheritDoc} */
  public IsolatedRows {
    Objects.requireNonNull(forest);
    columns = List.copyOf(columns);
    if (forest.width() != columns.size() || !(threshold >= 0 && threshold <= 1)) {
      throw new InvalidInputException(
          "an isolation forest of "
              + forest.width()
              + " columns and threshold "
              + threshold
              + " for columns "
              + columns
              + " does not hold together");
    }
  }

  static IsolatedRows fit(IsolationForest definition, double share, Dataset train) {
    List<String> columns =
        train.schema().features().stream()
            .filter(field -> field.type() == ColumnType.NUMERIC)
            .map(Schema.Field::name)
            .filter(name -> train.column(name).missingCount() == 0)
            .toList();
    if (columns.isEmpty()) {
      throw new NotFoundException(
          train + " has no numeric column without missing values for an isolation forest to see");
    }
    double[][] rows = rows(train, columns);
    FittedIsolationForest forest = definition.fit(rows);
    double[] scores = forest.scores(rows);
    Arrays.sort(scores);
    int kept = scores.length - (int) Math.round(share * scores.length);
    return new IsolatedRows(forest, columns, scores[Math.max(0, kept - 1)]);
  }

  private static double[][] rows(Dataset data, List<String> columns) {
    double[][] rows = new double[data.rows()][columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      double[] values = ((NumericColumn) data.column(columns.get(c))).values();
      for (int row = 0; row < rows.length; row++) {
        rows[row][c] = values[row];
      }
    }
    return rows;
  }

  /** The number of rows newly dropped; rows dropped for another reason may lack values. */
  int drop(Dataset cleaned, boolean[] dropped) {
    int[] left = IntStream.range(0, dropped.length).filter(row -> !dropped[row]).toArray();
    double[] scores = forest.scores(rows(cleaned.select(left), columns));
    int count = 0;
    for (int i = 0; i < left.length; i++) {
      if (scores[i] > threshold) {
        dropped[left[i]] = true;
        count++;
      }
    }
    return count;
  }
}
