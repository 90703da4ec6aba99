package io.lepton.stats.power;

import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;

/**
 * The joint distribution of several treatments' z against one control. With variances alike, {@code
 * Zᵢ = λᵢ U + √(1 − λᵢ²) Eᵢ} with {@code λᵢ = √(nᵢ / (nᵢ + n₀))}, so that given U they are
 * independent and one integral gives the probability for any number of arms (Dunnett 1955). Summed
 * by the trapezoid rule, which converges faster than any power here.
 */
final class ManyToOne {
  private static final double FAR = 9;
  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  private ManyToOne() {}

  /** P(any Zᵢ > c), or P(any |Zᵢ| > c) if there are two sides. */
  static double anyBeyond(double c, int sides, double[] loadings) {
    double step = 1.0 / 16;
    for (double loading : loadings) {
      step = Math.min(step, 0.25 * Math.sqrt(1 - loading * loading) / loading);
    }
    double sum = 0;
    long most = (long) Math.ceil(FAR / step);
    for (long k = -most; k <= most; k++) {
      double u = k * step;
      double logInside = 0;
      for (double loading : loadings) {
        double rest = Math.sqrt(1 - loading * loading);
        double beyond = Normal.upperTail((c - loading * u) / rest);
        if (sides == 2) {
          beyond += Normal.upperTail((c + loading * u) / rest);
        }
        logInside += Math.log1p(-Math.min(1, beyond));
      }
      sum += Math.exp(-0.5 * u * u) / SQRT_2_PI * -Math.expm1(logInside);
    }
    return sum * step;
  }

  /** The level of each comparison at which the level of all is alpha. */
  static double perComparison(double alpha, int sides, double[] loadings) {
    if (loadings.length == 1) {
      return alpha;
    }
    double least = Normal.upperQuantile(alpha / sides);
    double most = Normal.upperQuantile(alpha / sides / loadings.length);
    double c = Tails.solve(z -> Math.log(anyBeyond(z, sides, loadings) / alpha), least, most);
    return sides * Normal.upperTail(c);
  }
}
