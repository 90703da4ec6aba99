package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.spi.RandomLaw;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a backend does with its arguments. */
interface ComputeInputRules extends ComputeSubject {
  private void refused(double[][] columns, int replicates, String part) {
    for (Weights weights : Weights.values()) {
      refused(() -> backend().resampledSums(weights, columns, replicates, 1), part);
    }
  }

  private static void refused(ThrowingCallable call, String part) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContaining(part);
  }

  @Test
  @DisplayName("refuses columns that are empty, uneven, not finite, or too large to add up")
  default void refusesBadColumns() {
    refused(new double[][] {}, 10, "column");
    refused(new double[][] {{}}, 10, "0 values");
    refused(new double[][] {{1, 2}, {1}}, 10, "1");
    refused(new double[][] {{1, Double.NaN}}, 10, "NaN");
    refused(new double[][] {{1, 2}, {Double.POSITIVE_INFINITY, 0}}, 10, "Infinity");
    refused(new double[][] {{1e308, 1e308}}, 10, "double can hold");
    ComputeBackend backend = backend();
    refused(() -> backend.subsetSums(new double[] {}, 0, 10, 1), "0 values");
    refused(() -> backend.subsetSums(new double[] {1, Double.NaN}, 1, 10, 1), "NaN");
  }

  @Test
  @DisplayName("refuses counts and sizes that make no sense")
  default void refusesBadCounts() {
    refused(new double[][] {{1, 2}}, 0, "replicates is 0");
    ComputeBackend backend = backend();
    refused(() -> backend.subsetSums(new double[] {1}, 2, 10, 1), "subset of 2");
    refused(() -> backend.subsetSums(new double[] {1}, -1, 10, 1), "subset of -1");
    refused(() -> backend.subsetSums(new double[] {1}, 1, 0, 1), "replicates is 0");
    refused(() -> backend.draws(new RandomLaw.Uniform(), 0, 1), "count is 0");
  }

  @Test
  @DisplayName("neither changes its arguments nor keeps its results")
  default void leavesArgumentsAlone() {
    ComputeBackend backend = backend();
    double[][] columns = {ComputeSubject.values(2000)};
    double[][] first = backend.resampledSums(Weights.MULTINOMIAL, columns, 5, 1);
    assertThat(columns[0]).isEqualTo(ComputeSubject.values(2000));
    double kept = first[0][0];
    first[0][0] = -1;
    assertThat(backend.resampledSums(Weights.MULTINOMIAL, columns, 5, 1)[0][0]).isEqualTo(kept);
    backend.subsetSums(columns[0], 1500, 5, 1);
    assertThat(columns[0]).isEqualTo(ComputeSubject.values(2000));
  }

  @Test
  @DisplayName("takes one row, and values that are all the same")
  default void takesDegenerateColumns() {
    ComputeBackend backend = backend();
    assertThat(backend.resampledSums(Weights.MULTINOMIAL, new double[][] {{3}}, 5, 1)[0])
        .containsOnly(3);
    double[][] same = {ComputeSubject.constant(3000, 0.25)};
    assertThat(backend.resampledSums(Weights.MULTINOMIAL, same, 5, 1)[0]).containsOnly(750);
    assertThat(backend.subsetSums(new double[] {3}, 1, 5, 1)).containsOnly(3);
  }
}
