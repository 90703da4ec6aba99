package io.lepton.ensemble;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Members from one training (Huang et al. 2017): the rate falls along half a cosine to zero, where
 * a member is taken, and starts again from the top, which throws the weights out of the valley they
 * are in. Immutable.
 */
public final class SnapshotEnsemble {
  private final int cycles;
  private final long seed;

  private SnapshotEnsemble(int cycles, long seed) {
    this.cycles = cycles;
    this.seed = seed;
    if (cycles < 1) {
      throw new InvalidInputException(cycles + " cycles; expected 1 or more");
    }
  }

  /**
   * 5 cycles, seed 0.
   *
   * @return the definition
   */
  public static SnapshotEnsemble withDefaults() {
    return new SnapshotEnsemble(5, 0);
  }

  /**
   * Another number of cycles.
   *
   * @param count at least 1
   * @return a new definition
   */
  public SnapshotEnsemble withCycles(int count) {
    return new SnapshotEnsemble(count, seed);
  }

  /**
   * Another seed of order and dropout.
   *
   * @param value any number
   * @return a new definition
   */
  public SnapshotEnsemble withSeed(long value) {
    return new SnapshotEnsemble(cycles, value);
  }

  /**
   * Trains.
   *
   * @param trainer its epochs are those of one cycle; its schedule and seed are replaced, and it
   *     must not write checkpoints
   * @param network to be trained
   * @param first weights to start from
   * @param examples to learn from
   * @return weights at the end of each cycle
   */
  public List<Weights> train(Trainer trainer, Network network, Weights first, Examples examples) {
    SplittableRandom seeds = new SplittableRandom(seed);
    List<Weights> members = new ArrayList<>();
    Weights weights = first;
    for (int cycle = 0; cycle < cycles; cycle++) {
      weights =
          trainer
              .schedule(Schedule.cosine())
              .seed(seeds.nextLong())
              .train(network, weights, examples)
              .weights();
      members.add(weights);
    }
    return members;
  }
}
