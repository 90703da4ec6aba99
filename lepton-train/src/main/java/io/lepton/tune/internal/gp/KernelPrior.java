package io.lepton.tune.internal.gp;

/**
 * What is believed of a kernel before any value, for values of variance 1 on the unit cube, as in
 * Optuna's GPSampler: each weight w with density exp(−0.1/w − 0.1 w), the scale Gamma(2, 1), the
 * noise Gamma(1.1, 30). The noise of most objectives is small, and may be none.
 */
final class KernelPrior {
  private static final double WEIGHT = 0.1;
  private static final double NOISE_SHAPE = 1.1;
  private static final double NOISE_RATE = 30;

  private KernelPrior() {}

  /**
   * The logarithm of the density up to a constant.
   *
   * @param kernel at the point
   * @param logs the point: logarithms of weights, scale, noise above the least
   * @param gradient of the loss, from which the derivatives by {@code logs} are taken off
   */
  static double add(Kernel kernel, double[] logs, double[] gradient) {
    int d = kernel.dimension();
    double noise = kernel.noise() - MarginalLikelihood.LEAST_NOISE;
    double sum = logs[d] - kernel.scale() + (NOISE_SHAPE - 1) * logs[d + 1] - NOISE_RATE * noise;
    gradient[d] -= 1 - kernel.scale();
    gradient[d + 1] -= NOISE_SHAPE - 1 - NOISE_RATE * noise;
    for (int k = 0; k < d; k++) {
      double w = kernel.weights()[k];
      sum -= WEIGHT / w + WEIGHT * w;
      gradient[k] -= WEIGHT / w - WEIGHT * w;
    }
    return sum;
  }
}
