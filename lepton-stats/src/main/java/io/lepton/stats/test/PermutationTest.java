package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.stats.Alternative;
import io.lepton.stats.compute.JvmBackend;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Permutations;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * The permutation test: how often would a random split of the pooled values (for pairs: random
 * exchanges within them) give a statistic as extreme as the one observed? Exact in level if both
 * samples come from one distribution (for pairs: if exchanging changes nothing), whatever it is.
 *
 * <p>Where there are at most {@code replicates} splits, all are counted and the p-value is exact;
 * else that many are drawn and it is {@code (b + 1)/(m + 1)}, b of m as extreme (Phipson and Smyth
 * 2010), never 0. Two-sided is twice the smaller tail. Statistics within 1e-12 relative of the
 * observed one are as extreme. Agrees with scipy's {@code permutation_test}.
 *
 * <p>Sampled splits of the difference of means are sums of random subsets by a {@link
 * ComputeBackend} (no row is moved; all subsets of the size equally probable), keyed by one number
 * of the generator: p-values of a seed are not those of a shuffle by that generator.
 *
 * <p>The same generator state gives the same p-value. Immutable; safe for use by many threads as
 * long as they do not share a generator.
 */
public final class PermutationTest {
  private static final PermutationTest DEFAULT =
      new PermutationTest(Alternative.TWO_SIDED, 9999, new JvmBackend());
  private static final double SAME = 1e-12;

  private final Alternative alternative;
  private final int replicates;

  private final ComputeBackend backend;

  private PermutationTest(Alternative alternative, int replicates, ComputeBackend backend) {
    this.alternative = alternative;
    this.replicates = replicates;
    this.backend = backend;
  }

  /**
   * What the test found.
   *
   * @param statistic of the samples as they are
   * @param pValue against the alternative
   * @param permutations how many were looked at
   * @param method EXACT if these were all
   */
  public record Result(double statistic, double pValue, int permutations, Method method)
      implements TestResult {}

  /** How the p-value was found. */
  public enum Method {
    /** All splits were counted. */
    EXACT,
    /** Some were drawn. */
    SAMPLED
  }

  /**
   * Two-sided, at most 9999 permutations.
   *
   * @return the test
   */
  public static PermutationTest withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public PermutationTest with(Alternative value) {
    return new PermutationTest(Objects.requireNonNull(value), replicates, backend);
  }

  /**
   * Sets how many permutations to look at.
   *
   * @param value from 99 to ten million
   * @return a new test
   */
  public PermutationTest withReplicates(int value) {
    if (value < 99 || value > 10_000_000) {
      throw new InvalidInputException(value + " replicates; expected from 99 to 10000000");
    }
    return new PermutationTest(alternative, value, backend);
  }

  /**
   * Sets what computes sampled differences of means.
   *
   * @param value the backend
   * @return a new test
   */
  public PermutationTest with(ComputeBackend value) {
    return new PermutationTest(alternative, replicates, Objects.requireNonNull(value));
  }

  /**
   * Tests the difference of the means of two independent samples.
   *
   * @param first at least one finite value
   * @param second at least one finite value
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if a sample is empty, or a value NaN or infinite
   */
  public Result test(double[] first, double[] second, SplittableRandom random) {
    Checks.sample("first", first, 1);
    Checks.sample("second", second, 1);
    if (Permutations.splitsAreAtMost(replicates, first.length, second.length)) {
      return test(first, second, PermutationTest::differenceOfMeans, random);
    }
    return result(SubsetMeans.differences(backend, first, second, replicates, random.nextLong()));
  }

  /**
   * Tests two independent samples by a statistic that is large where first exceeds second.
   *
   * @param first at least one finite value
   * @param second at least one finite value
   * @param statistic of two samples of these sizes; must not keep or change them
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if a sample is empty, a value NaN or infinite, or the statistic
   *     not finite
   */
  public Result test(
      double[] first,
      double[] second,
      ToDoubleBiFunction<double[], double[]> statistic,
      SplittableRandom random) {
    Checks.sample("first", first, 1);
    Checks.sample("second", second, 1);
    return result(Permutations.splits(first, second, statistic, replicates, random));
  }

  /**
   * Tests the mean difference of two measurements of the same units.
   *
   * @param first at least one finite value
   * @param second of the same units in the same order
   * @param random source of all randomness
   * @return the result
   * @throws InvalidInputException if lengths differ, there is no pair, or a value is NaN or
   *     infinite
   */
  public Result paired(double[] first, double[] second, SplittableRandom random) {
    return result(Permutations.signs(Pairs.differences(first, second, 1), replicates, random));
  }

  private static double differenceOfMeans(double[] first, double[] second) {
    return Arrays.stream(first).sum() / first.length - Arrays.stream(second).sum() / second.length;
  }

  private Result result(Permutations permuted) {
    double largest = Math.abs(permuted.observed());
    for (double value : permuted.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double slack = SAME * largest;
    int below = 0;
    int above = 0;
    for (double value : permuted.values()) {
      below += value <= permuted.observed() + slack ? 1 : 0;
      above += value >= permuted.observed() - slack ? 1 : 0;
    }
    int added = permuted.all() ? 0 : 1;
    double all = permuted.values().length + added;
    double less = (below + added) / all;
    double greater = (above + added) / all;
    double p =
        switch (alternative) {
          case LESS -> less;
          case GREATER -> greater;
          case TWO_SIDED -> Math.min(1, 2 * Math.min(less, greater));
        };
    return new Result(
        permuted.observed(),
        p,
        permuted.values().length,
        permuted.all() ? Method.EXACT : Method.SAMPLED);
  }
}
