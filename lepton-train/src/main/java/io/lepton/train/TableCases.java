package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.model.DataReference;
import io.lepton.model.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of all columns but one, and a label.
 *
 * @param weights the column of weights, which the model does not know
 */
record TableCases(@Nullable String weights) implements TrainedClassifier.Cases<Dataset> {
  @Override
  public int rows(Dataset data) {
    return data.rows();
  }

  @Override
  public Row row(Dataset data, int index) {
    Row row = data.row(index);
    if (weights == null || row.get(weights).isEmpty()) {
      return row;
    }
    Map<String, Object> values = new LinkedHashMap<>(row.asMap());
    values.remove(weights);
    return Row.of(values);
  }

  @Override
  public String label(Dataset data, int index) {
    return data.label(index);
  }

  @Override
  public DataReference reference(Dataset data) {
    return data.reference();
  }
}
