package io.lepton.train;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.OnlineLoop;
import io.lepton.train.internal.LoopSettings;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Learns from a stream: what it is given is learnt once, and forgotten. Moments of the update rule
 * live on from call to call. Its memory does not grow. Thread-safe: calls take turns.
 */
public final class OnlineLearner implements AutoCloseable {
  private final Network network;
  private final int batchSize;
  private final OnlineLoop loop;
  private boolean closed;

  private OnlineLearner(Network network, int batchSize, OnlineLoop loop) {
    this.network = network;
    this.batchSize = batchSize;
    this.loop = loop;
  }

  /**
   * Starts a learner.
   *
   * @param trainer with a constant schedule; its epochs, early stopping, accumulation, checkpoints
   *     and listeners have no use here
   * @param network what learns
   * @param first weights to start from
   * @return a learner, to be closed
   * @throws InvalidInputException if the weights do not fit, the schedule is not constant, or the
   *     batch size is that of all rows
   */
  public static OnlineLearner start(Trainer trainer, Network network, Weights first) {
    LoopSettings settings = new LoopSettings(trainer.settings());
    if (!settings.schedule.equals(Schedule.constant())) {
      throw new InvalidInputException(
          "a stream has no end that " + settings.schedule + " could lead to; use a constant rate");
    }
    if (settings.precision != Precision.FLOAT32) {
      throw new InvalidInputException(
          "precision " + settings.precision + "; learn from streams with Precision.FLOAT32");
    }
    if (settings.batchSize == 0) {
      throw new InvalidInputException("a stream has no batch of all rows; set a batch size");
    }
    return new OnlineLearner(
        network, settings.batchSize, OnlineLoop.start(settings, network, first));
  }

  /**
   * Goes on from a checkpoint, with the same bits as if it had never stopped.
   *
   * @param trainer as at its start
   * @param network as at its start
   * @param checkpoint that {@link #checkpoint} wrote
   * @return a learner, to be closed
   * @throws InvalidInputException if the checkpoint is of another network or other settings
   * @throws CorruptDataException if it is damaged
   */
  public static OnlineLearner resume(Trainer trainer, Network network, Path checkpoint) {
    OnlineLearner learner = start(trainer, network, network.initialWeights(0));
    try {
      learner.loop.read(checkpoint);
      return learner;
    } catch (RuntimeException e) {
      learner.close();
      throw e;
    }
  }

  /**
   * Learns some rows, in steps of at most the trainer's batch size, in the order given.
   *
   * @param inputs of the rows one after the other
   * @param targets as the loss wants them, as many for each row
   * @param rows at least 1
   * @return the mean loss, that of each step before it
   * @throws InvalidInputException if inputs or targets do not fit; nothing was learnt of the step
   *     they are in
   * @throws EngineException if the loss is no longer a number, or the learner was closed
   */
  public synchronized double learn(float[] inputs, float[] targets, int rows) {
    requireOpen();
    int width = network.inputSize();
    if (rows < 1 || inputs.length != (long) rows * width || targets.length % rows != 0) {
      throw new InvalidInputException(
          inputs.length
              + " inputs and "
              + targets.length
              + " targets for "
              + rows
              + " rows of "
              + width
              + " values");
    }
    int perRow = targets.length / rows;
    double sum = 0;
    for (int from = 0; from < rows; from += batchSize) {
      int to = Math.min(rows, from + batchSize);
      float[] weights = new float[to - from];
      Arrays.fill(weights, 1);
      Examples.Batch batch =
          new Examples.Batch(
              to - from,
              Arrays.copyOfRange(inputs, from * width, to * width),
              Arrays.copyOfRange(targets, from * perRow, to * perRow),
              weights);
      sum += (to - from) * loop.learn(batch);
    }
    return sum / rows;
  }

  /**
   * Computes outputs with what was learnt so far.
   *
   * @param inputs of the rows one after the other
   * @param rows at least 1
   * @return outputs of the rows one after the other
   * @throws InvalidInputException if the inputs do not fit
   * @throws EngineException if the learner was closed
   */
  public synchronized float[] run(float[] inputs, int rows) {
    requireOpen();
    return loop.run(inputs, rows);
  }

  /**
   * What was learnt so far.
   *
   * @return a copy
   * @throws EngineException if the learner was closed
   */
  public synchronized Weights weights() {
    requireOpen();
    return loop.weights();
  }

  /**
   * The steps taken, those before a checkpoint counted.
   *
   * @return 0 or more
   */
  public synchronized long steps() {
    requireOpen();
    return loop.steps();
  }

  /**
   * The architecture.
   *
   * @return as started
   */
  public Network network() {
    return network;
  }

  /**
   * Writes everything it needs to go on, in one step that leaves the old file or the new one.
   *
   * @param file to be written
   * @throws EngineException if the learner was closed
   */
  public synchronized void checkpoint(Path file) {
    requireOpen();
    loop.write(file);
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineException("the learner was closed; resume it from a checkpoint");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      loop.close();
    }
  }
}
