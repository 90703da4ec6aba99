package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.compress.internal.TruncatedSvd;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LowRankTest {
  /** H diag(values) with H of Hadamard: its singular values are known exactly. */
  private static float[] withSingularValues(int size, double... values) {
    float[] matrix = new float[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < values.length; column++) {
        double sign = Integer.bitCount(row & column) % 2 == 0 ? 1 : -1;
        matrix[row * size + column] = (float) (sign / Math.sqrt(size) * values[column]);
      }
    }
    return matrix;
  }

  @Test
  void findsTheLeadingSingularValues() {
    float[] matrix = withSingularValues(64, 8, 5, 5, 3, 1, 0.5);

    TruncatedSvd svd = TruncatedSvd.of(matrix, 64, 64, 4);

    double[] expected = {8, 5, 5, 3};
    for (int i = 0; i < 4; i++) {
      double square = 0;
      for (double v : svd.right()[i]) {
        square += v * v;
      }
      // Single-precision input: a relative 6e-8 of the largest.
      assertThat(Math.sqrt(square)).isEqualTo(expected[i], within(1e-6));
    }
    assertThat(svd.energy()).isEqualTo(64 + 25 + 25 + 9, within(1e-4));
  }

  @Test
  void isExactWhereTheMatrixHasThatRank() {
    Network network = Network.sequential(Shape.of(64), Linear.of(64), Linear.of(3));
    Weights weights =
        Weights.builder()
            .put("0.weight", Tensor.ofFloats(Shape.of(64, 64), withSingularValues(64, 3, 2, 1)))
            .put("0.bias", network.initialWeights(1).get("0.bias"))
            .put("1.weight", network.initialWeights(1).get("1.weight"))
            .put("1.bias", network.initialWeights(1).get("1.bias"))
            .build();

    NetworkModel model = LowRank.keepingEnergy(0.999).factorise(network, weights);

    assertThat(model.weights().names())
        .containsExactly("0.down.weight", "0.up.weight", "0.up.bias", "1.weight", "1.bias");
    assertThat(model.weights().get("0.down.weight").shape().dimension(0)).isEqualTo(3);
    float[] rows = Nets.rows(network, 20, 3);
    assertThat(
            Nets.relativeError(
                Nets.run(network, weights, rows), Nets.run(model.network(), model.weights(), rows)))
        .isLessThan(1e-5);
  }

  @Test
  void erredByNoMoreThanWhatWasLeftOut() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[64];
    for (int i = 0; i < 64; i++) {
      values[i] = Math.exp(-i / 8.0) * (1 + 0.01 * random.nextDouble());
    }
    float[] matrix = withSingularValues(64, values);
    TruncatedSvd svd = TruncatedSvd.of(matrix, 64, 64, 16);
    double left = 0;
    for (int i = 16; i < 64; i++) {
      left += values[i] * values[i];
    }
    double found = 0;
    for (int row = 0; row < 64; row++) {
      for (int column = 0; column < 64; column++) {
        double sum = matrix[row * 64 + column];
        for (int r = 0; r < 16; r++) {
          sum -= svd.left()[r][row] * svd.right()[r][column];
        }
        found += sum * sum;
      }
    }
    // The best there is (Eckart and Young), reached by subspace iteration to a few parts in 10^4.
    assertThat(found).isBetween(left * (1 - 1e-5), left * (1 + 1e-3));
  }

  @Test
  void leavesALayerAloneWhereNothingIsSaved() {
    Network network = Network.sequential(Shape.of(4), Linear.of(3));
    Weights weights = network.initialWeights(1);

    NetworkModel model = LowRank.ofRank(2).factorise(network, weights);

    assertThat(model.network()).isEqualTo(network);
    assertThat(model.weights().contentEquals(weights)).isTrue();
  }
}
