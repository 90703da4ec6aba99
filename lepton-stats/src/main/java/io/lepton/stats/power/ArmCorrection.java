package io.lepton.stats.power;

import java.util.Arrays;

/** How a test of several treatments against one control keeps its rate of false alarms. */
public enum ArmCorrection {
  /** Not at all: each comparison has its own alpha. */
  NONE {
    @Override
    double perComparison(double alpha, int sides, double[] loadings) {
      return alpha;
    }
  },

  /** Alpha divided by the number of treatments; safe whatever the metric. */
  BONFERRONI {
    @Override
    double perComparison(double alpha, int sides, double[] loadings) {
      return alpha / loadings.length;
    }
  },

  /**
   * As Dunnett (1955): allows for the correlation that the shared control brings, exactly for the
   * multivariate normal distribution and any allocation. The level of one comparison that follows
   * is used for t-tests and proportions too, where it holds as the arms grow.
   */
  DUNNETT {
    @Override
    double perComparison(double alpha, int sides, double[] loadings) {
      return ManyToOne.perComparison(alpha, sides, loadings);
    }
  };

  /** The level of each comparison; loadings as in {@link ManyToOne}. */
  abstract double perComparison(double alpha, int sides, double[] loadings);

  /** Root of each treatment's share in its comparison with the control. */
  static double[] loadings(double control, double[] treatments) {
    return Arrays.stream(treatments).map(n -> Math.sqrt(n / (n + control))).toArray();
  }
}
