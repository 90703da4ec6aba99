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
import io.lepton.train.TrainingPlan;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The time of an epoch over 10,000 MNIST digits, beside python3-torch with the same network,
 * batches of 64, Adam, and one thread. Rounds of the two alternate, each measures its second epoch,
 * and the median of the rounds' ratios counts.
 */
final class TrainBenchmark implements Bench.Benchmark {
  private static final int ROWS = 10_000;
  private static final int PIXELS = 784;
  private static final int ROUNDS = 5;
  private static final Path MNIST = Path.of("..", "shared", "data", "mnist");

  @Override
  public String what() {
    return "epochs of an MLP and a CNN on MNIST digits, one thread; peer: python3-torch";
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
      List<double[]> rounds = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        double ours = secondEpoch(network, inputs, labels);
        Optional<String[]> peer = Peer.python("train_peer.py", file);
        if (peer.isEmpty()) {
          Result.skipped("train." + name, 1 / ours, "python3-torch", "epochs/s");
          return;
        }
        rounds.add(new double[] {ours, Double.parseDouble(peer.get()[0])});
      }
      rounds.sort((a, b) -> Double.compare(a[1] / a[0], b[1] / b[0]));
      double[] median = rounds.get(ROUNDS / 2);
      Result.line("train." + name, 1 / median[0], 1 / median[1], "epochs/s, higher is better");
      Result.note(
          String.format(
              Locale.ROOT,
              "ratios of the %d rounds from %.2f to %.2f",
              ROUNDS,
              rounds.get(0)[1] / rounds.get(0)[0],
              rounds.get(ROUNDS - 1)[1] / rounds.get(ROUNDS - 1)[0]));
    } finally {
      Files.delete(file);
    }
  }

  private static double secondEpoch(Network network, float[] inputs, float[] labels) {
    List<Long> ends = new ArrayList<>();
    TrainingListener clock =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            ends.add(System.nanoTime());
          }

          @Override
          public Verdict epochDone(Epoch epoch) {
            ends.add(System.nanoTime());
            return Verdict.GO_ON;
          }
        };
    Trainer.withDefaults()
        .batchSize(64)
        .epochs(2)
        .listener(clock)
        .train(network, network.initialWeights(1), Examples.of(inputs, labels, ROWS));
    Collections.sort(ends);
    return (ends.get(2) - ends.get(1)) / 1e9;
  }
}
