package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoxMinimizerTest {
  private static double[] filled(int d, double value) {
    double[] array = new double[d];
    Arrays.fill(array, value);
    return array;
  }

  private static double rosenbrock(double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      double b = 1 - x[i];
      sum += 100 * a * a + b * b;
      gradient[i] += -400 * a * x[i] - 2 * b;
      gradient[i + 1] += 200 * a;
    }
    return sum;
  }

  @Test
  void findsTheMinimumOfRosenbrocksFunction() {
    int[] calls = {0};
    BoxMinimizer.Minimum minimum =
        new BoxMinimizer(filled(6, -5), filled(6, 5), 200, 1e-8)
            .minimize(
                (x, gradient) -> {
                  calls[0]++;
                  return rosenbrock(x, gradient);
                },
                new double[] {-1.2, 1, -1.2, 1, -1.2, 1});
    assertThat(minimum.value()).isLessThan(1e-14);
    assertThat(calls[0]).isLessThan(300);
  }

  /**
   * With x ≤ 0.5 each coordinate but the last but one sits where the multiplier is not negative.
   */
  @Test
  void stopsAtTheBorderWhereTheGradientPointsOut() {
    BoxMinimizer.Minimum minimum =
        new BoxMinimizer(filled(2, -5), filled(2, 0.5), 200, 1e-8)
            .minimize(BoxMinimizerTest::rosenbrock, new double[] {-2, -2});
    assertThat(minimum.point()[0]).isCloseTo(0.5, offset(1e-6));
    assertThat(minimum.point()[1]).isCloseTo(0.25, offset(1e-6));
  }

  @Test
  void neverLeavesTheBoxNorEndsWorseThanItBegan() {
    double[] low = {-1, 0.2, 0};
    double[] high = {1, 0.2, 3};
    double[] start = {9, 9, -9};
    BoxMinimizer.Minimum minimum =
        new BoxMinimizer(low, high, 50, 1e-9)
            .minimize(
                (x, gradient) -> {
                  for (int i = 0; i < 3; i++) {
                    assertThat(x[i]).isBetween(low[i], high[i]);
                  }
                  gradient[0] = Math.cos(5 * x[0]) * 5;
                  gradient[1] = 1;
                  gradient[2] = x[2] > 2 ? Double.NaN : -1;
                  return x[2] > 2 ? Double.NaN : Math.sin(5 * x[0]) + x[1] - x[2];
                },
                start);
    assertThat(minimum.value()).isLessThanOrEqualTo(Math.sin(5) + 0.2);
    assertThat(minimum.point()[1]).isEqualTo(0.2);
    assertThat(minimum.point()[2]).isBetween(1.0, 2.0);
  }
}
