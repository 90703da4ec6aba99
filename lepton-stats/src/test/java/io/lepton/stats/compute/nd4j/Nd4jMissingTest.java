package io.lepton.stats.compute.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.compute.Backends;
import io.lepton.stats.compute.JvmBackend;
import io.lepton.stats.internal.compute.HostWeights;
import io.lepton.stats.internal.compute.ResamplePlan;
import io.lepton.stats.internal.random.Streams;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A class path without ND4J's natives, as this build's is without the profiles. */
class Nd4jMissingTest {
  @Test
  void saysWhatToDo() {
    ComputeBackend backend = new Nd4jBackend();
    Assumptions.assumeTrue(
        backend.unavailable().isPresent(), "SKIPPED: ND4J's natives are on the class path");
    assertThat(backend.name()).isEqualTo("nd4j");
    for (String name : new String[] {"nd4j", "nd4j-cuda"}) {
      assertThatThrownBy(() -> Backends.named(name))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("org.nd4j:nd4j-native")
          .hasMessageContaining("nd4j-cuda-11.6");
    }
    assertThatThrownBy(() -> backend.draws(new io.lepton.spi.RandomLaw.Uniform(), 1, 1))
        .isInstanceOf(EngineException.class);
    Backends.Choice choice = Backends.measured(1000, 100);
    assertThat(choice.backend().name()).isEqualTo("jvm");
    assertThat(choice.reason()).contains("nd4j not usable (ND4J does not load");
  }

  /** With -Pcuda on a machine without an NVIDIA device: what is missing, not that something is. */
  @Test
  void saysWhatIsMissingBesideTheNatives() {
    Assumptions.assumeTrue(
        Nd4jMissingTest.class.getResource("/org/nd4j/linalg/jcublas/JCublasBackend.class") != null,
        "SKIPPED: ND4J's CUDA backend is not on the class path");
    new Nd4jCudaBackend()
        .unavailable()
        .ifPresent(reason -> assertThat(reason).contains("JCublasBackend", "libcuda"));
  }

  /** What ND4J multiplies by: the same rows as the tabled pairs of the JVM, told one by one. */
  @Test
  void hostWeightsAreTheRowsOfTheJvm() {
    int rows = 1500;
    double[][] powers = new double[1][rows];
    for (int i = 0; i < rows; i++) {
      powers[0][i] = (i * 7919L) % 104729;
    }
    long[] starts = new long[30];
    long[] steps = new long[30];
    Streams.states(5, Streams.Purpose.RESAMPLE, 0, starts, steps);
    for (Weights weights : Weights.values()) {
      double[] sums = new JvmBackend().resampledSums(weights, powers, 30, 5)[0];
      for (int r = 0; r < 30; r++) {
        double[] counts = new double[rows];
        HostWeights.resample(new ResamplePlan(rows, weights), 5, r, starts[r], steps[r], counts, 0);
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += counts[i] * powers[0][i];
        }
        assertThat(Math.rint(sums[r])).isEqualTo(sum);
      }
    }
  }
}
