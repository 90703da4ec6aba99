package io.lepton.benchmarks;

import io.lepton.network.Activation;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.train.Epoch;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.TrainingListener;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The time of an epoch over 10,000 MNIST digits, beside python3-torch with the same network,
 * batches of 64, Adam, and as many threads: one, or {@code BENCH_JAVA_OPTS} with {@code
 * -Dai.djl.pytorch.num_threads=2}. Rounds of the two alternate, each measures its second epoch, and
 * the median of the rounds' ratios counts.
 */
final class TrainBenchmark implements Bench.Benchmark {
  private static final int ROWS = 10_000;
  private static final int PIXELS = 784;
  private static final int ROUNDS = 5;
  private static final int THREADS = Integer.getInteger("ai.djl.pytorch.num_threads", 1);
  private static final Path MNIST = Path.of("..", "shared", "data", "mnist");

  @Override
  public String what() {
    return "epochs of an MLP and a CNN on MNIST digits, same threads; peer: python3-torch";
  }

  @Override
  public void run(List<String> none) throws IOException {
    if (!Files.isDirectory(MNIST)) {
      Result.note("skipped: " + MNIST + " is not there; run in the repository's root");
      return;
    }
    float[] inputs = new float[ROWS * PIXELS];
    float[] labels = new float[ROWS];
    try (DataInputStream images = open("train-images-idx3-ubyte.gz", 16);
        DataInputStream classes = open("train-labels-idx1-ubyte.gz", 8)) {
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = images.readUnsignedByte() / 255f;
      }
      for (int i = 0; i < ROWS; i++) {
        labels[i] = classes.readUnsignedByte();
      }
    }
    Shape flat = Shape.of(PIXELS);
    Layer relu = Activation.relu();
    compare(
        "mlp",
        Network.sequential(flat, Linear.of(256), relu, Linear.of(128), relu, Linear.of(10)),
        inputs,
        labels);
    compare(
        "cnn",
        Network.sequential(
            Shape.of(1, 28, 28),
            Conv2d.of(16, 3).with(1, 1),
            relu,
            MaxPool.of(2),
            Conv2d.of(32, 3).with(1, 1),
            relu,
            MaxPool.of(2),
            new Flatten(),
            Linear.of(10)),
        inputs,
        labels);
    sideBySide(
        Network.sequential(flat, Linear.of(256), relu, Linear.of(128), relu, Linear.of(10)),
        inputs,
        labels);
  }

  private static DataInputStream open(String file, int header) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(MNIST.resolve(file)))));
    in.skipNBytes(header);
    return in;
  }

  private static void compare(String name, Network network, float[] inputs, float[] labels)
      throws IOException {
    Path file = Files.createTempFile(name, ".bin");
    try {
      ByteBuffer bytes =
          ByteBuffer.allocate((inputs.length + labels.length) * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(inputs).put(labels);
      Files.write(file, bytes.array());
      List<double[]> wall = new ArrayList<>();
      List<double[]> processor = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        double[] ours = secondEpoch(network, inputs, labels);
        Optional<String[]> peer = Peer.python("train_peer.py", file, Integer.toString(THREADS));
        if (peer.isEmpty()) {
          Result.skipped("train." + name, 1 / ours[0], "python3-torch", "epochs/s");
          return;
        }
        wall.add(new double[] {ours[0], Double.parseDouble(peer.get()[0])});
        processor.add(new double[] {ours[1], Double.parseDouble(peer.get()[1])});
      }
      print("train." + name, wall, "epochs/s, higher is better");
      print("train." + name + ".cpu", processor, "epochs/s of the thread, higher is better");
    } finally {
      Files.delete(file);
    }
  }

  private static void print(String name, List<double[]> rounds, String unit) {
    rounds.sort((a, b) -> Double.compare(a[1] / a[0], b[1] / b[0]));
    double[] median = rounds.get(ROUNDS / 2);
    Result.line(name, 1 / median[0], 1 / median[1], unit);
    Result.note(
        String.format(
            Locale.ROOT,
            "ratios of the %d rounds from %.2f to %.2f",
            ROUNDS,
            rounds.get(0)[1] / rounds.get(0)[0],
            rounds.get(ROUNDS - 1)[1] / rounds.get(ROUNDS - 1)[0]));
  }

  /** Seconds on the clock, and of the thread, which a busy machine does not stretch. */
  private static double[] secondEpoch(Network network, float[] inputs, float[] labels) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<long[]> ends = new ArrayList<>();
    TrainingListener clock =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            ends.add(new long[] {System.nanoTime(), threads.getCurrentThreadCpuTime()});
            return Verdict.GO_ON;
          }
        };
    Trainer.withDefaults()
        .batchSize(64)
        .epochs(2)
        .listener(clock)
        .train(network, network.initialWeights(1), Examples.of(inputs, labels, ROWS));
    return new double[] {
      (ends.get(1)[0] - ends.get(0)[0]) / 1e9, (ends.get(1)[1] - ends.get(0)[1]) / 1e9
    };
  }

  /** Two trainings in two threads, beside one after the other. */
  private static void sideBySide(Network network, float[] inputs, float[] labels) {
    Runnable one = () -> secondEpoch(network, inputs, labels);
    long start = System.nanoTime();
    one.run();
    one.run();
    double alone = (System.nanoTime() - start) / 1e9;
    Thread other = new Thread(one, "training");
    start = System.nanoTime();
    other.start();
    one.run();
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    double together = (System.nanoTime() - start) / 1e9;
    Result.line("train.parallel", together, alone, "s for two trainings, 0.5 is the best");
  }
}
