package io.lepton.explain;

/**
 * A weighted ridge regression on features that are there or not, with an intercept that is not
 * shrunk, and sandwich standard errors from the samples.
 */
final class LocalFit {
  final double intercept;
  final double[] weights;
  final double[] standardErrors;

  /** Share of the weighted variance of y that the fit accounts for; 1 where there is none. */
  final double rSquared;

  LocalFit(boolean[][] x, double[] y, double[] sampleWeights, double ridge) {
    int n = x.length;
    int features = x[0].length;
    double total = 0;
    double meanY = 0;
    double[] meanX = new double[features];
    for (int i = 0; i < n; i++) {
      total += sampleWeights[i];
      meanY += sampleWeights[i] * y[i];
      for (int j = 0; j < features; j++) {
        meanX[j] += x[i][j] ? sampleWeights[i] : 0;
      }
    }
    meanY /= total;
    for (int j = 0; j < features; j++) {
      meanX[j] /= total;
    }
    double[][] matrix = new double[features][features];
    double[] right = new double[features];
    double[] row = new double[features];
    for (int i = 0; i < n; i++) {
      centre(x[i], meanX, row);
      for (int a = 0; a < features; a++) {
        right[a] += sampleWeights[i] * row[a] * (y[i] - meanY);
        for (int b = 0; b <= a; b++) {
          matrix[a][b] += sampleWeights[i] * row[a] * row[b];
        }
      }
    }
    for (int a = 0; a < features; a++) {
      matrix[a][a] += ridge;
    }
    LeastSquares equations = new LeastSquares(matrix);
    weights = equations.solve(right);
    standardErrors = new double[features];
    double left = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      centre(x[i], meanX, row);
      double residual = y[i] - meanY;
      spread += sampleWeights[i] * residual * residual;
      for (int a = 0; a < features; a++) {
        residual -= weights[a] * row[a];
      }
      left += sampleWeights[i] * residual * residual;
      for (int a = 0; a < features; a++) {
        row[a] *= sampleWeights[i] * residual;
      }
      double[] influence = equations.solve(row);
      for (int a = 0; a < features; a++) {
        standardErrors[a] += influence[a] * influence[a];
      }
    }
    double at = meanY;
    for (int a = 0; a < features; a++) {
      standardErrors[a] = Math.sqrt(standardErrors[a]);
      at -= weights[a] * meanX[a];
    }
    intercept = at;
    rSquared = spread > 0 ? 1 - left / spread : 1;
  }

  private static void centre(boolean[] x, double[] mean, double[] into) {
    for (int a = 0; a < x.length; a++) {
      into[a] = (x[a] ? 1 : 0) - mean[a];
    }
  }

  /** What the fit says where every feature is there. */
  double atTheCase() {
    double sum = intercept;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }
}
