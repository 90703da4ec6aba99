package io.lepton.train.onnx;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.onnx.internal.OnnxRuntime;
import io.lepton.train.onnx.internal.Runner;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * Any ONNX model of float tensors, run by ONNX Runtime: tensors in, tensors out. Thread-safe; calls
 * of many threads run side by side. Rows of one call are computed together, so a row's last bits
 * may depend on the batch it is in; {@link OnnxEngine}'s predictors do not have that.
 */
public final class OnnxRunner implements AutoCloseable {
  private final Runner runner;
  // Calls share the lock, closing has it alone.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OnnxRunner(Runner runner) {
    this.runner = runner;
  }

  /**
   * Loads a model with the default settings.
   *
   * @param model the bytes of an ONNX file, not kept
   * @return a new runner, to be closed
   * @throws io.lepton.error.CorruptDataException if the bytes are no sound ONNX model
   * @throws EngineException if ONNX Runtime is absent, or cannot run an operator of the model
   */
  public static OnnxRunner open(byte[] model) {
    return open(model, OnnxSettings.withDefaults());
  }

  /**
   * Loads a model.
   *
   * @param model the bytes of an ONNX file, not kept
   * @param settings threads and memory
   * @return a new runner, to be closed
   * @throws io.lepton.error.CorruptDataException if the bytes are no sound ONNX model
   * @throws EngineException if ONNX Runtime is absent, or cannot run an operator of the model
   */
  public static OnnxRunner open(byte[] model, OnnxSettings settings) {
    return new OnnxRunner(
        OnnxRuntime.open(model, settings.threads(), settings.arena() == OnnxSettings.Arena.KEPT));
  }

  /**
   * What goes in.
   *
   * @return name to shape, with {@link Shape#UNKNOWN} where any size does, in the model's order
   */
  public Map<String, Shape> inputs() {
    return shapes(runner.inputs());
  }

  /**
   * What comes out.
   *
   * @return name to shape, as {@link #inputs}
   */
  public Map<String, Shape> outputs() {
    return shapes(runner.outputs());
  }

  private static Map<String, Shape> shapes(List<Runner.Port> ports) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    ports.forEach(port -> shapes.put(port.name(), port.shape()));
    return shapes;
  }

  /**
   * Runs a model of one input and one output.
   *
   * @param input row-major values, whole rows
   * @return the output's values, row-major
   * @throws InvalidInputException if the model has several inputs or outputs, or the values do not
   *     fill whole rows
   * @throws EngineException if ONNX Runtime failed, or this was closed
   */
  public float[] run(float[] input) {
    if (runner.inputs().size() != 1 || runner.outputs().size() != 1) {
      throw new InvalidInputException(
          "the model has the inputs "
              + inputs()
              + " and the outputs "
              + outputs()
              + "; name them in a map of tensors");
    }
    Runner.Port port = runner.inputs().get(0);
    Runner.Values values = new Runner.Values(shapeFor(port, input.length), input);
    return call(Map.of(port.name(), values)).values().iterator().next().floats();
  }

  private static Shape shapeFor(Runner.Port port, int length) {
    long[] dimensions = port.shape().dimensions();
    long row = 1;
    for (int axis = 1; axis < dimensions.length; axis++) {
      row *= dimensions[axis];
    }
    boolean known =
        dimensions.length > 0 && row > 0 && (dimensions.length == 1 || !anyUnknown(port));
    boolean whole = known && length > 0 && length % row == 0;
    if (!whole || (dimensions[0] >= 0 && dimensions[0] != length / row)) {
      throw new InvalidInputException(
          "input \""
              + port.name()
              + "\": expected rows of "
              + port.shape()
              + ", found "
              + length
              + " values");
    }
    dimensions[0] = length / row;
    return Shape.of(dimensions);
  }

  private static boolean anyUnknown(Runner.Port port) {
    for (int axis = 1; axis < port.shape().rank(); axis++) {
      if (port.shape().dimension(axis) < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs a model.
   *
   * @param inputs tensors by name, all of the model's: F32, or I64 of ids that a float holds
   * @return F32 tensors by name
   * @throws InvalidInputException if a name, type or shape is not the model's
   * @throws EngineException if ONNX Runtime failed, or this was closed
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Runner.Values> values = new LinkedHashMap<>();
    for (Runner.Port port : runner.inputs()) {
      Tensor tensor = inputs.get(port.name());
      DType type = port.elements() == Runner.Elements.LONG ? DType.I64 : DType.F32;
      if (tensor == null || tensor.dtype() != type || !port.shape().matches(tensor.shape())) {
        throw new InvalidInputException(
            "input \""
                + port.name()
                + "\": expected "
                + type
                + " "
                + port.shape()
                + ", found "
                + tensor);
      }
      float[] floats = type == DType.I64 ? ids(port.name(), tensor) : tensor.toFloats();
      values.put(port.name(), new Runner.Values(tensor.shape(), floats));
    }
    if (values.size() < inputs.size()) {
      throw new InvalidInputException(
          "inputs " + inputs.keySet() + "; the model takes " + values.keySet());
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    call(values).forEach((name, v) -> outputs.put(name, Tensor.ofFloats(v.shape(), v.floats())));
    return outputs;
  }

  private static float[] ids(String name, Tensor tensor) {
    LongBuffer longs = tensor.bytes().readAll().asLongBuffer();
    float[] ids = new float[longs.remaining()];
    for (int i = 0; i < ids.length; i++) {
      long id = longs.get(i);
      if (Math.abs(id) > 1 << 24) {
        throw new InvalidInputException(
            "input \"" + name + "\": element " + i + " is " + id + "; expected at most 2^24");
      }
      ids[i] = id;
    }
    return ids;
  }

  private Map<String, Runner.Values> call(Map<String, Runner.Values> values) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new EngineException("the ONNX model was closed; open it again");
      }
      for (Runner.Port port : runner.inputs()) {
        if (port.elements() == Runner.Elements.OTHER) {
          throw new InvalidInputException(
              "input \"" + port.name() + "\" is neither of floats nor of 64-bit integers");
        }
      }
      return runner.run(
          values, runner.outputs().stream().map(Runner.Port::name).collect(Collectors.toSet()));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Frees native memory. Calls under way finish first; later ones fail. Twice does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        runner.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
