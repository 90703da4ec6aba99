package io.lepton.benchmarks;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Saves 8 GiB in a JVM with a heap of 256 MiB; the bytes are made as they are read. */
final class MemoryBenchmark implements Bench.Benchmark {
  private static final long BYTES = 8L << 30;
  private static final long BOUND = 256L << 20;
  private static final int TENSORS = 64;

  @Override
  public String what() {
    return "8 GiB saved in a JVM with -Xmx256m: peak of heap and direct memory; bound: 256 MiB";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(".").toAbsolutePath(), "memory");
    try {
      String[] printed = inNewJvm(folder);
      Result.line(
          "memory.heap+direct",
          Double.parseDouble(printed[0]) / (1 << 20),
          (double) BOUND / (1 << 20),
          "MiB at most, lower is better; the peer is the bound");
      Result.note(
          "8 GiB saved in "
              + printed[1]
              + " s, "
              + printed[2]
              + " bytes stored, "
              + printed[3]
              + " MiB resident at most");
    } finally {
      Folders.delete(folder);
    }
  }

  private static String[] inNewJvm(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the saving JVM failed: " + line);
    }
    return line.split(" ", -1);
  }

  /** The program of the other JVM. */
  static final class Child {
    private static final int EVERY_MILLIS = 5;

    private Child() {}

    /**
     * Saves, and prints the peak, the seconds and the size.
     *
     * @param arguments the folder
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
      Path home = Path.of(arguments[0]).resolve("home");
      AtomicLong peak = new AtomicLong();
      Thread watch = new Thread(() -> watch(peak));
      watch.setDaemon(true);
      watch.start();
      Weights.Builder weights = Weights.builder();
      for (int i = 0; i < TENSORS; i++) {
        weights.put(
            "t" + i,
            Tensor.of(DType.F32, Shape.of(BYTES / TENSORS / 4), new Generated(i, BYTES / TENSORS)));
      }
      long start = System.nanoTime();
      try (ModelManager models = ModelManager.open(home)) {
        models
            .model("m")
            .save(ModelSnapshot.builder("benchmark/1").weights(weights.build()).build())
            .commit();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          java.util.Locale.ROOT,
          "%d %.1f %d %d%n",
          peak.get(),
          seconds,
          Folders.size(home),
          residentPeak());
    }

    private static void watch(AtomicLong peak) {
      List<BufferPoolMXBean> pools =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .toList();
      while (true) {
        long direct = pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        peak.accumulateAndGet(heap + direct, Math::max);
        try {
          Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    /** Linux's own peak of the whole process, which zstd's tables and the JVM itself are in. */
    private static long residentPeak() throws IOException {
      Path status = Path.of("/proc/self/status");
      if (!Files.isReadable(status)) {
        return -1;
      }
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    }
  }

  /** Weights of σ ≈ 0.02 that any range of can be computed. */
  private record Generated(long seed, long size) implements ByteSource {
    @Override
    public ByteBuffer read(long offset, int length) {
      ByteSource.checkRange(offset, length, size);
      ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      for (long i = offset / Float.BYTES; out.remaining() >= Float.BYTES; i++) {
        long bits = mix(seed << 40 | i);
        // Irwin–Hall of four 16-bit parts.
        long sum = (bits & 0xFFFF) + ((bits >>> 16) & 0xFFFF) + ((bits >>> 32) & 0xFFFF);
        out.putFloat((float) (0.02 * (sum + (bits >>> 48) - 131_070) / 37_837));
      }
      return out.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** SplitMix64's finaliser. */
    private static long mix(long counter) {
      long z = counter * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }
}
