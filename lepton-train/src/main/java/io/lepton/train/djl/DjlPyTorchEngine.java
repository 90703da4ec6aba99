package io.lepton.train.djl;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.spi.Providers;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.BlockArchitecture;
import io.lepton.train.djl.internal.BlockConfig;
import io.lepton.train.djl.internal.BlockRunner;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TabularInput;
import io.lepton.train.internal.TensorInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the models of Lepton's templates ({@code lepton.tabular-classifier/1}, {@code
 * lepton.network-model/1}) and DJL blocks ({@code lepton.djl-block/1}) on DJL's PyTorch engine.
 * Thread-safe. PyTorch's native libraries are loaded with the first model, not before.
 */
public final class DjlPyTorchEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "djl-pytorch";

  private final List<BlockFactory> factories;

  /**
   * Creates the engine, which loads nothing yet; factories of blocks are those on the class path.
   */
  public DjlPyTorchEngine() {
    this(List.of());
  }

  /**
   * Creates the engine, which loads nothing yet.
   *
   * @param factories of blocks, before those on the class path
   */
  public DjlPyTorchEngine(List<BlockFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(
        Set.of(TabularConfig.FORMAT, ModelConfig.FORMAT, BlockConfig.FORMAT),
        List.of("cpu"),
        "PyTorch through DJL " + PyTorch.djlVersion());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Weights that are NaN or infinite are loaded as they are; predicting with them fails.
   */
  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!properties().formats().contains(snapshot.format())) {
      throw new InvalidInputException(
          "format \""
              + snapshot.format()
              + "\"; the engine "
              + NAME
              + " loads "
              + properties().formats());
    }
    if (snapshot.format().equals(BlockConfig.FORMAT)) {
      return block(snapshot);
    }
    return snapshot.format().equals(ModelConfig.FORMAT) ? network(snapshot) : tabular(snapshot);
  }

  private static void requireProfile(ModelSnapshot snapshot) {
    if (!snapshot.files().containsKey(DataProfile.FILE)) {
      throw new CorruptDataException(
          "file \"" + DataProfile.FILE + "\" is missing; there are " + snapshot.files().keySet());
    }
  }

  private Predictor block(ModelSnapshot snapshot) {
    BlockConfig config = Json.read(snapshot.config(), BlockConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature())) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " is not that of its config, "
              + config.signature());
    }
    BlockFactory factory = factory(config.factory());
    BlockRunner runner =
        BlockRunner.load(
            new BlockArchitecture(
                factory.name(), factory::create, config.settings(), config.input().tensorShape()),
            snapshot.weights());
    if (runner.outputSize() != config.outputs()) {
      runner.close();
      throw new CorruptDataException(
          "block \""
              + config.factory()
              + "\" gives "
              + runner.outputSize()
              + " values a row; when the model was saved it gave "
              + config.outputs());
    }
    return new NetworkPredictor(
        config.signature(),
        config.input().encoder(),
        runner,
        config.input().width(),
        config.outputs(),
        config.output());
  }

  private BlockFactory factory(String name) {
    List<BlockFactory> all = new ArrayList<>(factories);
    all.addAll(Providers.all(BlockFactory.class));
    return all.stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EngineException(
                    "the model is a DJL block of the BlockFactory \""
                        + name
                        + "\", and there are "
                        + all.stream().map(BlockFactory::name).toList()
                        + "; name its class in META-INF/services/"
                        + BlockFactory.class.getName()
                        + ", or give it to new DjlPyTorchEngine(List.of(factory))"));
  }

  private static Predictor network(ModelSnapshot snapshot) {
    ModelConfig config = ModelConfig.read(snapshot);
    if (!(config.input() instanceof TensorInput)) { // a tensor has no columns to profile
      requireProfile(snapshot);
    }
    try {
      return config.input() instanceof TabularInput input
              && config.output() instanceof ModelOutput.Classes
          ? new TabularPredictor(config, input, snapshot.weights())
          : new NetworkPredictor(
              config.signature(),
              config.input().encoder(),
              config.network(),
              snapshot.weights(),
              config.output());
    } catch (ai.djl.engine.EngineException e) {
      throw NetworkPredictor.failed(e);
    }
  }

  private static Predictor tabular(ModelSnapshot snapshot) {
    requireProfile(snapshot);
    TabularConfig config = Json.read(snapshot.config(), TabularConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature())) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " is not that of its config, "
              + config.signature());
    }
    MlpShape shape = shape(config);
    requireTensors(shape.tensors(), snapshot.weights());
    try {
      return new TabularPredictor(config, shape, snapshot.weights());
    } catch (ai.djl.engine.EngineException e) {
      throw NetworkPredictor.failed(e);
    }
  }

  private static MlpShape shape(TabularConfig config) {
    try {
      return config.shape();
    } catch (InvalidInputException e) {
      throw new CorruptDataException("the model's config: " + e.getMessage(), e);
    }
  }

  private static void requireTensors(Map<String, Shape> expected, Weights weights) {
    expected.forEach(
        (name, shape) -> {
          Tensor tensor =
              weights
                  .find(name)
                  .orElseThrow(
                      () ->
                          new CorruptDataException(
                              "tensor \""
                                  + name
                                  + "\" is missing; the config asks for F32 "
                                  + shape
                                  + ", and there are "
                                  + weights.names()));
          if (tensor.dtype() != DType.F32 || !tensor.shape().equals(shape)) {
            throw new CorruptDataException(
                "tensor \"" + name + "\": expected F32 " + shape + ", found " + tensor);
          }
        });
    for (String name : weights.names()) {
      if (!expected.containsKey(name)) {
        throw new CorruptDataException(
            "tensor \"" + name + "\" is none of the config's, which are " + expected.keySet());
      }
    }
  }
}
