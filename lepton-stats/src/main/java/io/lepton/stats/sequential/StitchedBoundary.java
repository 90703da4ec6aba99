package io.lepton.stats.sequential;

import io.lepton.stats.internal.Checks;

/**
 * The polynomial stitched boundary (Howard et al. 2021, theorem 1): a closed form that grows like
 * {@code √(v log log v)}, the least growth there can be, where mixtures grow like {@code √(v log
 * v)}. One-sided; for both sides take half of alpha. With epochs that grow by η = 2 and exponent s
 * = 1.4, as confseq.
 *
 * @param least intrinsic time from which on it is good, above 0
 * @param scale c of sums with gamma tails, 0 for Gaussian ones, negative where the tail is lighter
 */
public record StitchedBoundary(double least, double scale) {
  private static final double S = 1.4;
  private static final double ETA = 2;
  private static final double LOG_CONSTANT = Math.log(zeta(S) / Math.pow(Math.log(ETA), S));
  private static final double FIRST = (Math.pow(ETA, 0.25) + Math.pow(ETA, -0.25)) / Math.sqrt(2);
  private static final double SECOND = (Math.sqrt(ETA) + 1) / 2;

  /** {@inheritDoc} */
  public StitchedBoundary {
    Checks.positive("least time", least);
    Checks.finite("scale", scale);
  }

  /**
   * The boundary.
   *
   * @param time intrinsic, above 0
   * @param alpha between 0 and 1
   * @return what the sum exceeds at any time with probability alpha at most
   */
  public double at(double time, double alpha) {
    Checks.positive("time", time);
    Checks.inside("alpha", alpha);
    double v = Math.max(time, least);
    double length = S * Math.log(Math.log(ETA * v / least)) + LOG_CONSTANT - Math.log(alpha);
    double linear = SECOND * scale * length;
    return Math.sqrt(FIRST * FIRST * v * length + linear * linear) + linear;
  }

  /** Riemann's zeta function by the formula of Euler and Maclaurin. */
  private static double zeta(double s) {
    int n = 20;
    double sum = Math.pow(n, 1 - s) / (s - 1) + 0.5 * Math.pow(n, -s);
    for (int k = 1; k < n; k++) {
      sum += Math.pow(k, -s);
    }
    double next = s * Math.pow(n, -s - 1);
    sum += next / 12;
    next *= (s + 1) * (s + 2) / n / n;
    sum -= next / 720;
    next *= (s + 3) * (s + 4) / n / n;
    return sum + next / 30240;
  }
}
