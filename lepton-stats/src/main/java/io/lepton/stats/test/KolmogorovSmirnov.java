package io.lepton.stats.test;

import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Kolmogorov;
import java.util.Arrays;
import java.util.Objects;

/**
 * The two-sample Kolmogorov-Smirnov test: do two samples come from one distribution? The statistic
 * is the largest distance between their empirical distribution functions. Two-sided.
 *
 * <p>The exact p-value holds given the pooled values, ties included (Schröer and Trenkler 1995), as
 * in R 4.2's {@code ks.test(exact = TRUE)}. The asymptotic one takes the values as continuous: with
 * many ties it is too large, never too small, so it alarms less often than its level.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class KolmogorovSmirnov {
  /** Largest product of sample sizes for which {@link Method#AUTO} is exact; a few milliseconds. */
  public static final long LARGEST_EXACT = 1_000_000;

  private static final KolmogorovSmirnov DEFAULT = new KolmogorovSmirnov(Method.AUTO);

  /** How the p-value is found. */
  public enum Method {
    /** Exact while the product of the sample sizes is at most {@link #LARGEST_EXACT}. */
    AUTO,
    /** Exact, in time proportional to the product of the sample sizes. */
    EXACT,
    /** From the limit distribution. */
    ASYMPTOTIC
  }

  private final Method method;

  private KolmogorovSmirnov(Method method) {
    this.method = method;
  }

  /**
   * What the test found.
   *
   * @param statistic the largest distance, from 0 to 1
   * @param pValue probability of a distance as large
   * @param method EXACT or ASYMPTOTIC, whichever was used
   */
  public record Result(double statistic, double pValue, Method method) implements TestResult {}

  /**
   * Exact for small samples, else asymptotic.
   *
   * @return the test
   */
  public static KolmogorovSmirnov withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the method.
   *
   * @param value the method
   * @return a new test
   */
  public KolmogorovSmirnov with(Method value) {
    return new KolmogorovSmirnov(Objects.requireNonNull(value));
  }

  /**
   * Tests two samples.
   *
   * @param first at least one finite value
   * @param second at least one finite value
   * @return the result
   * @throws io.lepton.error.InvalidInputException if a sample is empty, or a value NaN or infinite
   */
  public Result test(double[] first, double[] second) {
    Checks.sample("first", first, 1);
    Checks.sample("second", second, 1);
    double[] x = first.clone();
    double[] y = second.clone();
    Arrays.sort(x);
    Arrays.sort(y);
    int m = x.length;
    int n = y.length;
    long product = (long) m * n;
    boolean exact = method == Method.EXACT || (method == Method.AUTO && product <= LARGEST_EXACT);
    boolean[] lastOfTie = exact ? new boolean[m + n] : new boolean[0];
    long distance = 0;
    int i = 0;
    int j = 0;
    while (i < m || j < n) {
      double value = j == n || (i < m && x[i] <= y[j]) ? x[i] : y[j];
      while (i < m && x[i] == value) {
        i++;
      }
      while (j < n && y[j] == value) {
        j++;
      }
      distance = Math.max(distance, Math.abs((long) i * n - (long) j * m));
      if (exact) {
        lastOfTie[i + j - 1] = true;
      }
    }
    double statistic = (double) distance / product;
    if (exact) {
      double p = distance == 0 ? 1 : Kolmogorov.exactUpper(m, n, distance, lastOfTie);
      return new Result(statistic, p, Method.EXACT);
    }
    double lambda = statistic * Math.sqrt((double) product / ((double) m + n));
    return new Result(statistic, Kolmogorov.limitUpper(lambda), Method.ASYMPTOTIC);
  }
}
