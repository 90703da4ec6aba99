package io.lepton.tune.internal.gp;

import java.util.Arrays;

/**
 * How unlikely values are under a kernel, with the gradient (Rasmussen and Williams 2006, equation
 * 5.9), less the logarithm of the prior. The variables are the logarithms of the weights, of the
 * scale and of the noise above its least value.
 */
final class MarginalLikelihood implements Differentiable {
  /** Relative to values of variance 1; keeps the matrix positive definite. */
  static final double LEAST_NOISE = 1e-6;

  private final double[] points;
  private final double[] y;
  private final boolean[] categorical;
  private final int dimension;

  MarginalLikelihood(double[][] x, double[] y, boolean[] categorical) {
    this.points = GaussianProcess.flat(x, categorical.length);
    this.y = y;
    this.categorical = categorical;
    this.dimension = categorical.length;
  }

  Kernel kernel(double[] logs) {
    double[] weights = Arrays.stream(logs, 0, dimension).map(Math::exp).toArray();
    double noise = LEAST_NOISE + StrictMath.exp(logs[dimension + 1]);
    return new Kernel(weights, StrictMath.exp(logs[dimension]), noise, categorical);
  }

  @Override
  public double at(double[] logs, double[] gradient) {
    Kernel kernel = kernel(logs);
    int n = y.length;
    double[] matrix = new double[n * n];
    double[] slopes = new double[n * n];
    double[] x = new double[dimension];
    for (int i = 0; i < n; i++) {
      System.arraycopy(points, i * dimension, x, 0, dimension);
      matrix[i * n + i] = kernel.scale() + kernel.noise();
      for (int j = i + 1; j < n; j++) {
        double distance = kernel.squaredDistance(points, j * dimension, x);
        matrix[i * n + j] = kernel.covariance(distance);
        slopes[i * n + j] = kernel.slope(distance);
      }
    }
    Cholesky factor;
    try {
      factor = Cholesky.of(matrix, n);
    } catch (ArithmeticException e) {
      return Double.POSITIVE_INFINITY; // the line search steps back
    }
    double[] alpha = y.clone();
    factor.forward(alpha);
    double loss = 0.5 * Cholesky.dot(alpha, alpha) + 0.5 * factor.logDeterminant();
    factor.backward(alpha);
    gradient(kernel, slopes, alpha, factor.inverse(), gradient);
    return loss - KernelPrior.add(kernel, logs, gradient);
  }

  /** With W = K⁻¹ − ααᵀ: ½ Σ W ∂K, each pair once. */
  private void gradient(
      Kernel kernel, double[] slopes, double[] alpha, double[] inverse, double[] gradient) {
    int n = y.length;
    Arrays.fill(gradient, 0);
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += inverse[i * n + i] - alpha[i] * alpha[i];
      for (int j = i + 1; j < n; j++) {
        double pair = (inverse[i * n + j] - alpha[i] * alpha[j]) * slopes[i * n + j];
        for (int k = 0; k < dimension; k++) {
          gradient[k] +=
              pair
                  * Kernel.squaredDifference(
                      points[i * dimension + k], points[j * dimension + k], categorical[k]);
        }
      }
    }
    for (int k = 0; k < dimension; k++) {
      gradient[k] *= kernel.weights()[k];
    }
    // tr(W K) = n − yᵀα, and K is scale times the correlations plus the noise on the diagonal.
    double whole = n - Cholesky.dot(y, alpha);
    gradient[dimension] = 0.5 * (whole - kernel.noise() * trace);
    gradient[dimension + 1] = 0.5 * (kernel.noise() - LEAST_NOISE) * trace;
  }
}
