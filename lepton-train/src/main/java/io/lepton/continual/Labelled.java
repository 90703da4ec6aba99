package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import io.lepton.train.Examples;

/**
 * Rows and their classes. The arrays are kept, not copied, and must not change.
 *
 * @param inputs of the rows one after the other
 * @param labels of the rows, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // of thousands of rows; documented as kept
public record Labelled(float[] inputs, int[] labels) {
  /** {@inheritDoc} */
  public Labelled {
    if (labels.length == 0 || inputs.length == 0 || inputs.length % labels.length != 0) {
      throw new InvalidInputException(
          inputs.length + " values do not divide into " + labels.length + " rows");
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0) {
        throw new InvalidInputException(
            "row " + row + " has the label " + labels[row] + "; expected 0 or more");
      }
    }
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return labels.length;
  }

  /**
   * The number of values of one input.
   *
   * @return at least 1
   */
  public int width() {
    return inputs.length / labels.length;
  }

  /** The inputs of one row, copied. */
  float[] input(int row) {
    return java.util.Arrays.copyOfRange(inputs, row * width(), (row + 1) * width());
  }

  /**
   * For a trainer.
   *
   * @return the rows with their classes as targets
   */
  public Examples examples() {
    float[] targets = new float[labels.length];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = labels[row];
    }
    return Examples.of(inputs, targets, targets.length);
  }
}
