package io.lepton.train.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One model in ONNX Runtime. Thread-safe but for closing, which must wait for calls under way. */
final class Session implements Runner {
  private static final long STACK = 256L << 20;

  private static @Nullable OrtEnvironment shared;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<Port> inputs;
  private final List<Port> outputs;

  private Session(
      OrtEnvironment environment, OrtSession session, List<Port> inputs, List<Port> outputs) {
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  static Session open(byte[] model, int threads, boolean arena) {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setCPUArenaAllocator(arena);
      options.setMemoryPatternOptimization(arena);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session = environment.createSession(model, options);
      try {
        return new Session(
            environment, session, ports(session.getInputInfo()), ports(session.getOutputInfo()));
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      if (e.getCode() == OrtErrorCode.ORT_NOT_IMPLEMENTED) {
        throw new EngineException(
            "ONNX Runtime " + environment.getVersion() + " cannot run the model: " + e.getMessage(),
            e);
      }
      throw new CorruptDataException("the ONNX model cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** The process's environment, made once. */
  private static synchronized OrtEnvironment environment() {
    if (shared == null) {
      shared = create();
    }
    return shared;
  }

  /**
   * On a stack of its own: ONNX Runtime 1.29 calls itself so deep when it starts that it ran over a
   * Java thread's 1 MB now and then, which ends the process.
   */
  private static OrtEnvironment create() {
    FutureTask<OrtEnvironment> task = new FutureTask<>(Session::start);
    new Thread(null, task, "onnxruntime-start", STACK).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkageError missing) {
        throw missing;
      }
      throw new EngineException("ONNX Runtime cannot be started: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OrtEnvironment start() throws OrtException {
    Telemetry.forbid();
    // Warnings about a user's model are for the error message, not for standard error.
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "lepton");
    environment.setTelemetry(false);
    return environment;
  }

  private static List<Port> ports(Map<String, NodeInfo> infos) {
    List<Port> ports = new ArrayList<>();
    infos.forEach(
        (name, info) -> {
          if (!(info.getInfo() instanceof TensorInfo tensor)) {
            throw new InvalidInputException(
                "the ONNX model's \""
                    + name
                    + "\" is "
                    + info.getInfo()
                    + "; only tensors are run");
          }
          long[] dimensions = tensor.getShape();
          ports.add(new Port(name, Shape.of(dimensions), elements(tensor.type)));
        });
    return List.copyOf(ports);
  }

  private static Elements elements(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> Elements.FLOAT;
      case INT64 -> Elements.LONG;
      default -> Elements.OTHER;
    };
  }

  @Override
  public List<Port> inputs() {
    return inputs;
  }

  @Override
  public List<Port> outputs() {
    return outputs;
  }

  @Override
  public Map<String, Values> run(Map<String, Values> values, Set<String> wanted) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Values> entry : values.entrySet()) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors, wanted)) {
        Map<String, Values> answers = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
          answers.put(entry.getKey(), values(entry.getKey(), (OnnxTensor) entry.getValue()));
        }
        return answers;
      }
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime failed to run the model: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String name, Values values) throws OrtException {
    if (inputs.stream().anyMatch(p -> p.name().equals(name) && p.elements() == Elements.LONG)) {
      return longs(values);
    }
    // Not FloatBuffer.wrap: ONNX Runtime copies a heap buffer to a direct one of the same kind.
    FloatBuffer direct =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.floats().length, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    direct.put(values.floats()).rewind();
    return OnnxTensor.createTensor(environment, direct, values.shape().dimensions());
  }

  private OnnxTensor longs(Values values) throws OrtException {
    LongBuffer direct =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.floats().length, Long.BYTES))
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    for (float value : values.floats()) {
      direct.put((long) value);
    }
    return OnnxTensor.createTensor(environment, direct.rewind(), values.shape().dimensions());
  }

  private static Values values(String name, OnnxTensor tensor) {
    if (tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new InvalidInputException(
          "the ONNX model's output \"" + name + "\" is " + tensor.getInfo() + "; expected floats");
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return new Values(Shape.of(tensor.getInfo().getShape()), floats);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime failed to close a model: " + e.getMessage(), e);
    }
  }
}
