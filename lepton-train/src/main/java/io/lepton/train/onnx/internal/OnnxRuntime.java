package io.lepton.train.onnx.internal;

import io.lepton.error.EngineException;
import java.util.function.Supplier;

/** The way to the optional libraries: what is missing is named by its Maven coordinates. */
public final class OnnxRuntime {
  /** What runs models. */
  public static final String RUNTIME = "com.microsoft.onnxruntime:onnxruntime:1.29.0";

  /** What models are written with. */
  public static final String PROTOS = "org.tribuo:tribuo-util-onnx:4.3.2";

  private OnnxRuntime() {}

  /**
   * Loads a model.
   *
   * @throws EngineException if ONNX Runtime is not there or does not work on this machine
   */
  public static Runner open(byte[] model, int threads, boolean arena) {
    return needing(RUNTIME, () -> Session.open(model, threads, arena));
  }

  /** Calls what needs a library. */
  public static <T> T needing(String coordinates, Supplier<T> call) {
    try {
      return call.get();
    } catch (LinkageError e) {
      throw new EngineException(
          "ONNX support needs the Maven dependency "
              + coordinates
              + ", which is not on the class path or does not work on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + e,
          e);
    }
  }
}
