package io.lepton.stats.internal;

import java.util.function.DoubleUnaryOperator;

/**
 * Two independent beta variables compared, by the trapezoid rule in the logit, where the integrands
 * are smooth, log-concave and die exponentially, so that it converges faster than any power.
 */
public final class BetaPair {
  /** Share of the peak below which the integrand no longer counts. */
  private static final double NEGLIGIBLE = 1e-20;

  private BetaPair() {}

  /** P(second > first). */
  public static double exceeds(double a, double b, double c, double d) {
    // the density of a beta variable's logit u is x^c y^d / B(c, d)
    return Math.min(
        1,
        integral(
            u ->
                IncompleteBeta.regularized(share(u), share(-u), a, b)
                    * IncompleteBeta.logitDensity(share(u), share(-u), c, d),
            a,
            b,
            c,
            d));
  }

  /** E max(second − first, 0). */
  public static double excess(double a, double b, double c, double d) {
    return integral(
        u ->
            IncompleteBeta.regularized(share(u), share(-u), a, b)
                * IncompleteBeta.regularized(share(-u), share(u), d, c)
                * share(u)
                * share(-u),
        a,
        b,
        c,
        d);
  }

  private static double share(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double integral(
      DoubleUnaryOperator density, double a, double b, double c, double d) {
    double step = 0.2 * Math.sqrt(Math.min(1 / a + 1 / b, 1 / c + 1 / d));
    double start = peak(density, Math.log(a / b), Math.log(c / d));
    double top = density.applyAsDouble(start);
    double sum = top;
    for (int direction = -1; direction <= 1; direction += 2) {
      double value = top;
      for (long k = 1; value > NEGLIGIBLE * top; k++) {
        value = density.applyAsDouble(start + direction * k * step);
        sum += value;
      }
    }
    return sum * step;
  }

  /** The highest place, which lies between the two modes or near: by golden sections. */
  private static double peak(DoubleUnaryOperator density, double first, double second) {
    double low = Math.min(first, second) - 1;
    double high = Math.max(first, second) + 1;
    for (int step = 0; step < 60; step++) {
      double left = high - 0.618 * (high - low);
      double right = low + 0.618 * (high - low);
      if (density.applyAsDouble(left) < density.applyAsDouble(right)) {
        low = left;
      } else {
        high = right;
      }
    }
    return 0.5 * (low + high);
  }
}
