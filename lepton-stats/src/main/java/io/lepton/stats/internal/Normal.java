package io.lepton.stats.internal;

/**
 * The standard normal distribution with full relative precision in both tails, which {@code
 * NormalDistribution} of Commons Math has not for quantiles: its error function's inverse sees
 * {@code 2p - 1}.
 */
public final class Normal {
  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  private Normal() {}

  /** Probability of at most x. */
  public static double cumulative(double x) {
    return NormalTail.above(-x);
  }

  /** Probability of more than x. */
  public static double upperTail(double x) {
    return NormalTail.above(x);
  }

  /** Probability of being as far from zero as z. */
  public static double twoSided(double z) {
    return 2 * NormalTail.above(Math.abs(z));
  }

  /** The x that is exceeded with probability p; p in (0, 1). */
  public static double upperQuantile(double p) {
    return p <= 0.5 ? -lowerHalf(p) : lowerHalf(1 - p);
  }

  /** The z with the two-sided probability {@code 1 - level} outside of ±z. */
  public static double critical(double level) {
    return upperQuantile((1 - level) / 2);
  }

  /**
   * The x at most zero with cumulative(x) = p, for p at most 1/2: the rational start of Abramowitz
   * and Stegun 26.2.23 (error 4.5e-4), then Halley steps, each of which triples the digits.
   */
  private static double lowerHalf(double p) {
    double t = Math.sqrt(-2 * Math.log(p));
    double x =
        -(t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
    for (int step = 0; step < 3; step++) {
      double density = Math.exp(-0.5 * x * x) / SQRT_2_PI;
      double newton = (cumulative(x) - p) / density;
      x -= newton / (1 + 0.5 * x * newton);
    }
    return x;
  }
}
