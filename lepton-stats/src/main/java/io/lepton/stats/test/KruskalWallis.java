package io.lepton.stats.test;

import io.lepton.stats.internal.Ranks;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;

/**
 * The test of Kruskal and Wallis (1952): do several independent groups come from one distribution?
 * The statistic is {@code 12/(N(N+1)) Σ Rᵢ²/nᵢ − 3(N+1)}, divided by {@code 1 − Σ(t³−t)/(N³−N)} for
 * ties, against chi-square with one degree of freedom less than groups; the approximation wants
 * about five values in each group. Agrees with R's {@code kruskal.test} and scipy's {@code
 * kruskal}. Where all values are equal the statistic is 0 (R says NaN).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class KruskalWallis {
  private static final KruskalWallis DEFAULT = new KruskalWallis();

  private KruskalWallis() {}

  /**
   * What the test found.
   *
   * @param statistic H, corrected for ties
   * @param degreesOfFreedom groups less one
   * @param pValue upper tail of the chi-square distribution
   */
  public record Result(double statistic, int degreesOfFreedom, double pValue)
      implements TestResult {}

  /**
   * The test; there is nothing to set.
   *
   * @return the test
   */
  public static KruskalWallis withDefaults() {
    return DEFAULT;
  }

  /**
   * Tests groups.
   *
   * @param groups at least two, each of at least one finite value
   * @return the result
   * @throws io.lepton.error.InvalidInputException if there are fewer than two groups, one is empty,
   *     or a value NaN or infinite
   */
  public Result test(double[]... groups) {
    Groups.check(groups, 1);
    Ranks ranks = Ranks.of(Arrays.stream(groups).flatMapToDouble(Arrays::stream).toArray());
    double n = Arrays.stream(groups).mapToDouble(group -> group.length).sum();
    double between = 0;
    int from = 0;
    for (double[] group : groups) {
      int to = from + group.length;
      double deviation = ranks.sum(from, to) / group.length - (n + 1) / 2;
      between += group.length * deviation * deviation;
      from = to;
    }
    double share = 1 - ranks.ties() / (n * n * n - n);
    double statistic = share > 0 ? 12 / (n * (n + 1)) * between / share : 0;
    int degreesOfFreedom = groups.length - 1;
    return new Result(
        statistic, degreesOfFreedom, Tails.chiSquareUpper(statistic, degreesOfFreedom));
  }
}
