package io.lepton.train.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.FreshJvm;
import io.lepton.train.Toy;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.internal.MlpShape;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LeakTest {
  private static final int PREDICTIONS = 10_000;

  @Test
  void keepsNoArraysOfPredictions() {
    MlpShape shape = new MlpShape(6, List.of(8), 2, MlpShape.LinearPath.PRESENT);
    Weights weights = Toy.snapshot().weights();
    try (TorchModel network = TorchModel.load(shape.network(0), weights)) {
      int parameters = network.arrays();
      assertThat(parameters).isEqualTo(weights.size());
      float[] row = new float[6];
      for (int i = 0; i < PREDICTIONS; i++) {
        network.runEachByItself(row, 1);
      }
      assertThat(network.arrays()).isEqualTo(parameters);
    }
  }

  @Test
  void leavesNoArraysOfTrainingsPredictorsAndFailures() {
    Toy.snapshot();
    int before = arraysOfTheProcess();
    for (int i = 0; i < 5; i++) {
      Toy.classifier().train(Toy.data(100, i), Toy.data(50, 9));
      try (Predictor predictor = new DjlPyTorchEngine().load(Toy.snapshot())) {
        predictor.predict(Toy.data(3, 1).toRows());
      }
    }
    assertThat(arraysOfTheProcess()).isEqualTo(before);
  }

  /** Arrays of the root manager and of all below it that are still open. */
  private static int arraysOfTheProcess() {
    try (NDManager manager = PyTorch.newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  /** The heap is resident from the start, and the JIT soon done: what grows then is a leak. */
  private static FreshJvm steady() {
    return FreshJvm.with(
        "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  @Test
  void takesNoMoreNativeMemoryAfterManyPredictions() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(MemoryProbe.STATM), "SKIPPED: needs /proc/self/statm, which is Linux's");

    FreshJvm.Outcome outcome = steady().run(MemoryProbe.class, Integer.toString(PREDICTIONS));

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    long grown = Long.parseLong(outcome.lines("grown ").get(0));
    // Each prediction makes 8 arrays of at least 300 bytes of native memory: a leak of all of them
    // would be 24 MB, of one of them 3 MB.
    assertThat(grown).as("bytes").isLessThan(3_000_000);
  }

  @Test
  void takesNoMoreNativeMemoryInTwoThousandSteps() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(MemoryProbe.STATM), "SKIPPED: needs /proc/self/statm, which is Linux's");

    FreshJvm.Outcome outcome = steady().run(TrainingMemoryProbe.class, "500", "2000");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    long grown = Long.parseLong(outcome.lines("grown ").get(0));
    // A step makes more than 40 arrays of at least 300 bytes: a leak of all of them would be 24 MB
    // in 2,000 steps, of one of them 0.6 MB.
    assertThat(grown).as("bytes").isLessThan(500_000);
  }
}
