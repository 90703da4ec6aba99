package io.lepton.stats.bandit;

import io.lepton.stats.internal.Normal;

/** A normal posterior. */
record Bell(double centre, double scale) implements Posterior {
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
