package io.lepton.benchmarks;

import io.lepton.benchmarks.Checkpoints.Change;
import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.DType;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Three versions of a checkpoint of 512 MiB, saved and restored, beside programs that do so. */
final class StoreBenchmark implements Bench.Benchmark {
  private static final long BYTES = 512L << 20;
  private static final double MIB = 1 << 20;
  private static final long WARM_UP = 64L << 20;
  private static final Change[] VERSIONS = Change.values();

  private static final int WARM_UPS = 40;

  /** As many for everybody: some take a third longer than others. */
  private static final int RESTORES = 3;

  /** The JVM compiles some of the code only after ten thousand chunks or more. */
  private static final int WARM_UP_RESTORES = 6;

  /** One run is at the mercy of whatever else the machine does; everybody gets as many. */
  private static final int ROUNDS = 3;

  /** Seconds for each version, bytes in the end, seconds to restore and to load the last. */
  private record Figures(List<Double> saves, long stored, double restore, double load) {
    /** The median of each. */
    static Figures median(Measuring measuring) throws IOException {
      List<Figures> rounds = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        rounds.add(measuring.measure());
      }
      List<Double> saves = new ArrayList<>();
      for (int i = 0; i < VERSIONS.length; i++) {
        int version = i;
        saves.add(middle(rounds, round -> round.saves.get(version)));
      }
      return new Figures(
          saves,
          rounds.get(0).stored,
          middle(rounds, round -> round.restore),
          middle(rounds, round -> round.load));
    }

    private static double middle(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
      return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }
  }

  private interface Measuring {
    Figures measure() throws IOException;
  }

  @Override
  public String what() {
    return "three versions of a 512 MiB checkpoint saved, the last restored; peers: cp with fsync,"
        + " restic, borg, git-lfs";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(".").toAbsolutePath(), "store");
    try {
      List<Path> files = new ArrayList<>();
      for (Change change : VERSIONS) {
        Path file = folder.resolve(change + ".safetensors");
        Checkpoints.write(file, DType.F32, BYTES, change);
        files.add(file);
      }
      warmUp(folder);
      Figures ours = Figures.median(() -> ours(folder, files));
      Result.line(
          "store.load",
          BYTES / 1e6 / ours.load,
          700,
          "MB/s to memory that was used before, higher is better; 700 asked");
      Result.note("restored at " + Math.round(BYTES / 1e6 / ours.restore) + " MB/s");
      compare("cp+fsync", ours, Figures.median(() -> copies(folder, files)));
      for (StorePeer peer : StorePeer.all()) {
        if (peer.isInstalled()) {
          compare(peer.program, ours, Figures.median(() -> peer(folder, files, peer)));
        } else {
          for (int i = 0; i < VERSIONS.length; i++) {
            Result.skipped("store.v" + (i + 1), ours.saves.get(i), peer.program, "s");
          }
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void compare(String peer, Figures ours, Figures theirs) {
    for (int i = 0; i < VERSIONS.length; i++) {
      Result.line(
          "store.v" + (i + 1) + "." + peer,
          ours.saves.get(i),
          theirs.saves.get(i),
          "s, lower is better");
    }
    Result.line(
        "store.total." + peer, ours.stored / MIB, theirs.stored / MIB, "MiB, lower is better");
    if (!Double.isNaN(theirs.restore)) {
      Result.line("store.restore." + peer, ours.restore, theirs.restore, "s, lower is better");
    }
  }

  /**
   * Has the JVM compile what is measured, as in a program that has run for some minutes; the peers'
   * programs are compiled, too. After two rounds of this restoring still took half as long again.
   */
  private static void warmUp(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Change change : VERSIONS) {
      Path file = folder.resolve("small-" + change + ".safetensors");
      Checkpoints.write(file, DType.F32, WARM_UP, change);
      files.add(file);
    }
    for (int i = 0; i < WARM_UPS; i++) {
      Path home = folder.resolve("warm-up");
      Path restored = folder.resolve("warm-up-restored");
      save(home, files, restored, WARM_UP_RESTORES, () -> {});
      load(home, WARM_UP);
      Files.delete(restored);
      Folders.delete(home);
    }
    files.forEach(file -> file.toFile().deleteOnExit());
  }

  private static Figures ours(Path folder, List<Path> files) throws IOException {
    Path home = folder.resolve("home");
    Path restored = folder.resolve("restored");
    Figures figures = save(home, files, restored, RESTORES, StorePeer::settle);
    Path last = files.get(files.size() - 1);
    if (!Digest.of(ByteSource.ofFile(restored)).equals(Digest.of(ByteSource.ofFile(last)))) {
      throw new IllegalStateException("the restored file differs");
    }
    StorePeer.settle();
    load(home, BYTES); // the first touch of the heap's memory is the operating system's time
    double load = load(home, BYTES);
    Files.delete(restored);
    Folders.delete(home);
    return new Figures(figures.saves, figures.stored, figures.restore, load);
  }

  private static double load(Path home, long expected) {
    try (ModelManager models = ModelManager.open(home)) {
      Version version = models.model("m").version(VERSIONS.length);
      long start = System.nanoTime();
      long bytes = 0;
      for (Tensor tensor : models.load(version).weights().asMap().values()) {
        bytes += tensor.bytes().readAll().remaining();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (bytes != expected) {
        throw new IllegalStateException(bytes + " bytes loaded");
      }
      return seconds;
    }
  }

  private interface Before {
    void step() throws IOException;
  }

  private static Figures save(
      Path home, List<Path> files, Path restored, int restores, Before before) throws IOException {
    List<Double> saves = new ArrayList<>();
    try (ModelManager models = ModelManager.open(home)) {
      @Nullable Version last = null;
      for (int i = 0; i < files.size(); i++) {
        before.step();
        long start = System.nanoTime();
        last = models.model("m").save(Checkpoints.snapshot(files.get(i))).commit();
        saves.add((System.nanoTime() - start) / 1e9);
      }
      Version version = Objects.requireNonNull(last);
      double restore =
          middle(
              restores,
              () -> {
                Files.deleteIfExists(restored);
                before.step();
                return restore(models, version, restored);
              });
      return new Figures(saves, Folders.size(home), restore, Double.NaN);
    }
  }

  private static double restore(ModelManager models, Version version, Path to) throws IOException {
    long start = System.nanoTime();
    try (FileChannel out =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Safetensors.write(out, models.load(version).weights(), Map.of());
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private interface Seconds {
    double measure() throws IOException;
  }

  /** The median of some. */
  private static double middle(int times, Seconds seconds) throws IOException {
    double[] all = new double[times];
    for (int i = 0; i < times; i++) {
      all[i] = seconds.measure();
    }
    Arrays.sort(all);
    return all[times / 2];
  }

  private static Figures copies(Path folder, List<Path> files) throws IOException {
    List<Double> saves = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path copy = folder.resolve("copy" + i);
      StorePeer.settle();
      long start = System.nanoTime();
      try (FileChannel in = FileChannel.open(files.get(i), StandardOpenOption.READ);
          FileChannel out =
              FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (long at = 0; at < in.size(); ) {
          at += in.transferTo(at, in.size() - at, out);
        }
        out.force(true);
      }
      saves.add((System.nanoTime() - start) / 1e9);
      Files.delete(copy);
    }
    long all = files.stream().mapToLong(file -> file.toFile().length()).sum();
    return new Figures(saves, all, Double.NaN, Double.NaN);
  }

  private static Figures peer(Path folder, List<Path> files, StorePeer peer) throws IOException {
    Path home = folder.resolve(peer.program);
    peer.init(home);
    List<Double> saves = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      saves.add(peer.save(home, files.get(i)));
    }
    long stored = peer.stored(home);
    double restore =
        middle(
            RESTORES,
            () -> {
              if (Files.exists(home.resolve("out"))) {
                Folders.delete(home.resolve("out"));
              }
              return peer.restoreLast(home);
            });
    Figures figures = new Figures(saves, stored, restore, Double.NaN);
    Folders.delete(home);
    return figures;
  }
}
