package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows into the model's floats. Thread-safe. */
public final class RowInputs {
  private final ModelInputs inputs;
  private final @Nullable InputEncoder encoder;

  public RowInputs(ModelInputs inputs) {
    this.inputs = inputs;
    this.encoder = encoder(inputs);
  }

  private static @Nullable InputEncoder encoder(ModelInputs inputs) {
    if (inputs instanceof ModelInputs.Tabular tabular) {
      return new RowEncoder(tabular.encoding());
    }
    return inputs instanceof ModelInputs.Template template ? template.encoding().encoder() : null;
  }

  /**
   * All rows one after the other.
   *
   * @throws InvalidInputException naming the row and value that does not suit
   */
  public float[] of(List<Row> rows) {
    if (encoder != null) {
      return encoder.encode(rows);
    }
    ModelInputs.Plain plain = (ModelInputs.Plain) inputs;
    int width = Math.toIntExact(plain.width());
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(floats(rows.get(i), plain, i), 0, values, i * width, width);
    }
    return values;
  }

  private static float[] floats(Row row, ModelInputs.Plain plain, int index) {
    for (String name : row.asMap().keySet()) {
      if (!name.equals(plain.name())) {
        throw new InvalidInputException(
            "row "
                + index
                + " has the value \""
                + name
                + "\"; the model takes \""
                + plain.name()
                + "\" alone");
      }
    }
    Object value = row.get(plain.name()).orElse(null);
    if (!(value instanceof Tensor tensor)
        || tensor.dtype() != DType.F32
        || !tensor.shape().equals(plain.shape())) {
      throw new InvalidInputException(
          "row "
              + index
              + ", \""
              + plain.name()
              + "\": expected a tensor F32 "
              + plain.shape()
              + ", found "
              + value);
    }
    float[] floats = tensor.toFloats();
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        throw new InvalidInputException(
            "row " + index + ", \"" + plain.name() + "\": element " + i + " is " + floats[i]);
      }
    }
    return floats;
  }
}
