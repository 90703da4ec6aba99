package io.lepton.train.djl.tensorflow.internal;

import io.lepton.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Folders that are there for the time of a call: TensorFlow reads and writes nothing else. */
public final class Folders {
  private Folders() {}

  /** What a call may do. */
  public interface Use<T> {
    T of(Path folder) throws IOException;
  }

  public static <T> T temporary(Use<T> use) {
    try {
      Path folder = Files.createTempDirectory("lepton-savedmodel");
      try {
        return use.of(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new EngineException("a temporary folder for a SavedModel failed: " + e, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path path : walk(folder, found -> found.sorted(Comparator.reverseOrder()).toList())) {
      Files.delete(path);
    }
  }

  /** The files below a folder, in order of their names. */
  public static List<Path> files(Path folder) throws IOException {
    return walk(folder, found -> found.filter(Files::isRegularFile).sorted().toList());
  }

  private static List<Path> walk(Path folder, Function<Stream<Path>, List<Path>> use)
      throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return use.apply(found);
    }
  }
}
