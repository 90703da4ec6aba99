package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.spi.RandomLaw;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the results of a backend depend on, and what not. */
interface ComputeRandomnessRules extends ComputeSubject {
  /** Few rows; a full block less one row; and several blocks with some rows left. */
  List<Integer> ROWS = List.of(2, 63, 700, 3001);

  @Test
  @DisplayName("has a stable name, and says where it runs")
  default void saysWhatItIs() {
    ComputeBackend backend = backend();
    assertThat(backend.name()).matches("[a-z0-9-]+").isEqualTo(backend().name());
    assertThat(backend.properties()).isEqualTo(backend.properties());
    assertThat(backend.properties().device()).isNotBlank();
    assertThat(backend.properties().library()).isNotBlank();
    assertThat(backend.properties().threads()).isPositive();
    assertThat(backend.properties().relativeError()).isBetween(0.0, 1e-9);
  }

  @Test
  @DisplayName("gives the same bits for the same key, and others for another")
  default void sameKeySameBits() {
    ComputeBackend backend = backend();
    for (int rows : ROWS) {
      double[][] columns = {ComputeSubject.values(rows)};
      for (Weights weights : Weights.values()) {
        double[][] sums = backend.resampledSums(weights, columns, 40, 7);
        assertThat(backend.resampledSums(weights, columns, 40, 7)).isDeepEqualTo(sums);
        assertThat(backend.resampledSums(weights, columns, 40, 8)[0]).isNotEqualTo(sums[0]);
      }
      double[] subsets = backend.subsetSums(columns[0], rows / 2, 40, 7);
      assertThat(backend.subsetSums(columns[0], rows / 2, 40, 7)).isEqualTo(subsets);
      assertThat(backend.subsetSums(columns[0], rows / 2, 40, 8)).isNotEqualTo(subsets);
    }
    RandomLaw law = new RandomLaw.Normal();
    assertThat(backend.draws(law, 40, 7)).isEqualTo(backend.draws(law, 40, 7));
    assertThat(backend.draws(law, 40, 7)).doesNotContain(backend.draws(law, 40, 8));
  }

  @Test
  @DisplayName("gives a replicate the same bits however many are asked for")
  default void replicatesStandAlone() {
    ComputeBackend backend = backend();
    for (int rows : ROWS) {
      double[][] columns = {ComputeSubject.values(rows)};
      for (Weights weights : Weights.values()) {
        double[] all = backend.resampledSums(weights, columns, 50, 3)[0];
        assertThat(backend.resampledSums(weights, columns, 7, 3)[0])
            .isEqualTo(Arrays.copyOf(all, 7));
      }
      double[] all = backend.subsetSums(columns[0], 1, 50, 3);
      assertThat(backend.subsetSums(columns[0], 1, 7, 3)).isEqualTo(Arrays.copyOf(all, 7));
    }
    double[] draws = backend.draws(new RandomLaw.Gamma(2), 50, 3);
    assertThat(backend.draws(new RandomLaw.Gamma(2), 7, 3)).isEqualTo(Arrays.copyOf(draws, 7));
  }

  @Test
  @DisplayName("takes the same rows for all columns, of one call or of several")
  default void columnsShareTheirRows() {
    ComputeBackend backend = backend();
    double error = backend.properties().relativeError();
    for (int rows : ROWS) {
      double[] x = ComputeSubject.values(rows);
      double[] line = Arrays.stream(x).map(value -> 5 - 2 * value).toArray();
      for (Weights weights : Weights.values()) {
        double[][] sums =
            backend.resampledSums(
                weights, new double[][] {ComputeSubject.constant(rows, 1), x, line}, 30, 11);
        assertThat(backend.resampledSums(weights, new double[][] {x}, 30, 11)[0])
            .isEqualTo(sums[1]);
        for (int r = 0; r < 30; r++) {
          double allowed = 8 * error * (2 * sums[1][r] + 5 * sums[0][r] + 1);
          assertThat(sums[2][r]).isCloseTo(5 * sums[0][r] - 2 * sums[1][r], within(allowed));
        }
      }
    }
  }

  @Test
  @DisplayName("gives many threads at once what it gives one")
  default void manyThreads() throws Exception {
    ComputeBackend backend = backend();
    double[][] columns = {ComputeSubject.values(3001)};
    double[][] sums = backend.resampledSums(Weights.MULTINOMIAL, columns, 20, 5);
    double[] subsets = backend.subsetSums(columns[0], 1000, 20, 5);
    Race.allSucceed(
        thread ->
            () -> {
              assertThat(backend.resampledSums(Weights.MULTINOMIAL, columns, 20, 5))
                  .isDeepEqualTo(sums);
              assertThat(backend.subsetSums(columns[0], 1000, 20, 5)).isEqualTo(subsets);
            });
  }
}
