package io.lepton.privacy;

/**
 * The Rényi divergence of the sampled Gaussian mechanism: each unit takes part with probability q,
 * the sum has sensitivity 1, and noise of deviation σ is added. By Mironov, Talwar and Zhang (2019,
 * "Rényi differential privacy of the sampled Gaussian mechanism") it is log A / (α − 1) with A the
 * mean of (1 − q + q exp((2z − 1) / 2σ²))^α over z of N(0, σ²).
 */
final class SampledGaussian {
  private static final double TAIL = 12; // deviations; beyond lies less than 1e-32
  private static final double LEAST_SIGMA = 0.1;

  private SampledGaussian() {}

  /** For one release; α above 1. */
  static double divergence(double q, double sigma, double alpha) {
    if (q == 0) {
      return 0;
    }
    if (q == 1) {
      return alpha / (2 * sigma * sigma);
    }
    double logA;
    if (alpha == Math.rint(alpha)) {
      logA = binomial(q, sigma, (int) alpha);
    } else if (sigma < LEAST_SIGMA) {
      return Double.POSITIVE_INFINITY; // orders without a bound only make epsilon larger
    } else {
      logA = integral(q, sigma, alpha);
    }
    return Math.max(0, logA) / (alpha - 1);
  }

  /** The binomial expansion, exact for whole orders. */
  private static double binomial(double q, double sigma, int alpha) {
    double sum = Double.NEGATIVE_INFINITY;
    double choose = 0; // log of the binomial coefficient
    for (int k = 0; k <= alpha; k++) {
      double exponent = ((double) k * k - k) / (2 * sigma * sigma);
      sum = logAdd(sum, choose + k * Math.log(q) + (alpha - k) * Math.log1p(-q) + exponent);
      choose += Math.log(alpha - k) - Math.log(k + 1);
    }
    return sum;
  }

  /**
   * The trapezoidal rule. It converges geometrically, because the integrand is analytic within a
   * strip: π σ² wide, where the mixture has its first zero; the step makes the error about e^-39.
   */
  private static double integral(double q, double sigma, double alpha) {
    double variance = sigma * sigma;
    double step = Math.min(sigma / 8, variance / 2);
    double low = -TAIL * sigma;
    long count = (long) Math.ceil((alpha + 2 * TAIL * sigma) / step);
    double sum = Double.NEGATIVE_INFINITY;
    for (long i = 0; i <= count; i++) {
      double z = low + i * step;
      double ratio = logAdd(Math.log1p(-q), Math.log(q) + (2 * z - 1) / (2 * variance));
      sum = logAdd(sum, alpha * ratio - z * z / (2 * variance));
    }
    return sum + Math.log(step / (sigma * Math.sqrt(2 * Math.PI)));
  }

  private static double logAdd(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
