package io.lepton.stats.test;

import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.RankSums;
import io.lepton.stats.internal.Ranks;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Wilcoxon's signed-rank test of paired measurements (Wilcoxon 1945): is the distribution of first
 * minus second symmetric about 0? The statistic is the sum of the ranks, by absolute size, of the
 * positive differences. Agrees with R's {@code wilcox.test(paired = TRUE)} and with scipy's {@code
 * wilcoxon} (whose two-sided statistic is the smaller of the two sums).
 *
 * <p>The exact p-value is that of all signs given the ranks, ties included (R and scipy know it
 * without ties and zeros only); the two-sided one is twice the smaller tail. The asymptotic one has
 * the mean {@code Σr/2} and variance {@code Σr²/4} of the ranks as they are. Where all differences
 * are zero, p is 1. Immutable and safe for use by many threads.
 */
public final class WilcoxonSignedRank {
  private static final WilcoxonSignedRank DEFAULT =
      new WilcoxonSignedRank(
          Alternative.TWO_SIDED, Method.AUTO, Continuity.CORRECTED, Zeros.WILCOXON);

  private final Alternative alternative;
  private final Method method;
  private final Continuity continuity;
  private final Zeros zeros;

  private WilcoxonSignedRank(
      Alternative alternative, Method method, Continuity continuity, Zeros zeros) {
    this.alternative = alternative;
    this.method = method;
    this.continuity = continuity;
    this.zeros = zeros;
  }

  /** How the p-value is found. */
  public enum Method {
    /** Exact for fewer than 50 differences that count, as in R. */
    AUTO,
    /** Exact, in time about as the third power of the size. */
    EXACT,
    /** By the normal distribution. */
    ASYMPTOTIC
  }

  /** What becomes of differences of zero. */
  public enum Zeros {
    /** Left out before ranking, as Wilcoxon and R do. */
    WILCOXON,
    /** Ranked with the others, then left out (Pratt 1959): without paradoxes. */
    PRATT
  }

  /**
   * What the test found.
   *
   * @param statistic sum of the ranks of positive differences (R's V)
   * @param pValue against the alternative
   * @param rankBiserial positive less negative share of the ranks, from −1 to 1 (Kerby 2014); 0
   *     where all differences are zero
   * @param counted differences that are not zero
   * @param method EXACT or ASYMPTOTIC, whichever was used
   */
  public record Result(
      double statistic, double pValue, double rankBiserial, int counted, Method method)
      implements TestResult {}

  /**
   * Two-sided, zeros left out, exact for small samples, else with correction for continuity.
   *
   * @return the test
   */
  public static WilcoxonSignedRank withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public WilcoxonSignedRank with(Alternative value) {
    return new WilcoxonSignedRank(Objects.requireNonNull(value), method, continuity, zeros);
  }

  /**
   * Sets how the p-value is found.
   *
   * @param value the method
   * @return a new test
   */
  public WilcoxonSignedRank with(Method value) {
    return new WilcoxonSignedRank(alternative, Objects.requireNonNull(value), continuity, zeros);
  }

  /**
   * Sets the correction of the asymptotic method.
   *
   * @param value the correction
   * @return a new test
   */
  public WilcoxonSignedRank with(Continuity value) {
    return new WilcoxonSignedRank(alternative, method, Objects.requireNonNull(value), zeros);
  }

  /**
   * Sets what becomes of differences of zero.
   *
   * @param value the treatment
   * @return a new test
   */
  public WilcoxonSignedRank with(Zeros value) {
    return new WilcoxonSignedRank(alternative, method, continuity, Objects.requireNonNull(value));
  }

  /**
   * Tests two measurements of each unit.
   *
   * @param first at least one finite value
   * @param second of the same units in the same order
   * @return the result
   * @throws io.lepton.error.InvalidInputException if lengths differ, there is no pair, or a value
   *     is NaN or infinite
   */
  public Result test(double[] first, double[] second) {
    return test(Pairs.differences(first, second, 1));
  }

  /**
   * Tests differences.
   *
   * @param differences at least one finite value
   * @return the result
   * @throws io.lepton.error.InvalidInputException if there is none, one is NaN or infinite, or
   *     EXACT was asked for too many
   */
  public Result test(double... differences) {
    Checks.sample("differences", differences, 1);
    double[] ranked =
        zeros == Zeros.PRATT
            ? differences.clone()
            : Arrays.stream(differences).filter(difference -> difference != 0).toArray();
    int[] doubled = Ranks.of(Arrays.stream(ranked).map(Math::abs).toArray()).doubled();
    int[] places = IntStream.range(0, ranked.length).filter(i -> ranked[i] != 0).toArray();
    double positive = 0;
    double all = 0;
    double squares = 0;
    for (int place : places) {
      double rank = 0.5 * doubled[place];
      positive += ranked[place] > 0 ? rank : 0;
      all += rank;
      squares += rank * rank;
    }
    boolean exact = method == Method.EXACT || (method == Method.AUTO && places.length < 50);
    double p;
    if (exact) {
      int[] counted = Arrays.stream(places).map(place -> doubled[place]).toArray();
      p = RankTails.exact(RankSums.ofSigns(counted), positive, alternative);
    } else {
      p = RankTails.normal(positive - all / 2, squares / 4, alternative, continuity);
    }
    return new Result(
        positive,
        p,
        all == 0 ? 0 : 2 * positive / all - 1,
        places.length,
        exact ? Method.EXACT : Method.ASYMPTOTIC);
  }
}
