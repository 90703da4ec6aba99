package io.lepton.tune.internal.qmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LowDiscrepancyTest {
  @Test
  void plainSobolPointsAreScipys() throws Exception {
    int[][] shapes = {{1, 16}, {5, 64}, {64, 33}, {1000, 9}};
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    getClass().getResourceAsStream("/io/lepton/tune/internal/sobol.txt")),
                StandardCharsets.US_ASCII))) {
      for (int[] shape : shapes) {
        Sobol points = Sobol.of(shape[0], OptionalLong.empty());
        for (int i = 0; i < shape[1]; i++) {
          double[] expected =
              Arrays.stream(lines.readLine().split(" ")).mapToDouble(Double::parseDouble).toArray();
          assertThat(points.point(i)).containsExactly(expected);
        }
      }
      assertThat(lines.readLine()).isNull();
    }
  }

  /** The first two coordinates are a (0, m, 2)-net in base 2, which Owen's scrambling keeps. */
  @Test
  void scrambledPointsKeepOneInEachElementaryInterval() {
    for (long seed = 0; seed < 20; seed++) {
      Sobol points = Sobol.of(2, OptionalLong.of(seed));
      for (int wide = 0; wide <= 6; wide++) {
        int columns = 1 << wide;
        int rows = 64 / columns;
        boolean[] seen = new boolean[64];
        for (int i = 0; i < 64; i++) {
          double[] point = points.point(i);
          int cell = (int) (point[0] * columns) * rows + (int) (point[1] * rows);
          assertThat(seen[cell]).as("seed %d, %d columns, point %d", seed, columns, i).isFalse();
          seen[cell] = true;
        }
      }
    }
  }

  /** Over seeds a point is uniform: its mean over n seeds is within 4/√(12 n) of 1/2. */
  @Test
  void aSeedMovesEachPointUniformly() {
    int seeds = 2000;
    for (int index : new int[] {0, 1, 37}) {
      double sobol = 0;
      double halton = 0;
      for (long seed = 0; seed < seeds; seed++) {
        sobol += Sobol.of(3, OptionalLong.of(seed)).point(index)[2] / seeds;
        halton += Halton.of(3, OptionalLong.of(seed)).point(index)[2] / seeds;
      }
      assertThat(sobol).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * seeds)));
      assertThat(halton).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * seeds)));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  @Test
  void sameSeedSamePointsOtherSeedOthers() {
    assertThat(Sobol.of(4, OptionalLong.of(7)).point(9))
        .containsExactly(Sobol.of(4, OptionalLong.of(7)).point(9))
        .isNotEqualTo(Sobol.of(4, OptionalLong.of(8)).point(9));
    assertThat(Halton.of(4, OptionalLong.of(7)).point(9))
        .containsExactly(Halton.of(4, OptionalLong.of(7)).point(9))
        .isNotEqualTo(Halton.of(4, OptionalLong.of(8)).point(9));
  }

  /**
   * The integral of Π 2x over five coordinates is 1. Random points miss it by σ/√n = 0.056 with n =
   * 1024; evenly spread ones by far less.
   */
  @Test
  void integratesAProductBetterThanRandomPoints() {
    assertThat(Math.abs(mean(Sobol.of(5, OptionalLong.of(1))) - 1)).isLessThan(0.01);
    assertThat(Math.abs(mean(Halton.of(5, OptionalLong.of(1))) - 1)).isLessThan(0.03);
  }

  private static double mean(LowDiscrepancy points) {
    double sum = 0;
    for (int i = 0; i < 1024; i++) {
      sum += Arrays.stream(points.point(i)).map(x -> 2 * x).reduce(1, (a, b) -> a * b);
    }
    return sum / 1024;
  }

  @Test
  void refusesMoreCoordinatesThanThereAreNumbersFor() {
    assertThatThrownBy(() -> Sobol.of(1001, OptionalLong.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1001")
        .hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> Halton.of(41, OptionalLong.of(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 40");
    assertThatThrownBy(() -> Sobol.of(0, OptionalLong.of(1)))
        .isInstanceOf(InvalidInputException.class);
  }
}
