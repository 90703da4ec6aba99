package io.lepton.train.djl;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Precision;
import io.lepton.train.Trainer;
import io.lepton.train.djl.internal.BlockArchitecture;
import io.lepton.train.djl.internal.BlockRunner;
import io.lepton.train.djl.internal.NetworkTrainer;
import io.lepton.train.djl.internal.TrainableBlock;
import io.lepton.train.djl.internal.TrainingLoop;
import io.lepton.train.internal.LoopSettings;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block of the caller's own as a model: trained by a {@link Trainer} with all its settings,
 * saved, and loaded again. For what {@link io.lepton.network.Network} has no layer for; a network
 * can also be exported, compressed and explained, and a block cannot.
 *
 * <p>The same seed gives the same bits. First weights are drawn by the block's own initialisers,
 * but from Java's generator; dropout draws from PyTorch's, which is set for each step: forward
 * passes of several trainings of blocks take turns, and an application that draws from PyTorch's
 * generator meanwhile changes the bits.
 *
 * <p>Parameters have DJL's names, such as {@code 01Linear_weight}, which {@link Trainer#freeze} and
 * {@link Trainer#rate} take. What DJL calls a weight is penalised, biases and normalisation are
 * not. Immutable and thread-safe.
 */
public final class BlockModel {
  private final BlockArchitecture architecture;

  private BlockModel(BlockArchitecture architecture) {
    this.architecture = architecture;
  }

  /**
   * A block.
   *
   * @param factory builds it
   * @param settings for the factory, JSON text by convention; saved with the model
   * @param input the shape of one input, without the batch axis
   * @return the model, not trained
   * @throws InvalidInputException if the shape has no elements
   */
  public static BlockModel of(BlockFactory factory, String settings, Shape input) {
    return new BlockModel(new BlockArchitecture(factory.name(), factory::create, settings, input));
  }

  /** What it is made of. */
  BlockArchitecture architecture() {
    return architecture;
  }

  /**
   * Weights to start from.
   *
   * @param seed any number
   * @return the same for the same seed
   * @throws InvalidInputException if the factory gives no new block, or one without parameters or
   *     with others than of 32-bit floats
   * @throws EngineException if the block cannot be initialised for its input
   */
  public Weights initialWeights(long seed) {
    return BlockRunner.initialWeights(architecture, seed);
  }

  /**
   * Trains, and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param trainer settings, seed, checkpoint
   * @param first weights to start from, such as {@link #initialWeights}
   * @param train to learn from
   * @param validation not learnt from
   * @return the trained block
   * @throws InvalidInputException if examples or targets do not fit the block or the loss, a value
   *     is not finite, no parameter is left to learn, another precision than 32-bit floats is asked
   *     for, or the checkpoint is of another training
   * @throws CorruptDataException if the weights are not the block's, or the checkpoint is damaged
   * @throws EngineException if the block fails, the loss or a weight is no longer a number, the
   *     thread is interrupted, or PyTorch fails
   */
  public TrainedBlock train(Trainer trainer, Weights first, Examples train, Examples validation) {
    return run(trainer, first, train, validation);
  }

  /**
   * Trains for all epochs, and keeps the weights of the last.
   *
   * @param trainer settings, seed, checkpoint
   * @param first weights to start from
   * @param train to learn from
   * @return the trained block
   * @throws InvalidInputException as with validation data
   * @throws CorruptDataException as with validation data
   * @throws EngineException as with validation data
   */
  public TrainedBlock train(Trainer trainer, Weights first, Examples train) {
    return run(trainer, first, train, null);
  }

  private TrainedBlock run(
      Trainer trainer, Weights first, Examples train, @Nullable Examples validation) {
    LoopSettings settings = trainer.settings();
    if (settings.precision != Precision.FLOAT32) {
      throw new InvalidInputException(
          "precision "
              + settings.precision
              + " was asked for; a block computes as it is written. Train it with"
              + " Precision.FLOAT32, or a Network with either");
    }
    TrainingLoop.Outcome outcome =
        NetworkTrainer.train(
            settings,
            manager -> new TrainableBlock(manager, architecture, first),
            first,
            train,
            validation);
    return new TrainedBlock(this, outcome.weights(), outcome.history());
  }
}
