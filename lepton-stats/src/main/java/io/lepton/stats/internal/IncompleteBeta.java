package io.lepton.stats.internal;

import org.apache.commons.math3.special.Gamma;

/**
 * The regularised incomplete beta function, to about 1e-13 relative in either tail. The one of
 * Commons Math takes its factor {@code x^a (1-x)^b / B(a, b)} from differences of log-gammas, and
 * loses digits as the parameters grow: 3e-12 at ten thousand, 1e-10 at a million. Here the factor
 * is a binomial density in Loader's saddle-point form (Loader 2000, Fast and accurate computation
 * of binomial probabilities), and the rest is the continued fraction of DiDonato and Morris (1992,
 * Significant digit computation of the incomplete beta function ratios, equation 9).
 */
public final class IncompleteBeta {
  private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double LAST_CHANGE = 1e-16;
  private static final int MOST_TERMS = 10_000_000;

  /** From here on the series of the log-gamma function needs no more than its first five terms. */
  private static final double LARGE = 16;

  private IncompleteBeta() {}

  /**
   * I_x(a, b).
   *
   * @param complement 1 − x, which the caller often knows to more digits
   */
  public static double regularized(double x, double complement, double a, double b) {
    if (x <= 0) {
      return 0;
    }
    if (complement <= 0) {
      return 1;
    }
    // the fraction converges fast below the mean; above it the other tail is the small one
    if (x > a / (a + b)) {
      return Math.max(0, 1 - belowMean(complement, x, b, a));
    }
    return Math.min(1, belowMean(x, complement, a, b));
  }

  private static double belowMean(double x, double complement, double a, double b) {
    return logitDensity(x, complement, a, b) * fraction(x, complement, a, b);
  }

  /** x^a (1 − x)^b / B(a, b): the density of the logit of a beta variable. */
  public static double logitDensity(double x, double complement, double a, double b) {
    return density(a, b, x, complement) * (a / (a + b) * b);
  }

  /** Γ(a+b+1) / (Γ(a+1) Γ(b+1)) x^a y^b. */
  private static double density(double a, double b, double x, double y) {
    double n = a + b;
    if (Math.min(a, b) < 1e-3) { // Loader's form divides by the smaller one
      return Math.exp(
          a * Math.log(x)
              + b * Math.log(y)
              + Gamma.logGamma(n + 1)
              - Gamma.logGamma(a + 1)
              - Gamma.logGamma(b + 1));
    }
    double log =
        stirlingError(n)
            - stirlingError(a)
            - stirlingError(b)
            - deviance(a, n * x)
            - deviance(b, n * y);
    return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * a * b));
  }

  /** log Γ(z+1) − (z + ½) log z + z − ½ log 2π. */
  private static double stirlingError(double z) {
    if (z < LARGE) {
      return Gamma.logGamma(z + 1) - (z + 0.5) * Math.log(z) + z - HALF_LOG_2_PI;
    }
    double square = z * z;
    return (1.0 / 12
            - (1.0 / 360
                    - (1.0 / 1260
                            - (1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 / square) / square)
                                / square)
                        / square)
                / square)
        / z;
  }

  /** k log(k/m) + m − k, without cancellation where k is near m. */
  private static double deviance(double k, double m) {
    double difference = k - m;
    if (Math.abs(difference) >= 0.1 * (k + m)) {
      return k * Math.log(k / m) - difference;
    }
    double v = difference / (k + m);
    double sum = difference * v;
    double term = 2 * k * v;
    for (int j = 3; ; j += 2) {
      term *= v * v;
      double next = sum + term / j;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }

  /** Even part of the continued fraction, in which no term is a difference of near ones. */
  private static double fraction(double x, double y, double a, double b) {
    double distance = a > b ? (a + b) * y - b : a - (a + b) * x;
    double c = 1 + distance;
    double first = 1 + 1 / a;
    double p = 1;
    double s = a + 1;
    double numerator = 0;
    double denominator = 1;
    double nextNumerator = 1;
    double nextDenominator = c / first;
    double value = first / c;
    for (int n = 1; n <= MOST_TERMS; n++) {
      double t = n / a;
      double w = n * (b - n) * x;
      double e = a / s;
      double alpha = p * (p + b / a) * e * e * w * x;
      double beta = n + w / s + (1 + t) / (first + t + t) * (c + n * (1 + y));
      p = 1 + t;
      s += 2;
      double newer = alpha * numerator + beta * nextNumerator;
      numerator = nextNumerator;
      nextNumerator = newer;
      newer = alpha * denominator + beta * nextDenominator;
      denominator = nextDenominator;
      nextDenominator = newer;
      double before = value;
      value = nextNumerator / nextDenominator;
      if (Math.abs(value - before) <= LAST_CHANGE * value) {
        break;
      }
      numerator /= nextDenominator;
      denominator /= nextDenominator;
      nextNumerator = value;
      nextDenominator = 1;
    }
    return value;
  }
}
