package io.lepton.train;

import io.lepton.error.InvalidInputException;
import io.lepton.train.internal.ArrayExamples;
import io.lepton.train.internal.StreamedExamples;
import java.util.Iterator;
import java.util.function.IntFunction;

/**
 * What a network learns from: inputs, targets, and the rows' weights. A source makes its batches
 * anew for every epoch; the same seed and epoch must give the same batches.
 */
public interface Examples {
  /**
   * One example.
   *
   * @param input as many values as the network takes
   * @param target as many values as the loss asks for
   * @param weight of its loss, at least 0
   */
  @SuppressWarnings("ArrayRecordComponent") // one for each of billions of rows
  record Example(float[] input, float[] target, float weight) {}

  /**
   * Rows of a step, one after the other.
   *
   * @param rows how many, at least 1
   * @param inputs of the rows
   * @param targets of the rows
   * @param weights one for each row
   */
  @SuppressWarnings("ArrayRecordComponent") // buffers of the loop
  record Batch(int rows, float[] inputs, float[] targets, float[] weights) {}

  /**
   * Values of one input.
   *
   * @return at least 1
   */
  int inputSize();

  /**
   * Values of one target.
   *
   * @return at least 1
   */
  int targetSize();

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  long rows();

  /**
   * A digest of the data, which a checkpoint belongs to.
   *
   * @return the same for the same data
   */
  String fingerprint();

  /**
   * Starts an epoch.
   *
   * @param seed of the order; negative for the order as it is
   * @param epoch from 1
   * @param batchSize rows of each batch but the last
   * @return the batches; if it is {@link AutoCloseable}, it is closed when the epoch ends
   */
  Iterator<Batch> epoch(long seed, int epoch, int batchSize);

  /**
   * Examples in memory, in a new random order in each epoch. The arrays are kept, not copied, and
   * must not change.
   *
   * @param inputs of the rows one after the other, all finite
   * @param targets of the rows one after the other, all finite
   * @param rows how many there are, at least 1
   * @return the examples, each of weight 1
   * @throws InvalidInputException if the arrays do not divide into rows, or a value is not finite
   */
  static Examples of(float[] inputs, float[] targets, int rows) {
    float[] weights = new float[Math.max(0, rows)];
    java.util.Arrays.fill(weights, 1);
    return of(inputs, targets, weights);
  }

  /**
   * Examples in memory with weights, in a new random order in each epoch. The arrays are kept, not
   * copied, and must not change.
   *
   * @param inputs of the rows one after the other, all finite
   * @param targets of the rows one after the other, all finite
   * @param weights of the rows, at least 0 and not all 0
   * @return the examples
   * @throws InvalidInputException if the arrays do not divide into rows, or a value is not finite
   */
  static Examples of(float[] inputs, float[] targets, float[] weights) {
    return new ArrayExamples(inputs, targets, weights);
  }

  /**
   * Examples that need not fit into memory. They are shuffled in a window that moves over them.
   *
   * @param name of the data and its version; a checkpoint belongs to it, and to the first examples
   *     of epoch 1, as many as the window holds
   * @param rows how many an epoch has, at least 1
   * @param window examples that are held to draw the next from; 1 for the order as it is
   * @param epochs makes the examples of an epoch, by its number from 1, always the same; closed at
   *     the epoch's end if it is {@link AutoCloseable}
   * @return the examples
   */
  static Examples stream(
      String name, long rows, int window, IntFunction<? extends Iterator<Example>> epochs) {
    return new StreamedExamples(name, rows, window, epochs);
  }
}
