package io.lepton.explain.gradient;

/** Where on the way from the baseline to the input gradients are taken, and what each weighs. */
public enum PathRule {
  /** Gauss and Legendre's: exact for gradients that are polynomials of degree 2·steps − 1. */
  GAUSS_LEGENDRE {
    @Override
    double[][] pointsAndWeights(int steps) {
      double[][] rule = new double[2][steps];
      for (int i = 0; i < (steps + 1) / 2; i++) {
        double x = Math.cos(Math.PI * (i + 0.75) / (steps + 0.5));
        double slope = 0;
        // Newton's method; the start is good enough for all roots of any degree
        for (int step = 0; step < 100; step++) {
          double before = 1;
          double value = x;
          for (int k = 2; k <= steps; k++) {
            double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
            before = value;
            value = next;
          }
          slope = steps * (x * value - before) / (x * x - 1);
          double change = value / slope;
          x -= change;
          if (Math.abs(change) < 1e-16) {
            break;
          }
        }
        double weight = 1 / ((1 - x * x) * slope * slope);
        rule[0][i] = (1 - x) / 2;
        rule[0][steps - 1 - i] = (1 + x) / 2;
        rule[1][i] = weight;
        rule[1][steps - 1 - i] = weight;
      }
      return rule;
    }
  },

  /** The middles of equal parts; sturdier where the gradient jumps, as with ReLU. */
  MIDPOINT {
    @Override
    double[][] pointsAndWeights(int steps) {
      double[][] rule = new double[2][steps];
      for (int i = 0; i < steps; i++) {
        rule[0][i] = (i + 0.5) / steps;
        rule[1][i] = 1.0 / steps;
      }
      return rule;
    }
  };

  /** Points in 0 to 1, rising, and weights with a sum of 1. */
  abstract double[][] pointsAndWeights(int steps);
}
