package io.lepton.benchmarks;

import io.lepton.error.CorruptDataException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Saves 1 GiB of mixed tensors, loads it in a new JVM, and compares every bit. The peer is a plain
 * copy of the bytes.
 */
final class RoundtripBenchmark implements Bench.Benchmark {
  private static final String MODEL = "roundtrip";
  private static final long BYTES = 1L << 30;

  @Override
  public String what() {
    return "1 GiB of tensors of all types: save, new JVM, load, compare every bit; peer: write or"
        + " read the bytes plainly";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("."), "roundtrip");
    try {
      ModelSnapshot snapshot =
          ModelSnapshot.builder("benchmark/1").weights(SyntheticWeights.ofBytes(BYTES)).build();
      double save = save(folder.resolve("home"), snapshot);
      double write = write(folder.resolve("plain"), snapshot);
      Result.line(
          "roundtrip.save", BYTES / save / 1e6, BYTES / write / 1e6, "MB/s, higher is better");
      String[] loaded = inNewJvm(folder).split(" ", -1);
      Result.line(
          "roundtrip.load",
          Double.parseDouble(loaded[0]),
          Double.parseDouble(loaded[1]),
          "MB/s, higher is better");
      Result.note(
          loaded[2] + " bytes equal in " + loaded[3] + " tensors after save, new JVM, load");
      Result.line(
          "roundtrip.stored",
          (double) size(folder.resolve("home")),
          (double) BYTES,
          "bytes, lower is better");
    } finally {
      delete(folder);
    }
  }

  private static double save(Path home, ModelSnapshot snapshot) {
    long start = System.nanoTime();
    try (ModelManager models = ModelManager.open(home)) {
      Version version = models.model(MODEL).save(snapshot).message("roundtrip").commit();
      Result.note("saved " + version);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double write(Path file, ModelSnapshot snapshot) throws IOException {
    long start = System.nanoTime();
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Tensor tensor : snapshot.weights().asMap().values()) {
        for (long at = 0; at < tensor.bytes().size(); at += SyntheticWeights.BLOCK) {
          ByteBuffer block = block(tensor, at);
          while (block.hasRemaining()) {
            out.write(block);
          }
        }
      }
      out.force(true);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static ByteBuffer block(Tensor tensor, long at) {
    return tensor
        .bytes()
        .read(at, (int) Math.min(SyntheticWeights.BLOCK, tensor.bytes().size() - at));
  }

  private static String inNewJvm(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the loading JVM failed: " + line);
    }
    return line;
  }

  /**
   * Runs in the new JVM: loads, times a full read, compares with what the seed gives, and times a
   * plain read.
   */
  static final class Load {
    private Load() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      long start = System.nanoTime();
      try (ModelManager models = ModelManager.open(folder.resolve("home"))) {
        ModelSnapshot loaded = models.load(models.model(MODEL).version("main"));
        loaded.weights().asMap().values().forEach(Load::readAll);
        double load = (System.nanoTime() - start) / 1e9;
        double plain = readPlain(folder.resolve("plain"));
        compare(loaded.weights().asMap(), SyntheticWeights.ofBytes(BYTES).asMap());
        System.out.printf(
            "%s %s %d %d%n",
            BYTES / load / 1e6,
            BYTES / plain / 1e6,
            loaded.weights().byteSize(),
            loaded.weights().size());
      }
    }

    private static void readAll(Tensor tensor) {
      for (long at = 0; at < tensor.bytes().size(); at += SyntheticWeights.BLOCK) {
        touch(block(tensor, at));
      }
    }

    /** Reads every eighth byte, so that a mapped page is really fetched. */
    private static long touch(ByteBuffer bytes) {
      long sum = 0;
      while (bytes.remaining() >= Long.BYTES) {
        sum += bytes.getLong();
      }
      return sum;
    }

    private static double readPlain(Path file) throws IOException {
      long start = System.nanoTime();
      ByteBuffer buffer = ByteBuffer.allocateDirect(SyntheticWeights.BLOCK);
      try (FileChannel in = FileChannel.open(file)) {
        while (in.read(buffer) >= 0) {
          touch(buffer.flip());
          buffer.clear();
        }
      }
      return (System.nanoTime() - start) / 1e9;
    }

    private static void compare(Map<String, Tensor> found, Map<String, Tensor> expected) {
      if (!List.copyOf(found.keySet()).equals(List.copyOf(expected.keySet()))) {
        throw new CorruptDataException(
            "tensors " + found.keySet() + "; expected " + expected.keySet());
      }
      expected.forEach(
          (name, tensor) -> {
            Tensor other = found.get(name);
            if (other == null || !tensor.contentEquals(other)) {
              throw new CorruptDataException(
                  "tensor \"" + name + "\" differs after the round trip");
            }
          });
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
