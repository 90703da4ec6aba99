package io.lepton.train.djl.internal;

import io.lepton.network.Network;
import io.lepton.network.Networks;
import io.lepton.train.Epoch;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Prints by how many bytes the process grows between two steps of a training. */
final class TrainingMemoryProbe {
  private TrainingMemoryProbe() {}

  public static void main(String[] args) {
    int warm = Integer.parseInt(args[0]);
    int steps = Integer.parseInt(args[1]);
    Network network = Networks.resnet();
    Examples one = Examples.of(new float[8 * network.inputSize()], new float[8], 8);
    long[] before = {0};
    TrainingListener watch =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            if (epoch.number() == warm) {
              before[0] = resident();
            } else if (epoch.number() == warm + steps) {
              System.out.println("grown " + (resident() - before[0]));
            }
            return Verdict.GO_ON;
          }
        };
    Trainer.withDefaults() // an epoch is a step
        .epochs(warm + steps)
        .clipNorm(1)
        .l2(0.001)
        .listener(watch)
        .train(network, network.initialWeights(1), one);
  }

  private static long resident() {
    try {
      return Long.parseLong(Files.readString(MemoryProbe.STATM).split(" ")[1]) * 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
