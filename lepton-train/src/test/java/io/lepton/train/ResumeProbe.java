package io.lepton.train;

import io.lepton.bytes.Digest;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Dropout;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Trains with a checkpoint after every step, dies in the middle if told to, and prints a hash. */
final class ResumeProbe {
  private static final int ROWS = 60;

  static final Network NETWORK =
      Network.sequential(
          Shape.of(6),
          Linear.of(12),
          BatchNorm.withDefaults(),
          Activation.relu(),
          new Dropout(0.3),
          Linear.of(3));

  private ResumeProbe() {}

  /** The checkpoint, and the batch to die after; 0 to live. */
  public static void main(String[] args) {
    System.out.println("trained " + train(Path.of(args[0]), Integer.parseInt(args[1])));
  }

  static String train(Path checkpoint, int dieAfter) {
    int[] drawn = {0};
    List<Examples.Example> rows = rows(ROWS, 1);
    Examples train =
        Examples.stream(
            "probe",
            ROWS,
            20,
            epoch -> {
              var iterator = rows.iterator();
              return new java.util.Iterator<Examples.Example>() {
                @Override
                public boolean hasNext() {
                  return iterator.hasNext();
                }

                @Override
                public Examples.Example next() {
                  if (dieAfter > 0 && ++drawn[0] > dieAfter) {
                    kill();
                  }
                  return iterator.next();
                }
              };
            });
    TrainedNetwork trained =
        trainer()
            .checkpoint(checkpoint, 1)
            .train(NETWORK, NETWORK.initialWeights(5), train, fixed());
    return hash(trained);
  }

  static Trainer trainer() {
    return Trainer.withDefaults()
        .learningRate(0.01)
        .schedule(Schedule.oneCycle())
        .weightDecay(0.01)
        .clipNorm(1)
        .batchSize(7)
        .accumulate(2)
        .epochs(6)
        .seed(11);
  }

  static Examples fixed() {
    List<Examples.Example> rows = rows(30, 2);
    float[] inputs = new float[30 * 6];
    float[] targets = new float[30];
    for (int i = 0; i < 30; i++) {
      System.arraycopy(rows.get(i).input(), 0, inputs, i * 6, 6);
      targets[i] = rows.get(i).target()[0];
    }
    return Examples.of(inputs, targets, 30);
  }

  static List<Examples.Example> rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Examples.Example> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] input = new float[6];
      for (int k = 0; k < 6; k++) {
        input[k] = (float) random.nextDouble(-1, 1);
      }
      int label = input[0] > 0.3 ? 2 : input[1] > 0 ? 1 : 0;
      rows.add(new Examples.Example(input, new float[] {label}, 1 + i % 2));
    }
    return rows;
  }

  /** As a power cut would: no hook runs, nothing is flushed. */
  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      Thread.sleep(60_000); // until the signal arrives
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String hash(TrainedNetwork trained) {
    MessageDigest hash = Digest.start();
    Weights weights = trained.weights();
    for (Tensor tensor : weights.asMap().values()) {
      hash.update(tensor.bytes().readAll());
    }
    hash.update(trained.history().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Digest.finish(hash).hex();
  }
}
