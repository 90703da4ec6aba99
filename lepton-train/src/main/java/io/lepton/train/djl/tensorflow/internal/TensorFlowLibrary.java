package io.lepton.train.djl.tensorflow.internal;

import ai.djl.engine.Engine;
import io.lepton.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;

/** Finds TensorFlow's native libraries and has DJL load them. */
public final class TensorFlowLibrary {
  /** What is needed beside lepton-train. */
  public static final String NEEDED =
      "ai.djl.tensorflow:tensorflow-engine:0.35.1 and"
          + " org.tensorflow:tensorflow-core-native:1.0.0:linux-x86_64 (or the classifier of your"
          + " platform, without its dependencies)";

  private static final String FOLDER = "lepton.tensorflow.folder";
  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";
  private static final String RESOURCES = "org/tensorflow/internal/c_api/";
  private static final List<String> FILES =
      List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2", "libjnitensorflow.so");

  private static boolean loaded;

  private TensorFlowLibrary() {}

  /** Calls what needs TensorFlow. */
  public static <T> T needing(Supplier<T> call) {
    try {
      load();
      return call.get();
    } catch (LinkageError e) {
      throw new EngineException(
          "TensorFlow cannot be loaded; it needs the Maven dependencies " + NEEDED + ": " + e, e);
    }
  }

  private static synchronized void load() {
    if (loaded) {
      return;
    }
    // Before any class of ai.djl.engine is touched: its static initialiser already phones home.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getProperty(LIBRARY_PATH) == null && System.getenv(LIBRARY_PATH) == null) {
      System.setProperty(LIBRARY_PATH, unpacked().toString());
    }
    try {
      Engine.getEngine("TensorFlow");
      loaded = true;
    } catch (RuntimeException e) {
      throw new EngineException(
          "TensorFlow cannot be loaded; it needs the Maven dependencies "
              + NEEDED
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Path unpacked() {
    String resources = RESOURCES + platform() + "/";
    String cache = Path.of(System.getProperty("user.home"), ".cache", "lepton").toString();
    Path folder =
        Path.of(System.getProperty(FOLDER, cache)).resolve("tensorflow-1.0.0-" + platform());
    try {
      Files.createDirectories(folder);
      for (String name : FILES) {
        unpack(resources + name, folder.resolve(name));
      }
      return folder;
    } catch (IOException e) {
      throw new EngineException(
          "TensorFlow's libraries cannot be unpacked to "
              + folder
              + "; name another folder by the system property "
              + FOLDER
              + ": "
              + e,
          e);
    }
  }

  /** As javacpp names it. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch");
    return system + "-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
  }

  private static void unpack(String resource, Path file) throws IOException {
    ClassLoader loader = TensorFlowLibrary.class.getClassLoader();
    var url = loader.getResource(resource);
    if (url == null) {
      throw new EngineException(
          "TensorFlow's library "
              + resource
              + " is not on the class path; it needs the Maven dependencies "
              + NEEDED);
    }
    long size = url.openConnection().getContentLengthLong();
    if (Files.exists(file) && Files.size(file) == size) {
      return;
    }
    Path draft = Files.createTempFile(file.getParent(), "unpacking", null);
    try (InputStream in = url.openStream()) {
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException other) {
      // Another process was faster; the file is the same.
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
