package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.model.DataReference;
import io.lepton.model.Row;

/** Rows of all columns, and a label. */
record TableCases() implements TrainedClassifier.Cases<Dataset> {
  @Override
  public int rows(Dataset data) {
    return data.rows();
  }

  @Override
  public Row row(Dataset data, int index) {
    return data.row(index);
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
