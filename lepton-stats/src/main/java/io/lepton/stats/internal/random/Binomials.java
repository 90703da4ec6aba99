package io.lepton.stats.internal.random;

/**
 * Binomial draws: inversion where few successes are expected, else the transformed rejection BTRS
 * of Hörmann, "The generation of binomial random variates" (1993), which takes the same time for
 * any number of trials.
 */
public final class Binomials {
  private static final double FEW = 10;

  private Binomials() {}

  /** Successes among trials; trials up to 2^52, probability from 0 to 1. */
  public static long draw(CounterStream stream, long trials, double probability) {
    if (probability > 0.5) {
      return trials - lower(stream, trials, 1 - probability);
    }
    return lower(stream, trials, probability);
  }

  private static long lower(CounterStream stream, long trials, double p) {
    if (trials == 0 || p <= 0) {
      return 0;
    }
    return trials * p < FEW ? inversion(stream, trials, p) : rejection(stream, trials, p);
  }

  private static long inversion(CounterStream stream, long trials, double p) {
    double odds = p / (1 - p);
    double none = Math.exp(trials * Math.log1p(-p));
    while (true) {
      double u = stream.nextOpen();
      double probability = none;
      // beyond 110 successes with fewer than 10 expected the tail is below 1e-70
      for (long k = 0; k <= Math.min(trials, 110); k++) {
        if (u < probability) {
          return k;
        }
        u -= probability;
        probability *= odds * (trials - k) / (k + 1);
      }
    }
  }

  private static long rejection(CounterStream stream, long n, double p) {
    double deviation = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double c = n * p + 0.5;
    double squeeze = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double mode = Math.floor((n + 1) * p);
    double odds = p / (1 - p);
    while (true) {
      double u = stream.nextOpen() - 0.5;
      double v = stream.nextOpen();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + c);
      if (us >= 0.07 && v <= squeeze) {
        return (long) k;
      }
      if (k < 0 || k > n) {
        continue;
      }
      double bound =
          (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1)))
              + (n + 1.0) * Math.log((n - mode + 1) / (n - k + 1))
              + (k + 0.5) * Math.log(odds * (n - k + 1) / (k + 1))
              + stirlingTail(mode)
              + stirlingTail(n - mode)
              - stirlingTail(k)
              - stirlingTail(n - k);
      if (Math.log(v * alpha / (a / (us * us) + b)) <= bound) {
        return (long) k;
      }
    }
  }

  /** {@code ln k! - [ln √(2π) + (k + ½) ln(k + 1) - (k + 1)]}. */
  private static double stirlingTail(double k) {
    if (k < 10) {
      return SMALL[(int) k];
    }
    double square = (k + 1) * (k + 1);
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square)
        / (k + 1);
  }

  private static final double[] SMALL = new double[10];

  static {
    double logFactorial = 0;
    for (int k = 0; k < SMALL.length; k++) {
      logFactorial += k == 0 ? 0 : Math.log(k);
      SMALL[k] =
          logFactorial - (0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(k + 1) - (k + 1));
    }
  }
}
