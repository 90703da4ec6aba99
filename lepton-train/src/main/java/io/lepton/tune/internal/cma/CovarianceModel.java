package io.lepton.tune.internal.cma;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** A covariance matrix with its square root C = B D² Bᵀ. Not thread-safe. */
final class CovarianceModel {
  private final int d;
  private final Covariance kind;
  private final double[][] matrix;
  private double[][] axes;
  private double[] lengths;

  CovarianceModel(int dimension, Covariance kind) {
    this.d = dimension;
    this.kind = kind;
    this.matrix = identity(dimension);
    this.axes = identity(dimension);
    this.lengths = new double[dimension];
    Arrays.fill(lengths, 1);
  }

  private static double[][] identity(int d) {
    double[][] matrix = new double[d][d];
    for (int i = 0; i < d; i++) {
      matrix[i][i] = 1;
    }
    return matrix;
  }

  double variance(int i) {
    return matrix[i][i];
  }

  /** The largest variance of a direction by the smallest. */
  double condition() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double length : lengths) {
      least = Math.min(least, length);
      most = Math.max(most, length);
    }
    return most * most / (least * least);
  }

  /** C^½ z. */
  double[] root(double[] z) {
    double[] y = new double[d];
    for (int i = 0; i < d; i++) {
      if (kind == Covariance.DIAGONAL) {
        y[i] = lengths[i] * z[i];
        continue;
      }
      for (int k = 0; k < d; k++) {
        y[i] += axes[i][k] * lengths[k] * z[k];
      }
    }
    return y;
  }

  /** C^−½ y. */
  double[] whiten(double[] y) {
    double[] z = new double[d];
    if (kind == Covariance.DIAGONAL) {
      for (int i = 0; i < d; i++) {
        z[i] = y[i] / lengths[i];
      }
      return z;
    }
    for (int k = 0; k < d; k++) {
      double along = 0;
      for (int i = 0; i < d; i++) {
        along += axes[i][k] * y[i];
      }
      along /= lengths[k];
      for (int i = 0; i < d; i++) {
        z[i] += axes[i][k] * along;
      }
    }
    return z;
  }

  void scale(double factor) {
    for (double[] row : matrix) {
      for (int j = 0; j < d; j++) {
        row[j] *= factor;
      }
    }
  }

  void add(double factor, double[] y) {
    for (int i = 0; i < d; i++) {
      if (kind == Covariance.DIAGONAL) {
        matrix[i][i] += factor * y[i] * y[i];
        continue;
      }
      for (int j = 0; j < d; j++) {
        matrix[i][j] += factor * y[i] * y[j];
      }
    }
  }

  /** Raises the variance of a coordinate without a change of its correlations. */
  void raise(int coordinate, double variance) {
    double factor = Math.sqrt(variance / matrix[coordinate][coordinate]);
    for (int j = 0; j < d; j++) {
      matrix[coordinate][j] *= factor;
      matrix[j][coordinate] *= factor;
    }
  }

  /** Must be called after changes, before roots are taken. */
  void decompose() {
    if (kind == Covariance.DIAGONAL) {
      for (int i = 0; i < d; i++) {
        lengths[i] = Math.sqrt(matrix[i][i]);
      }
      return;
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i][j] = matrix[j][i];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(matrix, false));
    axes = eigen.getV().getData();
    double[] values = eigen.getRealEigenvalues();
    double largest = Arrays.stream(values).max().orElse(1);
    for (int i = 0; i < d; i++) {
      lengths[i] = Math.sqrt(Math.max(values[i], 1e-20 * largest));
    }
  }
}
