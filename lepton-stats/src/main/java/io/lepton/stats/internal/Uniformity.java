package io.lepton.stats.internal;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/** Distances of a sample from the uniform distribution on 0 to 1 (Kolmogorov and Smirnov). */
public final class Uniformity {
  private Uniformity() {}

  /** Largest amount by which the sample's distribution function lies above the diagonal. */
  public static double above(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      most = Math.max(most, (i + 1.0) / sorted.length - sorted[i]);
    }
    return most;
  }

  /** Largest distance either way. */
  public static double distance(double... values) {
    double[] mirrored = Arrays.stream(values).map(value -> 1 - value).toArray();
    return Math.max(above(values), above(mirrored));
  }

  /** P(distance ≥ d) for n values, by the limit with the correction of Stephens (1970). */
  public static double distanceUpper(double d, int n) {
    double root = Math.sqrt(n);
    return Kolmogorov.limitUpper((root + 0.12 + 0.11 / root) * d);
  }

  /** P(above ≥ d) for n values, exact (Birnbaum and Tingey 1951); all terms are positive. */
  public static double aboveUpper(double d, int n) {
    if (d <= 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 0; j <= n; j++) {
      double left = 1 - d - (double) j / n;
      if (left < 0) {
        break;
      }
      double log =
          Gamma.logGamma(n + 1.0)
              - Gamma.logGamma(j + 1.0)
              - Gamma.logGamma(n - j + 1.0)
              + (j - 1) * Math.log(d + (double) j / n)
              + (n == j ? 0 : (n - j) * Math.log(left));
      sum += Math.exp(log);
    }
    return Math.min(1, d * sum);
  }
}
