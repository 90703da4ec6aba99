package io.lepton.stats.internal;

/**
 * The score statistic of a given difference of two proportions (Farrington and Manning 1990): the
 * variance is that of the proportions most likely among those with the difference, which are the
 * root of a cubic (Miettinen and Nurminen 1985).
 */
public final class ScoreDifference {
  private ScoreDifference() {}

  /** (p₁ − p₂ − d) by its standard error if d, inside −1 to 1, is the true difference. */
  public static double statistic(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, double d) {
    double m = firstTrials;
    double n = secondTrials;
    double second = likeliestSecond((double) firstSuccesses, m, (double) secondSuccesses, n, d);
    double first = Math.min(1, Math.max(0, second + d));
    double distance = firstSuccesses / m - secondSuccesses / n - d;
    double error = Math.sqrt(first * (1 - first) / m + second * (1 - second) / n);
    return distance == 0 ? 0 : distance / error;
  }

  /**
   * The variance of the difference if d were the true one, for groups whose sizes and rates need
   * not be whole counts; for planning.
   */
  public static double variance(
      double firstRate, double firstTrials, double secondRate, double secondTrials, double d) {
    double second =
        likeliestSecond(
            firstRate * firstTrials, firstTrials, secondRate * secondTrials, secondTrials, d);
    double first = Math.min(1, Math.max(0, second + d));
    return first * (1 - first) / firstTrials + second * (1 - second) / secondTrials;
  }

  /** The second proportion of those most likely among the pairs with difference d. */
  public static double likeliestSecond(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, double d) {
    return likeliestSecond(
        (double) firstSuccesses,
        (double) firstTrials,
        (double) secondSuccesses,
        (double) secondTrials,
        d);
  }

  private static double likeliestSecond(double s, double m, double r, double n, double d) {
    double all = m + n;
    double square = ((m + 2 * n) * d - all - s - r) / all;
    double linear = ((n * d - all - 2 * r) * d + s + r) / all;
    double constant = r * d * (1 - d) / all;
    // the likelihood is concave between these ends, and the cubic has the sign of its slope there
    double low = Math.max(0, -d);
    double high = Math.min(1, 1 - d);
    for (int step = 0; step < 200 && low < high; step++) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        break;
      }
      if (((middle + square) * middle + linear) * middle + constant > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }

  /** The difference whose statistic is {@code z}; within −1 to 1. */
  public static double bound(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, double z) {
    double low = -1;
    double high = 1;
    // the statistic falls with the difference
    for (int step = 0; step < 60; step++) {
      double middle = 0.5 * (low + high);
      if (statistic(firstSuccesses, firstTrials, secondSuccesses, secondTrials, middle) > z) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }
}
