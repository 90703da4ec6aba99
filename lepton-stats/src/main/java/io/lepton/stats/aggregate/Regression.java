package io.lepton.stats.aggregate;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Least squares of variable 0 on the others, from their co-moments. Solved on the correlations by
 * eigenvalues, so that a covariate that is constant or follows from others adds nothing instead of
 * blowing up.
 */
final class Regression {
  private static final double NEGLIGIBLE = 1e-10;
  private static final double CONSTANT = 1e-12; // of the mean: what merging can leave of no spread

  private final double[] slopes;
  private final int rank;
  private final double[][] inverse;

  private Regression(double[] slopes, int rank, double[][] inverse) {
    this.slopes = slopes;
    this.rank = rank;
    this.inverse = inverse;
  }

  /** On the sum of the groups' co-moments, each about its own means. */
  static Regression within(Moments... groups) {
    int k = groups[0].variables() - 1;
    double[][] products = new double[k + 1][k + 1];
    double[] negligible = new double[k];
    for (Moments group : groups) {
      for (int i = 0; i <= k; i++) {
        for (int j = 0; j <= k; j++) {
          products[i][j] += group.coMoment(i, j);
        }
      }
      for (int i = 0; i < k; i++) {
        double least = CONSTANT * group.mean(i + 1);
        negligible[i] += least * least * group.n();
      }
    }
    double[] scale = new double[k];
    for (int i = 0; i < k; i++) {
      double square = products[i + 1][i + 1];
      scale[i] = square > negligible[i] ? 1 / Math.sqrt(square) : 0;
    }
    return solve(products, scale);
  }

  private static Regression solve(double[][] products, double[] scale) {
    int k = scale.length;
    double[][] correlations = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        correlations[i][j] = scale[i] * products[i + 1][j + 1] * scale[j];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(correlations));
    double[][] inverse = new double[k][k];
    int rank = 0;
    for (int e = 0; e < k; e++) {
      double value = eigen.getRealEigenvalue(e);
      if (value > NEGLIGIBLE) {
        rank++;
        double[] vector = eigen.getEigenvector(e).toArray();
        for (int i = 0; i < k; i++) {
          for (int j = 0; j < k; j++) {
            inverse[i][j] += scale[i] * vector[i] / value * vector[j] * scale[j];
          }
        }
      }
    }
    double[] slopes = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        slopes[i] += inverse[i][j] * products[j + 1][0];
      }
    }
    return new Regression(slopes, rank, inverse);
  }

  double[] slopes() {
    return slopes.clone();
  }

  /** Number of covariates that count. */
  int rank() {
    return rank;
  }

  /** xᵀ S⁻¹ x. */
  double leverage(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        sum += x[i] * inverse[i][j] * x[j];
      }
    }
    return sum;
  }

  /** What is left of variable 0's sum of squares in a group; 0 where only rounding is left. */
  double residual(Moments group) {
    double[] row = new double[slopes.length + 1];
    row[0] = 1;
    for (int i = 0; i < slopes.length; i++) {
      row[i + 1] = -slopes[i];
    }
    double left = group.combined(new double[][] {row}, 0).coMoment(0, 0);
    return left > CONSTANT * group.coMoment(0, 0) ? left : 0;
  }

  /** Σ slopesᵢ xᵢ. */
  double of(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += slopes[i] * x[i];
    }
    return sum;
  }

  /** Σ aᵢ aⱼ Sᵢⱼ over the covariates of a group. */
  static double quadratic(Moments group, double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        sum += left[i] * group.coMoment(i + 1, j + 1) * right[j];
      }
    }
    return sum;
  }
}
