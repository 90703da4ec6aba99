package io.lepton.stats.bandit;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Ridge regression of one arm's rewards that learns one case at a time: the inverse of {@code λI +
 * Σ x xᵀ} is kept by the formula of Sherman and Morrison in O(d²), and made anew from the sums now
 * and then, so that rounding does not pile up. Not thread-safe.
 */
final class RidgeArm {
  private static final int REFRESH = 1000;

  private final int d;
  private final double ridge;
  private final double[] products;
  private final double[] moments;
  private long pulls;
  private double[] inverse;
  private double[] weights;

  RidgeArm(LinearState.Arm state, int features, double ridge) {
    this.d = features;
    this.ridge = ridge;
    pulls = state.pulls();
    products = state.products().stream().mapToDouble(Double::doubleValue).toArray();
    moments = state.moments().stream().mapToDouble(Double::doubleValue).toArray();
    inverse = inverted();
    weights = times(inverse, moments);
  }

  private double[] inverted() {
    double[][] matrix = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        matrix[i][j] = products[i * d + j] + (i == j ? ridge : 0);
      }
    }
    double[][] inverted =
        new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false))
            .getSolver()
            .getInverse()
            .getData();
    return Arrays.stream(inverted).flatMapToDouble(Arrays::stream).toArray();
  }

  private double[] times(double[] matrix, double[] x) {
    double[] result = new double[d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        result[i] += matrix[i * d + j] * x[j];
      }
    }
    return result;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  double predicted(double[] x) {
    return dot(weights, x);
  }

  /** √(xᵀ A⁻¹ x). */
  double width(double[] x) {
    return Math.sqrt(Math.max(0, dot(x, times(inverse, x))));
  }

  void learn(double[] x, double reward) {
    double[] turned = times(inverse, x);
    double factor = 1 / (1 + dot(x, turned));
    for (int i = 0; i < d; i++) {
      moments[i] += reward * x[i];
      for (int j = 0; j < d; j++) {
        products[i * d + j] += x[i] * x[j];
        inverse[i * d + j] -= factor * turned[i] * turned[j];
      }
    }
    if (++pulls % REFRESH == 0) {
      inverse = inverted();
    }
    weights = times(inverse, moments);
  }

  LinearState.Arm state() {
    return new LinearState.Arm(
        pulls,
        List.copyOf(Arrays.stream(products).boxed().toList()),
        List.copyOf(Arrays.stream(moments).boxed().toList()));
  }
}
