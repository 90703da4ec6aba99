package io.lepton.stats.sequential;

import io.lepton.stats.internal.IncompleteBeta;
import org.apache.commons.math3.special.Beta;

/**
 * The beta-binomial mixture of sums whose steps lie between −g and h (Robbins 1970; Howard et al.
 * 2021, propositions 7 and 8): centred Bernoulli variables and what is bounded like them.
 */
final class BetaMixture implements Mixture {
  private final double r;
  private final double g;
  private final double h;
  private final NormalMixture.Sides sides;
  private final double normalizer;

  private BetaMixture(double r, double g, double h, NormalMixture.Sides sides) {
    this.r = r;
    this.g = g;
    this.h = h;
    this.sides = sides;
    this.normalizer = logBeta(r / (g * (g + h)), r / (h * (g + h)));
  }

  static BetaMixture tuned(
      double time, double alpha, double g, double h, NormalMixture.Sides sides) {
    double rho = NormalMixture.rho(time, alpha, sides);
    // of the variance, g·h is in one step itself
    return new BetaMixture(Math.max(rho - g * h, 1e-3 * g * h), g, h, sides);
  }

  private double logBeta(double a, double b) {
    double share = h / (g + h);
    return Beta.logBeta(a, b)
        + (sides == NormalMixture.Sides.TWO
            ? 0
            : Math.log(IncompleteBeta.regularized(share, g / (g + h), a, b)));
  }

  @Override
  public double most(double v) {
    return v / g;
  }

  @Override
  public double log(double s, double v) {
    double width = g + h;
    double below = (v - g * s) / (g * width);
    double above = (v + h * s) / (h * width);
    return v / (g * h) * Math.log(width)
        - above * Math.log(g)
        - below * Math.log(h)
        + logBeta(r / (g * width) + below, r / (h * width) + above)
        - normalizer;
  }
}
