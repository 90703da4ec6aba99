package io.lepton.stats.internal;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/**
 * The exact distribution of a sum of ranks under the null hypothesis, given the ranks, ties
 * included: of a random subset (Mann-Whitney) or of random signs (signed rank). Every term is a
 * probability, so that nothing overflows and small tails keep their digits.
 */
public final class RankSums {
  /** Steps beyond which the exact distribution would take more than some seconds. */
  private static final double MOST_STEPS = 4e9;

  /** Memory beyond which it is not tried. */
  private static final double MOST_CELLS = 5e7;

  private final double[] probabilities;
  private final int unit;

  private RankSums(double[] probabilities, int unit) {
    this.probabilities = probabilities;
    this.unit = unit;
  }

  /** Of the sum of a subset of the given size, all subsets being equally likely. */
  public static RankSums ofSubsets(int[] doubled, int size) {
    int n = doubled.length;
    int fewer = Math.min(size, n - size);
    int unit = unit(doubled);
    int[] ranks = Arrays.stream(doubled).map(rank -> rank / unit).sorted().toArray();
    int most = total(Arrays.copyOfRange(ranks, n - fewer, n));
    requireFeasible((double) n * fewer * most, (fewer + 1.0) * (most + 1.0));
    double[][] chosen = new double[fewer + 1][most + 1];
    chosen[0][0] = 1;
    for (int k = 0; k < n; k++) {
      for (int j = Math.min(k, fewer - 1); j >= 0; j--) {
        double take = (double) (fewer - j) / (n - k);
        double leave = (double) (n - k - fewer + j) / (n - k);
        double[] from = chosen[j];
        double[] to = chosen[j + 1];
        for (int sum = most; sum >= 0; sum--) {
          if (from[sum] > 0) {
            to[sum + ranks[k]] += from[sum] * take;
            from[sum] *= leave;
          }
        }
      }
    }
    double[] sums = chosen[fewer];
    return new RankSums(fewer == size ? sums : reversed(sums, total(ranks)), unit);
  }

  private static double[] reversed(double[] sums, int total) {
    double[] others = new double[total + 1];
    for (int sum = 0; sum < sums.length; sum++) {
      others[total - sum] = sums[sum];
    }
    return others;
  }

  /** Of the sum of the ranks with a plus, each sign being plus with probability one half. */
  public static RankSums ofSigns(int[] doubled) {
    int unit = unit(doubled);
    int[] ranks = Arrays.stream(doubled).map(rank -> rank / unit).toArray();
    int most = total(ranks);
    requireFeasible((double) ranks.length * most, most);
    double[] sums = new double[most + 1];
    sums[0] = 1;
    for (int rank : ranks) {
      for (int sum = most; sum >= 0; sum--) {
        sums[sum] = 0.5 * (sums[sum] + (sum >= rank ? sums[sum - rank] : 0));
      }
    }
    return new RankSums(sums, unit);
  }

  private static int unit(int[] doubled) {
    return Arrays.stream(doubled).allMatch(rank -> rank % 2 == 0) ? 2 : 1;
  }

  private static int total(int[] ranks) {
    long sum = 0;
    for (int rank : ranks) {
      sum += rank;
    }
    return (int) Math.min(sum, Integer.MAX_VALUE - 8);
  }

  private static void requireFeasible(double steps, double cells) {
    if (steps > MOST_STEPS || cells > MOST_CELLS) {
      throw new InvalidInputException(
          "an exact distribution of ranks in "
              + steps
              + " steps and "
              + cells
              + " cells is out of reach; use the asymptotic method");
    }
  }

  /** P(sum <= s). */
  public double atMost(double sum) {
    return within(0, (int) Math.floor(2 * sum / unit));
  }

  /** P(sum >= s). */
  public double atLeast(double sum) {
    return within((int) Math.ceil(2 * sum / unit), probabilities.length - 1);
  }

  private double within(int from, int to) {
    double total = 0;
    for (int sum = Math.max(0, from); sum <= Math.min(to, probabilities.length - 1); sum++) {
      total += probabilities[sum];
    }
    return Math.min(1, total);
  }
}
