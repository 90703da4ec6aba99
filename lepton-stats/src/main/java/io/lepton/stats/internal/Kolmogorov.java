package io.lepton.stats.internal;

/** Tail probabilities of the two-sample Kolmogorov-Smirnov statistic. */
public final class Kolmogorov {
  private Kolmogorov() {}

  /**
   * The exact probability, given the pooled values, that the largest distance is at least {@code
   * distance / (m·n)}: over all ways to order the two samples, those whose path strays that far.
   * Distances between tied values do not count (Schröer and Trenkler 1995). Every term is a
   * probability, so small tails keep their digits. O(m·n) time, O(n) memory.
   *
   * @param lastOfTie for each place in the sorted pooled sample, whether the next value differs
   */
  public static double exactUpper(int m, int n, long distance, boolean[] lastOfTie) {
    double[] strayed = new double[n + 1];
    for (int i = 0; i <= m; i++) {
      for (int j = 0; j <= n; j++) {
        if (i + j == 0) {
          continue;
        }
        boolean beyond = Math.abs((long) i * n - (long) j * m) >= distance;
        if (beyond && lastOfTie[i + j - 1]) {
          strayed[j] = 1;
        } else if (i == 0) {
          strayed[j] = strayed[j - 1];
        } else if (j > 0) {
          // of all paths to (i, j), i of i + j come from (i - 1, j)
          strayed[j] = (i * strayed[j] + j * strayed[j - 1]) / (i + j);
        }
      }
    }
    return strayed[n];
  }

  /**
   * The limit distribution's upper tail at λ = √(mn/(m+n))·D: Kolmogorov's series where it
   * converges fast, else its theta transform.
   */
  public static double limitUpper(double lambda) {
    if (lambda <= 0) {
      return 1;
    }
    double sum = 0;
    if (lambda < 1) {
      double base = -Math.PI * Math.PI / (8 * lambda * lambda);
      for (int k = 1; k <= 19; k += 2) {
        sum += Math.exp(base * k * k);
      }
      return 1 - Math.sqrt(2 * Math.PI) / lambda * sum;
    }
    for (int k = 1; k <= 20; k++) {
      double term = Math.exp(-2 * lambda * lambda * k * k);
      sum += k % 2 == 1 ? term : -term;
    }
    return Math.min(1, 2 * sum);
  }
}
