package io.lepton.train;

import io.lepton.error.InvalidInputException;
import java.util.List;

/**
 * What a training makes small: a number for the outputs of a batch and what they should have been,
 * with its derivatives. Computed in Java, so one of your own is a few lines: it needs no automatic
 * differentiation, as it gives the derivatives itself.
 *
 * <p>Implementations must be immutable, thread-safe and deterministic, and have a {@code toString}
 * that names their settings: a checkpoint belongs to trainings of the same loss only.
 */
public interface Loss {
  /**
   * The outputs of a batch, and what they should have been.
   *
   * @param outputs of the network, {@code width} values a row, one row after the other
   * @param width values a row, at least 1
   * @param targets of the rows one after the other, as many a row as the examples have
   * @param weights of the rows, at least 0, one each
   */
  @SuppressWarnings("ArrayRecordComponent") // buffers of a loop that makes millions of these
  record Batch(float[] outputs, int width, float[] targets, float[] weights) {
    /**
     * The number of rows.
     *
     * @return as many as there are weights
     */
    public int rows() {
      return weights.length;
    }
  }

  /**
   * Checks the targets of a data set, once.
   *
   * @param targets of the rows one after the other
   * @param perRow how many each row has
   * @param width outputs a row
   * @throws InvalidInputException if the loss has no use for them
   */
  void requireTargets(float[] targets, int perRow, int width);

  /**
   * The sum of the rows' losses, each times its weight, with its derivatives.
   *
   * @param batch outputs and targets
   * @param derivatives set to the derivatives of the sum by each output
   * @return the sum
   */
  double sum(Batch batch, double[] derivatives);

  /**
   * What the sum is divided by to be a mean.
   *
   * @param batch outputs and targets
   * @return by default the sum of the rows' weights
   */
  default double scale(Batch batch) {
    double sum = 0;
    for (float weight : batch.weights()) {
      sum += weight;
    }
    return sum;
  }

  /**
   * How many rows are answered right.
   *
   * @param batch outputs and targets
   * @return the number of rows, or NaN if a row is not simply right or wrong
   */
  default double right(Batch batch) {
    return Double.NaN;
  }

  /**
   * Cross-entropy of the softmax of the outputs, in nats. A target is the number of a class, from
   * 0, or as many probabilities as there are outputs.
   *
   * @return without label smoothing, every class weighing 1
   */
  static CrossEntropy crossEntropy() {
    return new CrossEntropy(0, List.of());
  }

  /**
   * Cross-entropy of the sigmoid of each output, in nats, the mean over outputs. Targets are from 0
   * to 1, one for each output.
   *
   * @return the loss
   */
  static Loss binaryCrossEntropy() {
    return ElementLoss.BINARY_CROSS_ENTROPY;
  }

  /**
   * The mean squared difference.
   *
   * @return the loss
   */
  static Loss squared() {
    return ElementLoss.SQUARED;
  }

  /**
   * The mean absolute difference.
   *
   * @return the loss
   */
  static Loss absolute() {
    return ElementLoss.ABSOLUTE;
  }

  /**
   * Half the squared difference up to a bound, and linear beyond it (Huber 1964), the mean over
   * outputs.
   *
   * @param delta the bound, above 0
   * @return the loss
   */
  static Loss huber(double delta) {
    return new HuberLoss(delta);
  }
}
