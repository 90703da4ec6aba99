package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.SafetensorsFile;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.internal.LoopSettings;
import io.lepton.train.internal.Seeds;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** A training without an end: one step for each batch it is given. Not thread-safe. */
public final class OnlineLoop implements AutoCloseable {
  private static final String FORMAT = "lepton.online/1";
  private static final String NOW = "now/";
  private static final String STATE = "state/";

  private final LoopSettings settings;
  private final NDManager manager;
  private final TrainableNetwork model;
  private final Feed feed;
  private final Pass.Training pass;
  private final Updates updates;
  private final long dropoutSeed;

  private OnlineLoop(LoopSettings settings, NDManager manager, TrainableNetwork model) {
    this.settings = settings;
    this.manager = manager;
    this.model = model;
    this.feed = new Feed(manager, model, settings.loss);
    this.pass = new Pass.Training(manager);
    this.updates = new Updates(manager, settings, model);
    this.dropoutSeed = Seeds.derived(settings.seed, "dropout");
  }

  public static OnlineLoop start(LoopSettings settings, Network network, Weights first) {
    PyTorch.engine();
    NDManager manager = PyTorch.newManager(settings.device);
    try {
      return withoutGradients(
          () -> {
            TrainableNetwork model = new TrainableNetwork(manager, network, first);
            return new OnlineLoop(settings, manager, model);
          });
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Takes a step; the batch's mean loss before it. */
  public double learn(Examples.Batch batch) {
    return withoutGradients(
        () -> {
          pass.random(Seeds.of(dropoutSeed, updates.count()));
          Feed.Score score = feed.learn(batch, pass);
          if (!Double.isFinite(score.sum())) {
            throw new EngineException(
                "training diverged: the loss of step "
                    + (updates.count() + 1)
                    + " is "
                    + score.sum()
                    + "; go back to the last checkpoint, and lower the learning rate");
          }
          updates.step(settings.learningRate, 1);
          return score.sum() / score.scale();
        });
  }

  public float[] run(float[] inputs, int rows) {
    model.requireInput(inputs, rows);
    return withoutGradients(
        () -> {
          try (NDScope scope = new NDScope();
              PtNDArray x =
                  Arrays.of(manager, inputs, Compiler.batched(rows, model.inputDimensions()))) {
            return Arrays.read(model.forward(x, Pass.INFERENCE));
          }
        });
  }

  /** A copy. */
  public Weights weights() {
    return NetworkTrainer.weights(model);
  }

  public long steps() {
    return updates.count();
  }

  private String identity() {
    return Digest.of(settings.identity() + model.identity()).hex();
  }

  public void write(Path file) {
    Weights.Builder all = Weights.builder();
    weights().asMap().forEach((name, tensor) -> all.put(NOW + name, tensor));
    updates
        .state()
        .forEach(
            (name, array) ->
                all.put(
                    STATE + name,
                    Tensor.ofFloats(Shape.of(array.getShape().getShape()), Arrays.read(array))));
    Safetensors.write(
        file,
        all.build(),
        Map.of("format", FORMAT, "identity", identity(), "steps", Long.toString(steps())));
  }

  public void read(Path file) {
    SafetensorsFile found = Safetensors.read(file);
    if (!FORMAT.equals(found.metadata().get("format"))) {
      throw new CorruptDataException(
          file + " is of the format " + found.metadata().get("format") + "; expected " + FORMAT);
    }
    if (!identity().equals(found.metadata().get("identity"))) {
      throw new InvalidInputException(
          file + " is of a learner with another network or other settings");
    }
    long steps;
    try {
      steps = Long.parseLong(found.metadata().getOrDefault("steps", ""));
    } catch (NumberFormatException e) {
      throw new CorruptDataException(file + " does not say how many steps it has", e);
    }
    new Checkpoint.Values(found.weights(), NOW, file).into(model.arrays());
    new Checkpoint.Values(found.weights(), STATE, file).into(updates.state());
    updates.count(steps);
  }

  /** The mode is the thread's, and callers may come by several. */
  private static <T> T withoutGradients(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return work.get();
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed while learning: " + e.getMessage(), e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
