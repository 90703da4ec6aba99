package io.lepton.stats.sequential;

import org.apache.commons.math3.special.Gamma;

/** Gamma mixtures of one-sided sums (Howard et al. 2021, propositions 9 and 10). */
final class GammaMixture implements Mixture {
  private final Kind kind;
  private final double rho;
  private final double scale;
  private final double constant;

  enum Kind {
    /** Sub-exponential: unbounded above. */
    EXPONENTIAL,
    /** Sub-Poisson: steps of at most the scale. */
    POISSON
  }

  GammaMixture(Kind kind, double rho, double scale) {
    this.kind = kind;
    this.rho = rho;
    this.scale = scale;
    double shape = rho / (scale * scale);
    this.constant = shape * Math.log(shape) - Gamma.logGamma(shape) - Math.log(tail(shape, shape));
  }

  private double tail(double shape, double x) {
    return kind == Kind.EXPONENTIAL
        ? Gamma.regularizedGammaP(shape, x)
        : Gamma.regularizedGammaQ(shape, x);
  }

  @Override
  public double log(double s, double v) {
    double square = scale * scale;
    double base = (v + rho) / square;
    double moved = base + s / scale;
    return kind == Kind.EXPONENTIAL
        ? constant
            + Gamma.logGamma(base)
            + Math.log(tail(base, moved))
            - base * Math.log(moved)
            + (moved - rho / square)
        : constant
            + Gamma.logGamma(moved)
            + Math.log(tail(moved, base))
            - moved * Math.log(base)
            + v / square;
  }
}
