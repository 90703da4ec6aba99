package io.lepton.monitor;

import io.lepton.model.DataProfile;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The watched columns of a profile, in order: numbers, categories, predictions. */
final class Layout {
  final List<WatchedColumn> columns;

  Layout(DataProfile profile) {
    List<WatchedColumn> all = new ArrayList<>();
    profile.numeric().forEach(p -> all.add(new WatchedNumber(p, ColumnDrift.Kind.NUMERIC)));
    profile.categorical().forEach(p -> all.add(new WatchedCategory(p)));
    profile.predictions().forEach(p -> all.add(new WatchedNumber(p, ColumnDrift.Kind.PREDICTION)));
    columns = List.copyOf(all);
  }

  /** Runs on the request's thread: one look-up a column. */
  EncodedRow encode(Row row, Prediction prediction) {
    Map<String, Object> inputs = row.asMap();
    Map<String, Double> numbers = prediction.numbers();
    double[] values = new double[columns.size()];
    Map<Integer, String> unseen = Map.of();
    for (int i = 0; i < values.length; i++) {
      WatchedColumn column = columns.get(i);
      boolean predicted = column.kind == ColumnDrift.Kind.PREDICTION;
      @Nullable Object value = predicted ? numbers.get(column.name) : inputs.get(column.name);
      values[i] = column.encode(value);
      if (value != null && column.isUnseen(values[i])) {
        unseen = unseen.isEmpty() ? new HashMap<>() : unseen;
        unseen.put(i, value.toString());
      }
    }
    return new EncodedRow(values, unseen);
  }
}
