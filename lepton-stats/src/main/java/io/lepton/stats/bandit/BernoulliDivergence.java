package io.lepton.stats.bandit;

/** The Kullback-Leibler divergence of two Bernoulli distributions. */
final class BernoulliDivergence {
  private static final int MOST_STEPS = 64;

  private BernoulliDivergence() {}

  /** kl(p, q). */
  static double of(double p, double q) {
    return part(p, q) + part(1 - p, 1 - q);
  }

  private static double part(double p, double q) {
    return p == 0 ? 0 : p * Math.log(p / q);
  }

  /** The largest q with kl(p, q) at most the bound. */
  static double upper(double p, double bound) {
    if (p >= 1) {
      return 1;
    }
    double low = p;
    double high = Math.min(1, p + Math.sqrt(bound / 2)); // Pinsker
    // Newton from the upper side of a convex rising function never passes the root
    double q = high < 1 ? high : 0.5 * (low + high);
    for (int step = 0; step < MOST_STEPS && high - low > 1e-15 * high; step++) {
      double excess = of(p, q) - bound;
      if (excess > 0) {
        high = q;
      } else {
        low = q;
      }
      double next = q - excess * q * (1 - q) / (q - p);
      boolean inside = next > low && next < high;
      double moved = inside ? next : 0.5 * (low + high);
      if (Math.abs(moved - q) <= 1e-15 * q) {
        break;
      }
      q = moved;
    }
    return q;
  }

  /** The smallest q with kl(p, q) at most the bound. */
  static double lower(double p, double bound) {
    return 1 - upper(1 - p, bound);
  }
}
