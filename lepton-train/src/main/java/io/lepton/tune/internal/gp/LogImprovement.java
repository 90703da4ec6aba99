package io.lepton.tune.internal.gp;

import org.apache.commons.math3.special.Erf;

/**
 * The logarithm of {@code h(z) = φ(z) + z Φ(z)}, the expected improvement in units of the standard
 * deviation (Ament, Daulton, Eriksson, Balandat and Bakshy 2023), and of Φ(z), for every z. Where z
 * is far below 0 and h is too small for a double, its logarithm still has about 12 good digits.
 */
final class LogImprovement {
  private static final double LOG_SQRT_2_PI = 0.5 * StrictMath.log(2 * Math.PI);
  private static final double SQRT_2 = Math.sqrt(2);

  /** From here on the asymptotic series is exact to a double within 20 terms. */
  private static final double FAR = 12;

  private LogImprovement() {}

  /** The logarithm and its derivative by z. */
  record LogValue(double value, double slope) {}

  private static double logDensity(double z) {
    return -0.5 * z * z - LOG_SQRT_2_PI;
  }

  private static double cumulative(double z) {
    return 0.5 * Erf.erfc(-z / SQRT_2);
  }

  static LogValue improvement(double z) {
    if (z > -1) {
      double below = cumulative(z);
      double h = StrictMath.exp(logDensity(z)) + z * below;
      return new LogValue(StrictMath.log(h), below / h);
    }
    // With Mills' ratio M(t) = Φ(−t)/φ(t): h = φ (1 − t M), and h' = Φ = φ M.
    double t = -z;
    double mills = mills(t);
    double rest = t < FAR ? 1 - t * mills : series(t);
    return new LogValue(logDensity(t) + StrictMath.log(rest), mills / rest);
  }

  static LogValue probability(double z) {
    if (z > -1) {
      double below = cumulative(z);
      return new LogValue(StrictMath.log(below), StrictMath.exp(logDensity(z)) / below);
    }
    double mills = mills(-z);
    return new LogValue(logDensity(z) + StrictMath.log(mills), 1 / mills);
  }

  private static double mills(double t) {
    return t < FAR ? cumulative(-t) * StrictMath.exp(-logDensity(t)) : (1 - series(t)) / t;
  }

  /** 1 − t M(t) = 1/t² − 1·3/t⁴ + 1·3·5/t⁶ − … (Abramowitz and Stegun 26.2.12). */
  private static double series(double t) {
    double inverse = 1 / (t * t);
    double term = inverse;
    double sum = term;
    for (int k = 3; k < 41; k += 2) {
      term *= -k * inverse;
      sum += term;
    }
    return sum;
  }
}
