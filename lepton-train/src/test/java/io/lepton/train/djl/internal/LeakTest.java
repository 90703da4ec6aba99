package io.lepton.train.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.lepton.tensor.Weights;
import io.lepton.train.Toy;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.djl.TabularPredictor;
import io.lepton.train.internal.MlpShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LeakTest {
  private static final int PREDICTIONS = 10_000;

  @Test
  void keepsNoArraysOfPredictions() {
    MlpShape shape = new MlpShape(6, List.of(8), 2, MlpShape.LinearPath.PRESENT);
    Weights weights = Toy.snapshot().weights();
    try (MlpInference network = new MlpInference(shape, weights)) {
      int parameters = network.arrays();
      assertThat(parameters).isEqualTo(weights.size());
      float[] row = new float[6];
      for (int i = 0; i < PREDICTIONS; i++) {
        network.logits(row);
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
      try (TabularPredictor predictor = new DjlPyTorchEngine().load(Toy.snapshot())) {
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

  @Test
  void takesNoMoreMemoryAfterManyPredictions() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "SKIPPED: needs Linux's /proc");
    try (TabularPredictor predictor = new DjlPyTorchEngine().load(Toy.snapshot())) {
      var rows = Toy.data(10, 1).toRows();
      for (int i = 0; i < PREDICTIONS / 10; i++) {
        predictor.predict(rows);
      }
      touchHeap();
      long before = residentMegabytes(statm);
      for (int i = 0; i < 3 * PREDICTIONS / 10; i++) {
        predictor.predict(rows);
      }
      // Each row makes 8 arrays, of about 500 bytes with their tensors: 30,000 rows would leak
      // 120 MB. The limit is half of that; the heap is touched to its full size before.
      assertThat(residentMegabytes(statm) - before).isLessThan(60);
    }
  }

  private static long residentMegabytes(Path statm) throws IOException {
    return Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096 / 1_000_000;
  }

  /** Makes the JVM use all of the heap it has committed, so that it cannot pass for a leak. */
  private static void touchHeap() {
    long free = Runtime.getRuntime().freeMemory();
    List<byte[]> blocks = new ArrayList<>();
    for (long taken = 0; taken < free * 9 / 10; taken += 1 << 20) {
      blocks.add(new byte[1 << 20]);
    }
    assertThat(blocks).isNotEmpty();
  }
}
