package io.lepton.stats.internal;

import org.apache.commons.math3.special.Gamma;

/**
 * What is believed of one arm, on a scale where its density is smooth and has one peak; arms that
 * are compared are on the same scale.
 */
public sealed interface Posterior {
  /** Where most of it lies. */
  double centre();

  /** The width of its narrowest feature. */
  double scale();

  /** Of the density at a place of the scale. */
  double density(double u);

  /** Of the probability below a place of the scale. */
  double cumulative(double u);

  /** A normal belief, as it is. */
  record OfMean(double centre, double scale) implements Posterior {
    @Override
    public double density(double u) {
      double z = (u - centre) / scale;
      return Math.exp(-0.5 * z * z) / (scale * Math.sqrt(2 * Math.PI));
    }

    @Override
    public double cumulative(double u) {
      return Normal.cumulative((u - centre) / scale);
    }
  }

  /** A beta belief of a proportion, in the logit, where small parameters are smooth too. */
  record OfProportion(double alpha, double beta) implements Posterior {
    @Override
    public double centre() {
      return Math.log(alpha / beta);
    }

    @Override
    public double scale() {
      return Math.min(1, Math.sqrt(1 / alpha + 1 / beta)); // the logit itself bends within 1
    }

    private static double share(double logit) {
      return 1 / (1 + Math.exp(-logit));
    }

    @Override
    public double density(double u) {
      return IncompleteBeta.logitDensity(share(u), share(-u), alpha, beta);
    }

    @Override
    public double cumulative(double u) {
      return IncompleteBeta.regularized(share(u), share(-u), alpha, beta);
    }
  }

  /** A gamma belief of a rate, in the logarithm. */
  record OfRate(double shape, double rate) implements Posterior {
    @Override
    public double centre() {
      return Math.log(shape / rate);
    }

    @Override
    public double scale() {
      return Math.min(1, 1 / Math.sqrt(shape));
    }

    @Override
    public double density(double u) {
      return Math.exp(shape * (Math.log(rate) + u) - rate * Math.exp(u) - Gamma.logGamma(shape));
    }

    @Override
    public double cumulative(double u) {
      return Gamma.regularizedGammaP(shape, rate * Math.exp(u));
    }
  }
}
