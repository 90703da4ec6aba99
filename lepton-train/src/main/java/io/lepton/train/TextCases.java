package io.lepton.train;

import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.Row;

/**
 * Rows of one text and a label.
 *
 * @param text the column of free text
 */
record TextCases(String text) implements TrainedClassifier.Cases<Dataset> {
  /** Checks that a schema has the text and a label. */
  static TextCases of(Schema schema, String text) {
    if (schema.field(text).type() != ColumnType.TEXT) {
      throw new InvalidInputException(
          "column \"" + text + "\" is " + schema.field(text).type() + "; expected TEXT");
    }
    if (schema.label().isEmpty()) {
      throw new InvalidInputException("there is no label among " + schema.fields());
    }
    return new TextCases(text);
  }

  @Override
  public int rows(Dataset data) {
    return data.rows();
  }

  @Override
  public Row row(Dataset data, int index) {
    return Row.of(text, data.column(text).value(index).orElse(null));
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
