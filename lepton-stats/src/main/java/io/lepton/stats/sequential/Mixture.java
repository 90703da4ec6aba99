package io.lepton.stats.sequential;

import io.lepton.stats.internal.Tails;

/**
 * A nonnegative supermartingale that starts at 1, as a function of a sum s and its intrinsic time
 * v: a mixture over what the effect might be. It exceeds 1/α at any time with probability α at most
 * (Ville 1939), which makes a boundary for s (Howard, Ramdas, McAuliffe and Sekhon 2021).
 */
interface Mixture {
  /** Logarithm of the supermartingale; grows with s from zero on. */
  double log(double s, double v);

  /** The largest s there can be at a time; +∞ if there is no limit. */
  default double most(double v) {
    return Double.POSITIVE_INFINITY;
  }

  /** The s at which the logarithm reaches a threshold, or the largest there is. */
  default double boundary(double v, double logThreshold) {
    double most = most(v);
    if (most < Double.POSITIVE_INFINITY) {
      return log(most, v) <= logThreshold
          ? most
          : Tails.solve(s -> log(s, v) - logThreshold, 0, most);
    }
    return Tails.falling(s -> logThreshold - log(s, v), 0, Math.max(1, Math.sqrt(v)));
  }
}
