package io.lepton.stats.multiple;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Order;
import java.util.Arrays;

/**
 * Adjusts the p-values of several tests, so that comparing each adjusted one to alpha keeps the
 * stated error rate at alpha. Agrees with R's {@code p.adjust}.
 */
public enum PValueAdjustment {
  /** Family-wise error rate, any dependence: times the number of tests. */
  BONFERRONI {
    @Override
    double[] ofSorted(double[] p) {
      return Arrays.stream(p).map(value -> value * p.length).toArray();
    }
  },

  /** Family-wise error rate, any dependence, and never weaker than Bonferroni (Holm 1979). */
  HOLM {
    @Override
    double[] ofSorted(double[] p) {
      double[] adjusted = new double[p.length];
      for (int i = 0; i < p.length; i++) {
        adjusted[i] = Math.max(i == 0 ? 0 : adjusted[i - 1], (p.length - i) * p[i]);
      }
      return adjusted;
    }
  },

  /**
   * Family-wise error rate if the tests are independent or positively dependent (Hochberg 1988).
   */
  HOCHBERG {
    @Override
    double[] ofSorted(double[] p) {
      return stepUp(p, rank -> p.length - rank + 1.0);
    }
  },

  /** As Hochberg's, and never weaker (Hommel 1988), in the form of Wright (1992). */
  HOMMEL {
    @Override
    double[] ofSorted(double[] p) {
      int n = p.length;
      double[] adjusted = p.clone();
      for (int m = n; m >= 1; m--) {
        double simes = 1;
        for (int k = 1; k <= m; k++) {
          simes = Math.min(simes, m * p[n - m + k - 1] / k);
        }
        for (int i = 0; i < n; i++) {
          boolean among = i >= n - m;
          adjusted[i] = Math.max(adjusted[i], among ? simes : Math.min(m * p[i], simes));
        }
      }
      return adjusted;
    }
  },

  /**
   * False discovery rate if the tests are independent or positively dependent (Benjamini and
   * Hochberg 1995).
   */
  BENJAMINI_HOCHBERG {
    @Override
    double[] ofSorted(double[] p) {
      return stepUp(p, rank -> (double) p.length / rank);
    }
  },

  /** False discovery rate, any dependence (Benjamini and Yekutieli 2001). */
  BENJAMINI_YEKUTIELI {
    @Override
    double[] ofSorted(double[] p) {
      double harmonic = 0;
      for (int i = 1; i <= p.length; i++) {
        harmonic += 1.0 / i;
      }
      double factor = harmonic * p.length;
      return stepUp(p, rank -> factor / rank);
    }
  };

  /** A factor by rank, 1 for the smallest p-value. */
  private interface Factor {
    double of(int rank);
  }

  /** The adjusted values of rising p-values; may exceed 1. */
  abstract double[] ofSorted(double[] p);

  private static double[] stepUp(double[] p, Factor factor) {
    double[] adjusted = new double[p.length];
    for (int i = p.length - 1; i >= 0; i--) {
      double next = i == p.length - 1 ? Double.POSITIVE_INFINITY : adjusted[i + 1];
      adjusted[i] = Math.min(next, factor.of(i + 1) * p[i]);
    }
    return adjusted;
  }

  /**
   * Adjusts p-values.
   *
   * @param pValues from 0 to 1, in any order
   * @return adjusted, at most 1, in the same order
   * @throws InvalidInputException if one is NaN or out of range
   */
  public double[] adjust(double... pValues) {
    for (int i = 0; i < pValues.length; i++) {
      if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
        throw new InvalidInputException(
            "p-value [" + i + "] is " + pValues[i] + "; expected between 0 and 1");
      }
    }
    int[] order = Order.ascending(pValues);
    double[] sorted = ofSorted(Arrays.stream(order).mapToDouble(i -> pValues[i]).toArray());
    double[] adjusted = new double[pValues.length];
    for (int i = 0; i < order.length; i++) {
      adjusted[order[i]] = Math.min(1, sorted[i]);
    }
    return adjusted;
  }
}
