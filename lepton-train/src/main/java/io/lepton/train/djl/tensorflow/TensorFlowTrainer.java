package io.lepton.train.djl.tensorflow;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.tensorflow.internal.GraphTraining;
import io.lepton.train.djl.tensorflow.internal.TensorFlowLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier in TensorFlow's graph mode: Adam on the mean cross-entropy, on one thread.
 * The same seed gives the same weights, bit for bit. For those who must deliver a SavedModel; all
 * else, such as schedules, validation and checkpoints, is in {@link io.lepton.train} on PyTorch.
 * Immutable.
 *
 * <p>Layers it knows: linear layers of one axis, convolutions without groups, batch normalisation,
 * dropout, embeddings of columns, all activations, pools without padding, flattening, fixed
 * scaling, sums of branches; others are refused by name. The networks of the tabular and image
 * templates are made of these; {@link io.lepton.train.SavedNetwork} takes them out.
 */
public final class TensorFlowTrainer {
  private final int epochs;
  private final int batchSize;
  private final double learningRate;
  private final long seed;

  private TensorFlowTrainer(int epochs, int batchSize, double learningRate, long seed) {
    if (epochs < 1 || batchSize < 1 || !(learningRate > 0 && learningRate < 1e30)) {
      throw new InvalidInputException(
          epochs
              + " epochs, batches of "
              + batchSize
              + ", learning rate "
              + learningRate
              + "; expected at least 1, at least 1, above 0");
    }
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.learningRate = learningRate;
    this.seed = seed;
  }

  /**
   * 20 epochs of batches of 32 at a rate of 0.001, seed 0.
   *
   * @return the default trainer
   */
  public static TensorFlowTrainer withDefaults() {
    return new TensorFlowTrainer(20, 32, 1e-3, 0);
  }

  /**
   * Sets how often the rows are gone through.
   *
   * @param value at least 1
   * @return a trainer with the change
   */
  public TensorFlowTrainer epochs(int value) {
    return new TensorFlowTrainer(value, batchSize, learningRate, seed);
  }

  /**
   * Sets the rows of a step.
   *
   * @param value at least 1
   * @return a trainer with the change
   */
  public TensorFlowTrainer batchSize(int value) {
    return new TensorFlowTrainer(epochs, value, learningRate, seed);
  }

  /**
   * Sets the size of steps.
   *
   * @param value above 0
   * @return a trainer with the change
   */
  public TensorFlowTrainer learningRate(double value) {
    return new TensorFlowTrainer(epochs, batchSize, value, seed);
  }

  /**
   * Sets the seed of the order of rows and of dropout.
   *
   * @param value any number
   * @return a trainer with the change
   */
  public TensorFlowTrainer seed(long value) {
    return new TensorFlowTrainer(epochs, batchSize, learningRate, value);
  }

  /**
   * Trains.
   *
   * @param network whose outputs are logits
   * @param first weights to start from, such as {@link Network#initialWeights}
   * @param inputs rows one after the other
   * @param classes of the rows, from 0 to outputs − 1
   * @param savedModel folder to write a SavedModel to, with the signature {@code serving_default},
   *     or null for none
   * @return the trained weights, which any engine can run
   * @throws InvalidInputException if the network has a layer that TensorFlow does not train here,
   *     or the data do not fit
   * @throws EngineException if TensorFlow is absent or fails, or the loss is not finite
   */
  public Weights train(
      Network network, Weights first, float[] inputs, int[] classes, @Nullable Path savedModel) {
    network.requireWeights(first);
    network.requireInput(inputs, classes.length);
    if (classes.length == 0 || network.outputShape().rank() != 1) {
      throw new InvalidInputException(
          classes.length
              + " rows for "
              + network
              + "; expected at least one, and one logit a class");
    }
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] < 0 || classes[i] >= network.outputSize()) {
        throw new InvalidInputException(
            "row " + i + " has the class " + classes[i] + "; there are " + network.outputSize());
      }
    }
    IntConsumer quiet = epoch -> {};
    return TensorFlowLibrary.needing(
        () -> {
          try (GraphTraining training = new GraphTraining(network, first)) {
            training.train(inputs, classes, epochs, batchSize, learningRate, seed, quiet);
            if (savedModel != null) {
              training.export(savedModel);
            }
            return training.weights();
          } catch (IOException e) {
            throw new EngineException("SavedModel " + savedModel + " cannot be written: " + e, e);
          }
        });
  }
}
