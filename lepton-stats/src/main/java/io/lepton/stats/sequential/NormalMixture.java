package io.lepton.stats.sequential;

import io.lepton.stats.internal.Normal;

/** Normal mixtures (Robbins 1970), for sums with Gaussian increments or tails. */
final class NormalMixture implements Mixture {
  private final double rho;
  private final Sides sides;

  enum Sides {
    ONE,
    TWO
  }

  private NormalMixture(double rho, Sides sides) {
    this.rho = rho;
    this.sides = sides;
  }

  /** Tightest about at an intrinsic time, for alpha. */
  static NormalMixture tuned(double time, double alpha, Sides sides) {
    return new NormalMixture(rho(time, alpha, sides), sides);
  }

  /**
   * The ρ that makes the boundary narrow at a time, {@code v / (2 log(1/α) + log(1 + 2 log(1/α)))},
   * with 2α where one-sided.
   */
  static double rho(double time, double alpha, Sides sides) {
    double twice = -2 * Math.log(sides == Sides.TWO ? alpha : Math.min(1, 2 * alpha));
    return twice > 0 ? time / (twice + Math.log1p(twice)) : Double.POSITIVE_INFINITY;
  }

  @Override
  public double log(double s, double v) {
    double both = v + rho;
    double two = 0.5 * Math.log(rho / both) + 0.5 * s * s / both;
    return sides == Sides.TWO
        ? two
        : two + Math.log(2) + Math.log(Normal.cumulative(s / Math.sqrt(both)));
  }

  @Override
  public double boundary(double v, double logThreshold) {
    return sides == Sides.TWO
        ? Math.sqrt((v + rho) * (Math.log1p(v / rho) + 2 * logThreshold))
        : Mixture.super.boundary(v, logThreshold);
  }
}
