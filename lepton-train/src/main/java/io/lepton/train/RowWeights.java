package io.lepton.train;

import io.lepton.bytes.Digest;
import io.lepton.data.Column;
import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How much each row of the training data counts. Immutable. */
final class RowWeights {
  /** The name of its fingerprint among the lineage's data. */
  static final String NAME = "weights";

  /** The name under which the lineage's environment names the column they stand in. */
  static final String COLUMN = "weight column";

  private final double[] values;

  private RowWeights(double[] values) {
    this.values = values;
  }

  /** A copy. */
  static RowWeights of(double[] values) {
    double sum = 0;
    for (int row = 0; row < values.length; row++) {
      if (!(values[row] >= 0 && values[row] <= Float.MAX_VALUE)) {
        throw new InvalidInputException(
            "row " + row + " has the weight " + values[row] + "; expected a number of 0 or more");
      }
      sum += values[row];
    }
    if (!(sum > 0)) {
      throw new InvalidInputException(
          values.length == 0
              ? "there are no weights; expected one for each row"
              : "every row has the weight 0; expected one above 0 at least");
    }
    return new RowWeights(values.clone());
  }

  /** Those in a column. */
  static RowWeights of(Dataset data, String column) {
    Column numbers = data.column(column);
    double[] values = new double[data.rows()];
    for (int row = 0; row < values.length; row++) {
      Object value = numbers.value(row).orElse(null);
      if (value == null) {
        throw new InvalidInputException(
            data.name() + " row " + row + " has no weight in \"" + column + "\"");
      }
      values[row] = (Double) value;
    }
    return of(values);
  }

  RowWeights select(int... indices) {
    double[] chosen = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= values.length) {
        throw new InvalidInputException(
            "row " + indices[i] + " has no weight; there are weights of " + values.length);
      }
      chosen[i] = values[indices[i]];
    }
    return of(chosen);
  }

  DataReference reference() {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return new DataReference(NAME, Digest.of(bytes), values.length);
  }

  /**
   * Examples, weighted if there are weights.
   *
   * @param kept numbers of the rows of the data that the examples are of
   */
  static Examples examples(
      float[] inputs,
      float[] targets,
      @Nullable RowWeights weights,
      String data,
      int rows,
      List<Integer> kept) {
    return weights == null
        ? Examples.of(inputs, targets, kept.size())
        : Examples.of(inputs, targets, weights.of(data, rows, kept));
  }

  /** As above, of all rows. */
  static Examples examples(
      float[] inputs, float[] targets, @Nullable RowWeights weights, String data, int rows) {
    return examples(
        inputs, targets, weights, data, rows, IntStream.range(0, rows).boxed().toList());
  }

  private float[] of(String data, int rows, List<Integer> kept) {
    if (rows != values.length) {
      throw new InvalidInputException(
          data + " has " + rows + " rows, but there are weights of " + values.length);
    }
    float[] chosen = new float[kept.size()];
    double sum = 0;
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = (float) values[kept.get(i)];
      sum += chosen[i];
    }
    if (!(sum > 0)) {
      throw new InvalidInputException(
          "every row of " + data + " that cleaning left has the weight 0");
    }
    return chosen;
  }
}
