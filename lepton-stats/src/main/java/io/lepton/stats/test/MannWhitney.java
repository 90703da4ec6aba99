package io.lepton.stats.test;

import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.RankSums;
import io.lepton.stats.internal.Ranks;
import java.util.Objects;

/**
 * The Mann-Whitney test, or Wilcoxon's of rank sums (Wilcoxon 1945, Mann and Whitney 1947): does a
 * value of the first sample exceed one of the second more often than the other way round? The
 * statistic is {@code U = Σ ranks of first − nₓ(nₓ+1)/2}: the pairs in which first exceeds second,
 * ties counting one half. Agrees with R's {@code wilcox.test} and scipy's {@code mannwhitneyu}.
 *
 * <p>It tests that both samples come from one distribution; if they differ in shape as well as in
 * place, the level of a "test of medians" is not kept.
 *
 * <p>The exact p-value is that of all splits of the pooled values, ties included (R and scipy know
 * it without ties only); the two-sided one is twice the smaller tail. The asymptotic one takes the
 * variance corrected for ties. Where all values are equal, p is 1. Immutable and safe for use by
 * many threads.
 */
public final class MannWhitney {
  private static final MannWhitney DEFAULT =
      new MannWhitney(Alternative.TWO_SIDED, Method.AUTO, Continuity.CORRECTED);

  private final Alternative alternative;
  private final Method method;
  private final Continuity continuity;

  private MannWhitney(Alternative alternative, Method method, Continuity continuity) {
    this.alternative = alternative;
    this.method = method;
    this.continuity = continuity;
  }

  /** How the p-value is found. */
  public enum Method {
    /** Exact while both samples have fewer than 50 values, as in R. */
    AUTO,
    /** Exact, in time about as the fourth power of the size. */
    EXACT,
    /** By the normal distribution. */
    ASYMPTOTIC
  }

  /**
   * What the test found.
   *
   * @param statistic U of the first sample, from 0 to the number of pairs
   * @param pValue against the alternative
   * @param superiority U by the number of pairs: how probably first exceeds second, ties counting
   *     one half; 1/2 where nothing differs, and the area under the ROC curve
   * @param method EXACT or ASYMPTOTIC, whichever was used
   */
  public record Result(double statistic, double pValue, double superiority, Method method)
      implements TestResult {}

  /**
   * Two-sided, exact for small samples, else with correction for continuity.
   *
   * @return the test
   */
  public static MannWhitney withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public MannWhitney with(Alternative value) {
    return new MannWhitney(Objects.requireNonNull(value), method, continuity);
  }

  /**
   * Sets how the p-value is found.
   *
   * @param value the method
   * @return a new test
   */
  public MannWhitney with(Method value) {
    return new MannWhitney(alternative, Objects.requireNonNull(value), continuity);
  }

  /**
   * Sets the correction of the asymptotic method.
   *
   * @param value the correction
   * @return a new test
   */
  public MannWhitney with(Continuity value) {
    return new MannWhitney(alternative, method, Objects.requireNonNull(value));
  }

  /**
   * Tests two samples.
   *
   * @param first at least one finite value
   * @param second at least one finite value
   * @return the result
   * @throws io.lepton.error.InvalidInputException if a sample is empty, a value NaN or infinite, or
   *     EXACT was asked for samples too large
   */
  public Result test(double[] first, double[] second) {
    Checks.sample("first", first, 1);
    Checks.sample("second", second, 1);
    int m = first.length;
    int n = second.length;
    double[] pooled = new double[Math.addExact(m, n)];
    System.arraycopy(first, 0, pooled, 0, m);
    System.arraycopy(second, 0, pooled, m, n);
    Ranks ranks = Ranks.of(pooled);
    double least = 0.5 * m * (m + 1.0);
    double statistic = ranks.sum(0, m) - least;
    double pairs = (double) m * n;
    boolean exact = method == Method.EXACT || (method == Method.AUTO && m < 50 && n < 50);
    if (exact) {
      RankSums sums = RankSums.ofSubsets(ranks.doubled(), m);
      double p = RankTails.exact(sums, statistic + least, alternative);
      return new Result(statistic, p, statistic / pairs, Method.EXACT);
    }
    double all = (double) m + n;
    double variance = pairs / 12 * (all + 1 - ranks.ties() / (all * (all - 1)));
    double p = RankTails.normal(statistic - pairs / 2, variance, alternative, continuity);
    return new Result(statistic, p, statistic / pairs, Method.ASYMPTOTIC);
  }
}
