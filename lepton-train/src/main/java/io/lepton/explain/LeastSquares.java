package io.lepton.explain;

import io.lepton.error.InvalidInputException;

/** Symmetric positive definite equations, by Cholesky's factors. */
final class LeastSquares {
  private final double[][] factor;

  /** Takes the lower half of the matrix; nothing of it is kept. */
  LeastSquares(double[][] matrix) {
    int n = matrix.length;
    factor = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i][k] * factor[j][k];
        }
        if (i == j) {
          // a pivot that rounding alone may have left says nothing
          if (!(sum > 1e-13 * n * matrix[i][i])) {
            throw new InvalidInputException(
                "the samples do not tell all features apart; ask for more samples");
          }
          factor[i][i] = Math.sqrt(sum);
        } else {
          factor[i][j] = sum / factor[j][j];
        }
      }
    }
  }

  double[] solve(double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= factor[i][k] * x[k];
      }
      x[i] /= factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= factor[k][i] * x[k];
      }
      x[i] /= factor[i][i];
    }
    return x;
  }
}
