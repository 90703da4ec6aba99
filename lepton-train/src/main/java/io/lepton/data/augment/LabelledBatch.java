package io.lepton.data.augment;

import io.lepton.error.InvalidInputException;

/**
 * Some examples as a network takes them, with what it should say. Targets are shares of classes
 * (one 1 and zeros for a hard label), or numbers for a regression. The arrays are not copied, since
 * one is made for every step: whoever holds a batch must not change them.
 */
public final class LabelledBatch {
  private final int rows;
  private final float[] inputs;
  private final float[] targets;

  /**
   * Takes arrays as they are.
   *
   * @param rows number of examples, at least 1
   * @param inputs [rows, ...]
   * @param targets [rows, targets]
   * @throws InvalidInputException if a length is no multiple of the number of rows
   */
  public LabelledBatch(int rows, float[] inputs, float[] targets) {
    if (rows < 1
        || inputs.length == 0
        || targets.length == 0
        || inputs.length % rows != 0
        || targets.length % rows != 0) {
      throw new InvalidInputException(
          "a batch of "
              + rows
              + " rows with "
              + inputs.length
              + " inputs and "
              + targets.length
              + " targets; expected multiples of the number of rows");
    }
    this.rows = rows;
    this.inputs = inputs;
    this.targets = targets;
  }

  /**
   * A batch with hard labels.
   *
   * @param inputs [rows, ...]
   * @param labels the class of each row, from 0
   * @param classes number of classes
   * @return the batch
   * @throws InvalidInputException if a label is out of range
   */
  public static LabelledBatch of(float[] inputs, int[] labels, int classes) {
    float[] targets = new float[Math.multiplyExact(labels.length, classes)];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new InvalidInputException(
            "row " + row + " has the class " + labels[row] + " of " + classes);
      }
      targets[row * classes + labels[row]] = 1;
    }
    return new LabelledBatch(labels.length, inputs, targets);
  }

  /**
   * The number of examples.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * The inputs.
   *
   * @return [rows, ...]; not to be changed
   */
  public float[] inputs() {
    return inputs;
  }

  /**
   * What the network should say.
   *
   * @return [rows, targets]; not to be changed
   */
  public float[] targets() {
    return targets;
  }

  /**
   * The number of inputs of one example.
   *
   * @return at least 1
   */
  public int width() {
    return inputs.length / rows;
  }

  /**
   * The number of targets of one example.
   *
   * @return at least 1
   */
  public int targetWidth() {
    return targets.length / rows;
  }

  /**
   * The same targets with other inputs.
   *
   * @param others [rows, ...], as many
   * @return another batch
   */
  public LabelledBatch withInputs(float[] others) {
    if (others.length != inputs.length) {
      throw new InvalidInputException(
          others.length + " inputs instead of " + inputs.length + "; expected as many");
    }
    return new LabelledBatch(rows, others, targets);
  }
}
