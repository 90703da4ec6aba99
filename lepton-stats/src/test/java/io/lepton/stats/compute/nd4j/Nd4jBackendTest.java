package io.lepton.stats.compute.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.Simulation;
import io.lepton.stats.compute.Backends;
import io.lepton.stats.compute.JvmBackend;
import io.lepton.testkit.ComputeBackendContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs with {@code -Pnd4j} (CPU) or {@code -Pcuda}; without natives all of it is skipped. */
class Nd4jBackendTest extends ComputeBackendContract {
  @Override
  public ComputeBackend backend() {
    return new Nd4jBackend();
  }

  @Test
  void addsUpTheRowsThatTheJvmDoes() {
    double[][] columns = {
      Simulation.normal(new SplittableRandom(1), 5003, 1e6, 3),
      Simulation.normal(new SplittableRandom(2), 5003, 0, 1)
    };
    for (Weights weights : Weights.values()) {
      double[][] jvm = new JvmBackend().resampledSums(weights, columns, 100, 3);
      double[][] nd4j = backend().resampledSums(weights, columns, 100, 3);
      for (int r = 0; r < 100; r++) {
        assertThat(nd4j[0][r]).isCloseTo(jvm[0][r], within(1e-12 * 5003 * 1e6));
        assertThat(nd4j[1][r]).isCloseTo(jvm[1][r], within(1e-12 * 5003));
      }
    }
    double[] jvm = new JvmBackend().subsetSums(columns[1], 1700, 100, 3);
    assertThat(backend().subsetSums(columns[1], 1700, 100, 3)).containsExactly(jvm, within(1e-9));
  }

  /** Why everything is DOUBLE. */
  @Test
  void sumsOfFloatsStopGrowing() {
    int n = 80_000_000;
    try (INDArray floats = Nd4j.ones(DataType.FLOAT, n)) {
      assertThat(floats.sumNumber().doubleValue()).isLessThan(0.9 * n);
    }
    double[][] ones = new double[1][5_000_000];
    java.util.Arrays.setAll(ones[0], i -> i % 2 == 0 ? 16_777_217 : 16_777_219);
    double sum = backend().resampledSums(Weights.MULTINOMIAL, ones, 1, 1)[0][0];
    // within six standard errors of the mean, which no sum of floats of this size would be
    assertThat(sum / 5e6).isCloseTo(16_777_218, within(6 / Math.sqrt(5e6)));
  }

  @Test
  void cudaIsNotTakenForGranted() {
    ComputeBackend cuda = new Nd4jCudaBackend();
    if (cuda.unavailable().isPresent()) {
      assertThat(cuda.unavailable().orElseThrow()).contains("nd4j-cuda-11.6");
      assertThatThrownBy(() -> Backends.named("nd4j-cuda"))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("nd4j-cuda-11.6");
    } else {
      assertThat(cuda.properties().device()).startsWith("cuda");
    }
  }
}
