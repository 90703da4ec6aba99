package io.lepton.train.djl;

import ai.djl.ndarray.NDManager;
import io.lepton.tensor.Shape;
import io.lepton.train.Epoch;
import io.lepton.train.Trainer;
import io.lepton.train.TrainingListener;
import io.lepton.train.djl.internal.PyTorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints by how many bytes and arrays the process grows between two steps of a block's training.
 */
final class BlockMemoryProbe {
  private BlockMemoryProbe() {}

  public static void main(String[] args) {
    int warm = Integer.parseInt(args[0]);
    int steps = Integer.parseInt(args[1]);
    BlockModel model = BlockModel.of(new PerceptronFactory(), PerceptronFactory.RICH, Shape.of(6));
    long[] before = {0, 0};
    TrainingListener watch =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            if (epoch.number() == warm) {
              before[0] = resident();
              before[1] = arrays();
            } else if (epoch.number() == warm + steps) {
              System.out.println("grown " + (resident() - before[0]));
              System.out.println("arrays " + (arrays() - before[1]));
            }
            return Verdict.GO_ON;
          }
        };
    model.train( // an epoch is a step
        Trainer.withDefaults().batchSize(0).epochs(warm + steps).clipNorm(1).listener(watch),
        model.initialWeights(1),
        Blobs.examples(256, 1));
  }

  /** That are open anywhere in the process. */
  private static long arrays() {
    try (NDManager manager = PyTorch.newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private static long resident() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
