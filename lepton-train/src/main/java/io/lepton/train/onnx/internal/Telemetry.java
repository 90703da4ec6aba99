package io.lepton.train.onnx.internal;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import io.lepton.error.EngineException;

/**
 * ONNX Runtime reports its use to Microsoft over HTTPS, from version 1.29 on Linux and macOS too,
 * and starts to when it is loaded. Only the process's environment prevents that, which Java itself
 * cannot change.
 */
final class Telemetry {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /** Sets the variable, unless somebody has; on Windows it goes to a log of the system's own. */
  static void forbid() {
    if (Platform.isWindows() || "1".equals(System.getenv(VARIABLE))) {
      return;
    }
    int failed = Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, "1", 1});
    if (failed != 0) {
      throw new EngineException(
          "the environment variable "
              + VARIABLE
              + "=1 cannot be set, without which ONNX Runtime uses the network; set it yourself");
    }
  }
}
