package io.lepton.train.onnx;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.train.onnx.internal.OnnxConfig;
import io.lepton.train.onnx.internal.OnnxRuntime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs ONNX models ({@value #FORMAT}) on ONNX Runtime. Thread-safe. Native libraries are loaded
 * with the first model; the dependency {@code com.microsoft.onnxruntime:onnxruntime} is optional,
 * and the error of a model loaded without it says so.
 */
public final class OnnxEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "onnxruntime";

  /** The format it loads. */
  public static final String FORMAT = OnnxConfig.FORMAT;

  private final OnnxSettings settings;

  /** Creates the engine with the default settings; it loads nothing yet. */
  public OnnxEngine() {
    this(OnnxSettings.withDefaults());
  }

  /**
   * Creates the engine, which loads nothing yet.
   *
   * @param settings threads and memory
   */
  public OnnxEngine(OnnxSettings settings) {
    this.settings = Objects.requireNonNull(settings);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(
        Set.of(FORMAT), List.of("cpu"), "ONNX Runtime (" + OnnxRuntime.RUNTIME + ")");
  }

  /**
   * {@inheritDoc}
   *
   * @throws EngineException also if ONNX Runtime is absent, or cannot run an operator of the model
   */
  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; the engine " + NAME + " loads " + FORMAT);
    }
    OnnxConfig config = Json.read(snapshot.config(), OnnxConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature())) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " is not that of its config, "
              + config.signature());
    }
    if (snapshot.weights().size() > 0) {
      throw new CorruptDataException(
          "an ONNX model keeps its tensors in its file, but the snapshot has "
              + snapshot.weights().names());
    }
    if (config.ofTemplate() && !snapshot.files().containsKey(DataProfile.FILE)) {
      throw new CorruptDataException(
          "file \"" + DataProfile.FILE + "\" is missing; there are " + snapshot.files().keySet());
    }
    OnnxRunner runner = OnnxRunner.open(model(snapshot, config), settings);
    try {
      requireShapes(runner, config);
      return new OnnxPredictor(config, runner);
    } catch (RuntimeException e) {
      runner.close();
      throw e;
    }
  }

  private static byte[] model(ModelSnapshot snapshot, OnnxConfig config) {
    byte[] model = Onnx.model(snapshot);
    Digest found = Digest.of(ByteSource.of(model));
    if (!found.equals(config.model())) {
      throw new CorruptDataException(
          "file \""
              + OnnxConfig.FILE
              + "\" has the digest "
              + found.hex()
              + "; the model's config asks for "
              + config.model().hex());
    }
    return model;
  }

  private static void requireShapes(OnnxRunner runner, OnnxConfig config) {
    Map<String, Shape> inputs = runner.inputs();
    Map<String, Shape> outputs = runner.outputs();
    boolean fits =
        inputs.size() == 1
            && outputs.size() == 1
            && elements(inputs.values().iterator().next()) == config.inputs().width()
            && elements(outputs.values().iterator().next()) == config.outputs();
    if (!fits) {
      throw new CorruptDataException(
          "file \""
              + OnnxConfig.FILE
              + "\": the model takes "
              + inputs
              + " and gives "
              + outputs
              + "; its config asks for one input of "
              + config.inputs().width()
              + " values a row and one output of "
              + config.outputs());
    }
  }

  /** Elements of one row, or -1 if its shape is not fixed. */
  private static long elements(Shape batch) {
    long product = 1;
    for (int axis = 1; axis < batch.rank(); axis++) {
      if (batch.dimension(axis) < 0) {
        return -1;
      }
      product *= batch.dimension(axis);
    }
    return batch.rank() > 0 && batch.dimension(0) != 0 ? product : -1;
  }
}
