package io.lepton.stats.internal;

/**
 * Fisher's noncentral hypergeometric distribution: the first cell of a table of two rows and two
 * columns, given its margins, where the odds ratio is not 1. Weights are normalised by their sum,
 * so that no constant is needed; time and memory grow with the number of possible tables.
 */
public final class Hypergeometric {
  private final long least;
  private final double[] logs;

  /**
   * By the margins.
   *
   * @param firstRow sum of the first row
   * @param secondRow sum of the second row
   * @param firstColumn sum of the first column
   */
  public Hypergeometric(long firstRow, long secondRow, long firstColumn) {
    least = Math.max(0, firstColumn - secondRow);
    long most = Math.min(firstColumn, firstRow);
    logs = new double[Math.toIntExact(most - least + 1)];
    // by ratios of neighbours: sums of log-gammas lose digits in large tables
    for (int i = 1; i < logs.length; i++) {
      double x = (double) least + i;
      logs[i] =
          logs[i - 1]
              + Math.log(
                  (firstRow - x + 1) * (firstColumn - x + 1) / (x * (secondRow - firstColumn + x)));
    }
  }

  /** The number of tables with these margins, or more than can be counted. */
  public static double tables(long firstRow, long secondRow, long firstColumn) {
    return (double) Math.min(firstColumn, firstRow) - Math.max(0, firstColumn - secondRow) + 1;
  }

  /** The least value of the cell. */
  public long least() {
    return least;
  }

  /** The greatest value of the cell. */
  public long most() {
    return least + logs.length - 1;
  }

  /** Probabilities of the cell's values from the least on. */
  public double[] probabilities(double logOddsRatio) {
    double[] weights = new double[logs.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      weights[i] = logs[i] + i * logOddsRatio;
      highest = Math.max(highest, weights[i]);
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      weights[i] = Math.exp(weights[i] - highest);
      sum += weights[i];
    }
    for (int i = 0; i < logs.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** The mean of the cell. */
  public double mean(double logOddsRatio) {
    double[] probabilities = probabilities(logOddsRatio);
    double mean = least;
    for (int i = 0; i < probabilities.length; i++) {
      mean += i * probabilities[i];
    }
    return mean;
  }

  /** P(cell <= value). */
  public double atMost(long value, double logOddsRatio) {
    return sum(probabilities(logOddsRatio), 0, value - least);
  }

  /** P(cell >= value). */
  public double atLeast(long value, double logOddsRatio) {
    return sum(probabilities(logOddsRatio), value - least, logs.length - 1L);
  }

  private static double sum(double[] probabilities, long from, long to) {
    double sum = 0;
    for (long i = Math.max(0, from); i <= Math.min(to, probabilities.length - 1L); i++) {
      sum += probabilities[(int) i];
    }
    return Math.min(1, sum);
  }
}
