package io.lepton.registry;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A JVM of its own that saves with several threads and says on its standard output what was
 * committed, so that a test may run two of them at once, or kill one.
 */
final class SavingProcess implements AutoCloseable {
  private final ChildJvm jvm;

  private SavingProcess(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Starts a JVM.
   *
   * @param threads that save; even ones on the branch main, odd ones on a branch of their own
   * @param saves of each thread
   * @param largeOneIn every so many saves one has 12 MiB of new weights; 0 for none
   */
  static SavingProcess start(
      Path home, String author, int threads, int saves, int largeOneIn, long seed)
      throws IOException {
    return new SavingProcess(
        ChildJvm.start(
            SavingProcess.class,
            List.of(
                home.toString(),
                author,
                Integer.toString(threads),
                Integer.toString(saves),
                Integer.toString(largeOneIn),
                Long.toString(seed))));
  }

  Process process() {
    return jvm.process();
  }

  /** What it said so far. */
  List<String> lines() {
    return jvm.lines();
  }

  /** Waits until it said a line that begins so. */
  void awaitLine(String beginning) throws InterruptedException {
    jvm.awaitLine(beginning);
  }

  /** Waits for the end and gives the full ids of what was committed, in order. */
  List<String> committed() throws InterruptedException {
    process().waitFor();
    return lines().stream()
        .filter(line -> line.matches("saved [0-9a-f]{64}"))
        .map(line -> line.substring(6))
        .toList();
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** The program of the other JVM. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[2]);
    int saves = Integer.parseInt(args[3]);
    int largeOneIn = Integer.parseInt(args[4]);
    long seed = Long.parseLong(args[5]);
    try (ModelManager models = ModelManager.builder(Path.of(args[0])).author(args[1]).open()) {
      say("ready");
      List<Thread> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        String branch = t % 2 == 0 ? "main" : args[1] + "-" + t;
        Runnable loop =
            () -> {
              Random random = new Random(seed * 1000 + thread);
              for (int i = 0; i < saves; i++) {
                boolean large = largeOneIn > 0 && random.nextInt(largeOneIn) == 0;
                Version version =
                    models
                        .model("m")
                        .save(snapshot(random.nextLong(), large ? 3 << 20 : 1000))
                        .on(branch)
                        .message(args[1] + " " + thread + " " + i)
                        .commit();
                say("saved " + version.id().hex());
              }
            };
        all.add(new Thread(loop));
      }
      all.forEach(Thread::start);
      for (Thread thread : all) {
        thread.join();
      }
    }
    say("done");
  }

  /** Its config names the digest of its weights, so that a reader can tell they belong together. */
  static ModelSnapshot snapshot(long seed, int floats) {
    Tensor tensor = Samples.random(new Random(seed), DType.F32, floats);
    return ModelSnapshot.builder("f/1")
        .config("\"" + tensor.digest().hex() + "\"")
        .weights(
            Weights.builder()
                .put("w", tensor)
                .put("shared", Tensor.ofFloats(Shape.of(3), 1, 2, 3))
                .build())
        .build();
  }

  /** Loads a version and compares it with what its config promises. */
  static boolean isWhole(ModelManager models, Version version) {
    ModelSnapshot loaded = models.load(version);
    return loaded.config().equals("\"" + loaded.weights().get("w").digest().hex() + "\"")
        && loaded.weights().get("shared").toFloats()[2] == 3;
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
