package io.lepton.stats.internal;

/**
 * The range of k independent standard normal values: the studentised range with infinite degrees of
 * freedom. {@code P(R > q) = k ∫ φ(z) (Φ(z)^(k−1) − [Φ(z) − Φ(z − q)]^(k−1)) dz}, summed by the
 * trapezoid rule, which on an entire integrand that dies like a Gaussian converges faster than any
 * power; the difference is taken without cancelling, so that small tails keep their digits.
 */
public final class StudentizedRange {
  private static final double STEP = 1.0 / 32;
  private static final double FAR = 37;
  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  private StudentizedRange() {}

  /** P(R > q) for k values, k at least 2. */
  public static double upper(double q, int k) {
    if (q <= 0) {
      return 1;
    }
    double sum = 0;
    for (double z = -FAR; z <= FAR; z += STEP) {
      double below = Normal.cumulative(z);
      double stray = -Math.expm1((k - 1) * Math.log1p(-Normal.cumulative(z - q) / below));
      sum += Math.exp(-0.5 * z * z) / SQRT_2_PI * Math.pow(below, k - 1) * stray;
    }
    return Math.min(1, k * sum * STEP);
  }

  /** The q exceeded with probability p. */
  public static double upperQuantile(double p, int k) {
    return Tails.falling(q -> Math.log(upper(q, k) / p), 0, 4);
  }
}
