package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Ranks;
import io.lepton.stats.internal.StudentizedRange;
import io.lepton.stats.internal.Tails;
import java.util.List;
import java.util.Objects;

/**
 * Friedman's test of several treatments on the same blocks, such as models on data sets (Friedman
 * 1937; Demšar 2006): ranks within each block, ties sharing theirs, then compares the mean ranks.
 * {@link Statistic#CHI_SQUARE} agrees with R's {@code friedman.test} and scipy's {@code
 * friedmanchisquare}. If it rejects, {@link Result#nemenyi} says which treatments differ.
 *
 * <p>Where every block is all ties the statistic is 0. Immutable and safe for use by many threads.
 */
public final class Friedman {
  private static final Friedman DEFAULT = new Friedman(Statistic.CHI_SQUARE);

  /** Which statistic the p-value is of. */
  public enum Statistic {
    /** Friedman's, against chi-square; conservative with few blocks. */
    CHI_SQUARE,
    /** Of Iman and Davenport (1980), against F: {@code (n−1)χ² / (n(k−1) − χ²)}. */
    IMAN_DAVENPORT
  }

  private final Statistic statistic;

  private Friedman(Statistic statistic) {
    this.statistic = statistic;
  }

  /**
   * What the test found.
   *
   * @param statistic chi-square or F; +∞ for F where all blocks rank alike
   * @param degreesOfFreedom treatments less one
   * @param pValue upper tail
   * @param meanRanks of each treatment, 1 for the least values
   * @param blocks how many
   */
  public record Result(
      double statistic, int degreesOfFreedom, double pValue, List<Double> meanRanks, int blocks)
      implements TestResult {
    /** {@inheritDoc} */
    public Result {
      meanRanks = List.copyOf(meanRanks);
    }

    /**
     * The difference of mean ranks that Nemenyi's test (1963) finds significant, at a family-wise
     * error rate: {@code q √(k(k+1)/(6n))}, q from the studentised range by √2.
     *
     * @param alpha between 0 and 1, such as 0.05
     * @return above 0
     * @throws InvalidInputException if alpha is out of range
     */
    public double criticalDifference(double alpha) {
      double q = StudentizedRange.upperQuantile(Checks.inside("alpha", alpha), meanRanks.size());
      return q * standardError();
    }

    /**
     * Nemenyi's p-value of two treatments, already corrected for comparing all pairs.
     *
     * @param first place of a treatment
     * @param second place of another
     * @return from 0 to 1
     */
    public double nemenyi(int first, int second) {
      double distance = Math.abs(meanRanks.get(first) - meanRanks.get(second));
      return StudentizedRange.upper(distance / standardError(), meanRanks.size());
    }

    /** Of a mean rank. */
    private double standardError() {
      double k = meanRanks.size();
      return Math.sqrt(k * (k + 1) / (12 * blocks));
    }
  }

  /**
   * Friedman's chi-square.
   *
   * @return the test
   */
  public static Friedman withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the statistic.
   *
   * @param value the statistic
   * @return a new test
   */
  public Friedman with(Statistic value) {
    return new Friedman(Objects.requireNonNull(value));
  }

  /**
   * Tests blocks.
   *
   * @param blocks at least two, each with the value of every treatment in the same order; at least
   *     two treatments
   * @return the result
   * @throws InvalidInputException if there are too few blocks or treatments, lengths differ, or a
   *     value is NaN or infinite
   */
  public Result test(double[]... blocks) {
    int n = blocks.length;
    if (n < 2) {
      throw new InvalidInputException(n + " blocks; expected at least 2");
    }
    int k = blocks[0].length;
    Groups.requireTwo(k);
    double[] sums = new double[k];
    double ties = 0;
    for (int i = 0; i < n; i++) {
      Checks.sameLength("block 0", k, "block " + i, blocks[i].length);
      Checks.sample("block " + i, blocks[i], k);
      Ranks ranks = Ranks.of(blocks[i]);
      ties += ranks.ties();
      for (int j = 0; j < k; j++) {
        sums[j] += ranks.sum(j, j + 1);
      }
    }
    double between = 0;
    Double[] means = new Double[k];
    for (int j = 0; j < k; j++) {
      double deviation = sums[j] - n * (k + 1) / 2.0;
      between += deviation * deviation;
      means[j] = sums[j] / n;
    }
    double spread = (double) n * k * (k + 1) - ties / (k - 1);
    double chiSquare = spread > 0 ? 12 * between / spread : 0;
    return result(chiSquare, k, n, List.of(means));
  }

  private Result result(double chiSquare, int k, int n, List<Double> meanRanks) {
    if (statistic == Statistic.CHI_SQUARE) {
      return new Result(chiSquare, k - 1, Tails.chiSquareUpper(chiSquare, k - 1), meanRanks, n);
    }
    double left = Math.max(0, n * (k - 1.0) - chiSquare);
    double f = chiSquare == 0 ? 0 : (n - 1) * chiSquare / left;
    double p = Tails.fisherUpper(f, k - 1.0, (k - 1.0) * (n - 1.0));
    return new Result(f, k - 1, p, meanRanks, n);
  }
}
