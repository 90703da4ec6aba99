package io.lepton.stats.bandit;

import java.util.random.RandomGenerator;

/** Draws what several policies need. */
final class Draw {
  private Draw() {}

  /** A place, as probable as its entry; entries sum to 1 up to rounding. */
  static int from(double[] probabilities, RandomGenerator random) {
    double left = random.nextDouble();
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        left -= probabilities[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  /** Gamma with scale 1 (Marsaglia and Tsang 2000), in logarithms for small shapes. */
  private static double logGamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return logGamma(shape + 1, random) + Math.log(1 - random.nextDouble()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        double cube = v * v * v;
        double u = 1 - random.nextDouble();
        if (Math.log(u) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) {
          return Math.log(d * cube);
        }
      }
    }
  }

  /** The logit of a beta variable: keeps its digits where the variable is near 0 or 1. */
  static double logitBeta(double a, double b, RandomGenerator random) {
    return logGamma(a, random) - logGamma(b, random);
  }

  /** Equal shares of the places where a value is largest. */
  static double[] largest(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    int ties = 0;
    for (double value : values) {
      ties += value == most ? 1 : 0;
    }
    double[] shares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      shares[i] = values[i] == most ? 1.0 / ties : 0;
    }
    return shares;
  }
}
