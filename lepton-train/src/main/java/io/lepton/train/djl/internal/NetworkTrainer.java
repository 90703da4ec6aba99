package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.TrainedNetwork;
import io.lepton.train.internal.LoopSettings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs trainings. All randomness comes from their seeds through Java's SplittableRandom, none from
 * PyTorch's global generator, and gradients are computed without DJL's GradientCollector, of which
 * a JVM has one: trainings in several threads neither wait for each other nor change each other's
 * bits.
 */
public final class NetworkTrainer {
  private NetworkTrainer() {}

  public static TrainedNetwork train(
      LoopSettings settings,
      Network network,
      Weights first,
      Examples train,
      @Nullable Examples validation) {
    TrainingLoop.Outcome outcome =
        train(
            settings,
            manager -> new TrainableNetwork(manager, network, first, settings.precision),
            first,
            train,
            validation);
    return new TrainedNetwork(network, outcome.weights(), outcome.history());
  }

  /**
   * Trains anything.
   *
   * @param model makes it of arrays on the manager it is given, which is closed at the end
   * @param first the weights it starts from, which a checkpoint belongs to
   */
  public static TrainingLoop.Outcome train(
      LoopSettings settings,
      Function<NDManager, Trainable> model,
      Weights first,
      Examples train,
      @Nullable Examples validation) {
    PyTorch.engine();
    boolean gradients = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    try (NDManager manager = PyTorch.newManager(settings.device)) {
      Trainable trainable = model.apply(manager);
      requireFit(settings, trainable, train, "training");
      if (validation != null) {
        requireFit(settings, trainable, validation, "validation");
      }
      return new TrainingLoop(manager, settings, trainable, first, train, validation).run();
    } catch (ai.djl.engine.EngineException e) {
      throw failed(e);
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private static RuntimeException failed(ai.djl.engine.EngineException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Expected more than 1 value per channel")
        ? new InvalidInputException(
            "batch normalisation needs two values of a channel, and a batch has one row; choose a"
                + " batch size that leaves no single row over at the end of the data",
            e)
        : new EngineException("PyTorch failed while training: " + message, e);
  }

  private static void requireFit(
      LoopSettings settings, Trainable model, Examples examples, String what) {
    long inputs = Shape.of(model.inputDimensions()).elementCount();
    if (examples.inputSize() != inputs) {
      throw new InvalidInputException(
          what + " examples have " + examples.inputSize() + " inputs; the network takes " + inputs);
    }
    settings.loss.requireTargets(new float[0], examples.targetSize(), model.outputSize());
  }

  /** A copy of parameters as they are now. */
  static Weights weights(Trainable model) {
    Weights.Builder weights = Weights.builder();
    model
        .arrays()
        .forEach(
            (name, array) ->
                weights.put(
                    name,
                    Tensor.ofFloats(Shape.of(array.getShape().getShape()), Arrays.read(array))));
    return weights.build();
  }
}
