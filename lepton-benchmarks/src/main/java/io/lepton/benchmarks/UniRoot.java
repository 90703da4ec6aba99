package io.lepton.benchmarks;

import java.util.function.DoubleUnaryOperator;

/**
 * R's {@code uniroot} with its defaults: Brent's method, stopped at an error of 1.2e-4. What R
 * prints for an odds ratio is where it stopped, right to three or four digits only; to compare all
 * the digits one must stop at the same place.
 */
final class UniRoot {
  private static final double EPSILON = Math.ulp(1.0);

  /** R's default, the fourth root of the machine's precision. */
  static final double TOLERANCE = Math.pow(EPSILON, 0.25);

  private UniRoot() {}

  /** The steps of {@code zeroin} (Brent 1973; Netlib), which R calls. */
  static double find(DoubleUnaryOperator f, double lower, double upper) {
    double a = lower;
    double b = upper;
    double fa = f.applyAsDouble(a);
    double fb = f.applyAsDouble(b);
    double c = a;
    double fc = fa;
    if (fa == 0) {
      return a;
    }
    while (true) {
      double previous = b - a;
      if (Math.abs(fc) < Math.abs(fb)) {
        a = b;
        b = c;
        c = a;
        fa = fb;
        fb = fc;
        fc = fa;
      }
      double reach = 2 * EPSILON * Math.abs(b) + TOLERANCE / 2;
      double step = (c - b) / 2;
      if (Math.abs(step) <= reach || fb == 0) {
        return b;
      }
      if (Math.abs(previous) >= reach && Math.abs(fa) > Math.abs(fb)) {
        step = interpolated(a, b, c, fa, fb, fc, previous, reach, step);
      }
      if (Math.abs(step) < reach) {
        step = step > 0 ? reach : -reach;
      }
      a = b;
      fa = fb;
      b += step;
      fb = f.applyAsDouble(b);
      if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
        c = a;
        fc = fa;
      }
    }
  }

  private static double interpolated(
      double a,
      double b,
      double c,
      double fa,
      double fb,
      double fc,
      double previous,
      double reach,
      double bisection) {
    double distance = c - b;
    double p;
    double q;
    if (a == c) {
      double t = fb / fa;
      p = distance * t;
      q = 1 - t;
    } else {
      double u = fa / fc;
      double t = fb / fc;
      double v = fb / fa;
      p = v * (distance * u * (u - t) - (b - a) * (t - 1));
      q = (u - 1) * (t - 1) * (v - 1);
    }
    if (p > 0) {
      q = -q;
    } else {
      p = -p;
    }
    boolean inside =
        p < 0.75 * distance * q - Math.abs(reach * q) / 2 && p < Math.abs(previous * q / 2);
    return inside ? p / q : bisection;
  }
}
