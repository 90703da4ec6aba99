package io.lepton.train.djl.internal;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import io.lepton.error.EngineException;
import io.lepton.model.Lineage;
import io.lepton.train.ComputeDevice;
import io.lepton.train.internal.LineageNotes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Loads DJL's PyTorch engine, offline and with a known number of threads. */
public final class PyTorch {
  private static final String OFFLINE = "ai.djl.offline";
  private static final String OPT_OUT = "OPT_OUT_TRACKING";
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** 32 MiB, the greatest threshold, with room for what malloc adds. */
  private static final long KEPT_BYTES = (32L << 20) - (16 << 10);

  private static @Nullable Engine engine;

  private PyTorch() {}

  /** The engine, loaded on first use. */
  static synchronized Engine engine() {
    if (engine == null) {
      engine = load();
    }
    return engine;
  }

  private static Engine load() {
    // Before any class of ai.djl.engine is touched: its static initialiser already phones home.
    System.setProperty(OFFLINE, "true");
    System.setProperty(OPT_OUT, "true");
    if (System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, "1");
    }
    if (!Utils.isOfflineMode()) {
      throw new EngineException(
          "the environment sets DJL_OFFLINE="
              + System.getenv("DJL_OFFLINE")
              + ", which overrides Lepton and lets DJL use the network; unset it");
    }
    try {
      Engine loaded = Engine.getEngine("PyTorch");
      // The application may have loaded the engine before, with DJL's default of all cores.
      JniUtils.setNumThreads(Integer.getInteger(THREADS, 1));
      keepMemory(loaded);
      return loaded;
    } catch (RuntimeException | LinkageError e) {
      throw new EngineException(
          "PyTorch cannot be loaded: "
              + e.getMessage()
              + "; is ai.djl.pytorch:pytorch-native-cpu for this platform on the class path, and"
              + " can DJL_CACHE_DIR (or ~/.djl.ai) be written?",
          e);
    }
  }

  /**
   * Lets glibc keep the memory of arrays for the next arrays. It maps large blocks anew for each,
   * and the kernel zeroes them, until a block of that size was freed once; from then on blocks up
   * to that size come from memory that is given back only beyond twice the size (mallopt(3),
   * M_MMAP_THRESHOLD). So one of the largest size it allows is freed here, untouched.
   */
  private static void keepMemory(Engine loaded) {
    try (NDManager manager = loaded.newBaseManager(Device.cpu())) {
      manager.create(new Shape(KEPT_BYTES), DataType.UINT8);
    }
  }

  /** The version of DJL, read without loading anything. */
  public static String djlVersion() {
    // A class literal does not initialise the class, which would phone home.
    try (InputStream in = Engine.class.getResourceAsStream("api.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in));
      return properties.getProperty("djl_version", "unknown");
    } catch (IOException e) {
      throw new EngineException("DJL's version cannot be read from its jar", e);
    }
  }

  /** A manager of arrays on the CPU, to be closed. */
  public static NDManager newManager() {
    return engine().newBaseManager(Device.cpu());
  }

  /**
   * A manager of arrays on a device, to be closed.
   *
   * @throws EngineException if the device is not there, saying what is missing
   */
  public static NDManager newManager(ComputeDevice device) {
    if (device.kind() == ComputeDevice.Kind.CPU) {
      return newManager();
    }
    int gpus = engine().getGpuCount();
    if (device.index() >= gpus) {
      throw new EngineException(
          "device "
              + device
              + " was asked for, and PyTorch sees "
              + gpus
              + " GPUs. Maven Central has no CUDA build of PyTorch "
              + engine().getVersion()
              + "; install that version with CUDA, name the folder of its shared libraries in the"
              + " environment variable PYTORCH_LIBRARY_PATH, and start the JVM again");
    }
    return engine().newBaseManager(Device.gpu(device.index()));
  }

  /** Adds what changes the bits of a training. */
  public static Lineage.Builder describe(Lineage.Builder lineage, ComputeDevice device) {
    Engine loaded = engine();
    return lineage
        .environment("djl", djlVersion())
        .environment("pytorch", loaded.getVersion())
        .environment("threads", Integer.toString(JniUtils.getNumThreads()))
        .environment(LineageNotes.DEVICE, device.toString());
  }
}
