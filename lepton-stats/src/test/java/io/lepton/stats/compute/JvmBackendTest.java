package io.lepton.stats.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.spi.RandomLaw;
import io.lepton.stats.Simulation;
import io.lepton.testkit.ComputeBackendContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JvmBackendTest extends ComputeBackendContract {
  @Override
  public ComputeBackend backend() {
    return new JvmBackend();
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    double[] x = Simulation.normal(new SplittableRandom(1), 4200, 1e6, 3);
    double[] y = Simulation.normal(new SplittableRandom(2), 4200, -7, 0.1);
    ComputeBackend one = JvmBackend.withThreads(1);
    for (int threads : new int[] {2, 7}) {
      ComputeBackend some = JvmBackend.withThreads(threads);
      for (Weights weights : Weights.values()) {
        double[][] columns = {x, y};
        assertThat(some.resampledSums(weights, columns, 1300, 9))
            .isDeepEqualTo(one.resampledSums(weights, columns, 1300, 9));
      }
      assertThat(some.subsetSums(x, 700, 3000, 9)).isEqualTo(one.subsetSums(x, 700, 3000, 9));
      RandomLaw beta = new RandomLaw.Beta(3, 2);
      assertThat(some.draws(beta, 50_001, 9)).isEqualTo(one.draws(beta, 50_001, 9));
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> JvmBackend.withThreads(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 threads");
  }
}
