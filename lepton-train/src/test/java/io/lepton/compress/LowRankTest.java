package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.internal.Svd;
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
  void findsTheSingularValues() {
    double[] expected = {8, 5, 5, 3, 1, 0.5};
    Svd svd = Svd.of(withSingularValues(64, expected), 64, 64);
    for (int i = 0; i < 64; i++) {
      // Single-precision input: a relative 6e-8 of the largest.
      assertThat(svd.values()[i]).isEqualTo(i < expected.length ? expected[i] : 0, within(1e-6));
    }
    Svd wide = Svd.of(new float[] {3, 0, 0, 0, 0, 4}, 2, 3);
    assertThat(wide.values()).containsExactly(new double[] {4, 3}, within(1e-12));
    assertThat(wide.left()).hasSize(4);
    assertThat(wide.right()).hasSize(6);
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
  void erredByNoMoreThanWhatWasLeftOutAtTheLeastRankThatKeepsTheShare() {
    double[] values = new double[64];
    for (int i = 0; i < 64; i++) {
      values[i] = Math.exp(-i / 8.0);
    }
    double all = squares(values, 0);
    float[] matrix = withSingularValues(64, values);
    Network network = Network.sequential(Shape.of(64), Linear.of(64));
    Weights weights =
        Weights.builder()
            .put("0.weight", Tensor.ofFloats(Shape.of(64, 64), matrix))
            .put("0.bias", network.initialWeights(1).get("0.bias"))
            .build();
    for (int rank : new int[] {1, 10, 31}) {
      double share = 1 - (squares(values, rank) + squares(values, rank - 1)) / 2 / all;
      Weights made = LowRank.keepingEnergy(share).factorise(network, weights).weights();
      Tensor down = made.get("0.down.weight");
      assertThat(down.shape().dimension(0)).isEqualTo(rank);
      float[] right = down.toFloats();
      float[] left = made.get("0.up.weight").toFloats();
      double found = 0;
      for (int row = 0; row < 64; row++) {
        for (int column = 0; column < 64; column++) {
          double sum = matrix[row * 64 + column];
          for (int r = 0; r < rank; r++) {
            sum -= (double) left[row * rank + r] * right[r * 64 + column];
          }
          found += sum * sum;
        }
      }
      // The best there is (Eckart and Young), but for rounding to single precision.
      assertThat(Math.sqrt(found)).isEqualTo(Math.sqrt(squares(values, rank)), within(1e-5));
    }
    // 32 columns and 32 rows of 64 are as many weights as the matrix has.
    assertThat(LowRank.keepingEnergy(0.9999).factorise(network, weights).network())
        .isEqualTo(network);
  }

  private static double squares(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i] * values[i];
    }
    return sum;
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
