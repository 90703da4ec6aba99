package io.lepton.tune.internal.gp;

import java.util.Arrays;

/**
 * A Gaussian process with mean 0 that has seen noisy values (Rasmussen and Williams 2006, algorithm
 * 2.1). Predictions are of the process, without the noise. Safe for use by many threads.
 */
public final class GaussianProcess {
  private final Kernel kernel;
  private final double[] points;
  private final double[] weights;
  private final Cholesky factor;

  private GaussianProcess(Kernel kernel, double[] points, double[] weights, Cholesky factor) {
    this.kernel = kernel;
    this.points = points;
    this.weights = weights;
    this.factor = factor;
  }

  /**
   * Conditions on values at points, in cubic time.
   *
   * @param kernel covariances
   * @param x points, at least one
   * @param y values, as many
   * @return the process
   */
  public static GaussianProcess of(Kernel kernel, double[][] x, double[] y) {
    double[] points = flat(x, kernel.dimension());
    Cholesky factor = Cholesky.of(covariances(kernel, points, x), x.length);
    double[] weights = y.clone();
    factor.forward(weights);
    factor.backward(weights);
    return new GaussianProcess(kernel, points, weights, factor);
  }

  static double[] flat(double[][] x, int dimension) {
    double[] points = new double[x.length * dimension];
    for (int i = 0; i < x.length; i++) {
      System.arraycopy(x[i], 0, points, i * dimension, dimension);
    }
    return points;
  }

  private static double[] covariances(Kernel kernel, double[] points, double[][] x) {
    int n = x.length;
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      matrix[i * n + i] = kernel.scale() + kernel.noise();
      for (int j = i + 1; j < n; j++) {
        double distance = kernel.squaredDistance(points, j * kernel.dimension(), x[i]);
        matrix[i * n + j] = kernel.covariance(distance);
      }
    }
    return matrix;
  }

  /**
   * Conditions on points whose values are not known yet as if they came out at the present mean
   * (Ginsbourger, Le Riche and Carraro 2010, "kriging believer"): the mean stays, the variance
   * shrinks around them. Quadratic time a point.
   *
   * @param pending points
   * @return a new process
   */
  public GaussianProcess believing(double[][] pending) {
    if (pending.length == 0) {
      return this;
    }
    int n = factor.size();
    int d = kernel.dimension();
    double[] more = Arrays.copyOf(points, (n + pending.length) * d);
    Cholesky grown = factor.copy(n + pending.length);
    for (double[] point : pending) {
      int size = grown.size();
      double[] column = new double[size];
      for (int i = 0; i < size; i++) {
        column[i] = kernel.covariance(kernel.squaredDistance(more, i * d, point));
      }
      System.arraycopy(point, 0, more, size * d, d);
      grown.append(column, kernel.scale() + kernel.noise());
    }
    // A value equal to the mean has weight 0, which leaves the mean everywhere as it was.
    return new GaussianProcess(kernel, more, Arrays.copyOf(weights, grown.size()), grown);
  }

  /**
   * The distribution of the process at a point.
   *
   * @param x the point
   * @return mean and variance without gradients
   */
  public Prediction at(double[] x) {
    int n = factor.size();
    double[] k = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      k[i] = kernel.covariance(kernel.squaredDistance(points, i * x.length, x));
      mean += weights[i] * k[i];
    }
    factor.forward(k);
    return new Prediction(mean, variance(k), new double[0], new double[0]);
  }

  private double variance(double[] solved) {
    return Math.max(kernel.scale() - Cholesky.dot(solved, solved), 1e-12 * kernel.scale());
  }

  /**
   * The distribution of the process at a point and how it changes there.
   *
   * @param x the point
   * @return with gradients, which are 0 along categories
   */
  public Prediction withGradients(double[] x) {
    int n = factor.size();
    int d = x.length;
    double[] k = new double[n];
    double[] slopes = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double distance = kernel.squaredDistance(points, i * d, x);
      k[i] = kernel.covariance(distance);
      slopes[i] = kernel.slope(distance);
      mean += weights[i] * k[i];
    }
    factor.forward(k);
    double variance = variance(k);
    factor.backward(k);
    double[] meanGradient = new double[d];
    double[] varianceGradient = new double[d];
    for (int i = 0; i < n; i++) {
      double ofMean = 2 * weights[i] * slopes[i];
      double ofVariance = -4 * k[i] * slopes[i];
      for (int j = 0; j < d; j++) {
        if (!kernel.categorical()[j]) {
          double move = kernel.weights()[j] * (x[j] - points[i * d + j]);
          meanGradient[j] += ofMean * move;
          varianceGradient[j] += ofVariance * move;
        }
      }
    }
    return new Prediction(mean, variance, meanGradient, varianceGradient);
  }
}
