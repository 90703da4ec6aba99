package io.lepton.stats.internal;

import org.apache.commons.math3.special.Gamma;

/** The exact multinomial test: all splits at most as probable as the observed one. */
public final class Multinomial {
  private static final double MOST_SPLITS = 1_000_000;

  /** Two probabilities this close are held equal, as in R's {@code binom.test}. */
  private static final double SAME = 1e-7;

  private Multinomial() {}

  /** Whether there are few enough ways to split the cases among the kinds. */
  public static boolean canCount(long[] observed) {
    double cases = 0;
    for (long count : observed) {
      cases += count;
    }
    double splits = 1;
    for (int kind = 1; kind < observed.length; kind++) {
      splits *= (cases + kind) / kind;
    }
    return splits <= MOST_SPLITS;
  }

  /** The probability of a split at most as probable as the observed one. */
  public static double pValue(long[] observed, double[] probabilities) {
    long cases = 0;
    for (long count : observed) {
      cases += count;
    }
    double logObserved = Gamma.logGamma(cases + 1.0);
    for (int i = 0; i < observed.length; i++) {
      logObserved += term(observed[i], probabilities[i]);
    }
    double rest = Gamma.logGamma(cases + 1.0);
    return Math.min(1, sum(probabilities, 0, cases, rest, logObserved + SAME));
  }

  private static double sum(
      double[] probabilities, int kind, long left, double logSoFar, double limit) {
    if (kind == probabilities.length - 1) {
      double log = logSoFar + term(left, probabilities[kind]);
      return log <= limit ? Math.exp(log) : 0;
    }
    double total = 0;
    for (long count = 0; count <= left; count++) {
      double log = logSoFar + term(count, probabilities[kind]);
      total += sum(probabilities, kind + 1, left - count, log, limit);
    }
    return total;
  }

  private static double term(long count, double probability) {
    return count * Math.log(probability) - Gamma.logGamma(count + 1.0);
  }
}
