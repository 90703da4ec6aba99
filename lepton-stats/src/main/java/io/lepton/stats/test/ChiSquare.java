package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * Pearson's chi-square test of a table of counts: independence of rows and columns, or fit to given
 * probabilities. Agrees with R's {@code chisq.test}, save that the default here is no correction.
 * The approximation wants expected counts of about five or more: {@link Result#smallestExpected}
 * tells.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ChiSquare {
  private static final ChiSquare DEFAULT = new ChiSquare(Correction.NONE);

  /** Correction for continuity, of tables with two rows and two columns only. */
  public enum Correction {
    /** None. */
    NONE,
    /** Yates (1934), as R applies it: by at most the smallest deviation. */
    YATES
  }

  private final Correction correction;

  private ChiSquare(Correction correction) {
    this.correction = correction;
  }

  /**
   * What the test found.
   *
   * @param statistic sum of (observed − expected)² / expected
   * @param degreesOfFreedom at least 1
   * @param pValue upper tail of the chi-square distribution
   * @param smallestExpected the smallest expected count
   */
  public record Result(
      double statistic, int degreesOfFreedom, double pValue, double smallestExpected)
      implements TestResult {}

  /**
   * Without correction.
   *
   * @return the test
   */
  public static ChiSquare withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the correction.
   *
   * @param value the correction
   * @return a new test
   */
  public ChiSquare with(Correction value) {
    return new ChiSquare(Objects.requireNonNull(value));
  }

  /**
   * Tests whether rows and columns are independent.
   *
   * @param table counts by row and column, at least 2 × 2, no row or column all zero
   * @return the result
   * @throws InvalidInputException if the table has another form, or a count is negative
   */
  public Result independence(long[][] table) {
    int rows = table.length;
    int columns = rows == 0 ? 0 : table[0].length;
    if (rows < 2 || columns < 2) {
      throw new InvalidInputException(
          "a table of " + rows + " × " + columns + "; expected at least 2 × 2");
    }
    double[] rowSums = new double[rows];
    double[] columnSums = new double[columns];
    double total = 0;
    for (int i = 0; i < rows; i++) {
      Checks.sameLength("row 0", columns, "row " + i, table[i].length);
      Checks.counts("row " + i, table[i]);
      for (int j = 0; j < columns; j++) {
        rowSums[i] += table[i][j];
        columnSums[j] += table[i][j];
        total += table[i][j];
      }
    }
    requireNonZero("row", rowSums);
    requireNonZero("column", columnSums);
    double[] observed = new double[rows * columns];
    double[] expected = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        observed[i * columns + j] = table[i][j];
        expected[i * columns + j] = rowSums[i] * columnSums[j] / total;
      }
    }
    boolean corrected = correction == Correction.YATES && rows == 2 && columns == 2;
    return result(observed, expected, corrected, (rows - 1) * (columns - 1));
  }

  private static void requireNonZero(String what, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] == 0) {
        throw new InvalidInputException(
            what + " " + i + " of the table has no counts; leave it out");
      }
    }
  }

  /**
   * Tests whether counts follow given probabilities.
   *
   * @param observed counts of at least two kinds, not all zero
   * @param probabilities of each kind, above 0 and with a sum of 1 (to 1e-9)
   * @return the result
   * @throws InvalidInputException if lengths differ, or a count or probability is out of range
   */
  public Result goodnessOfFit(long[] observed, double[] probabilities) {
    Checks.sameLength("observed", observed.length, "probabilities", probabilities.length);
    if (observed.length < 2) {
      throw new InvalidInputException(observed.length + " kinds; expected at least 2");
    }
    Checks.counts("observed", observed);
    double total = 0;
    double sum = 0;
    for (int i = 0; i < observed.length; i++) {
      total += observed[i];
      sum += Checks.positive("probabilities[" + i + "]", probabilities[i]);
    }
    if (Math.abs(sum - 1) > 1e-9) {
      throw new InvalidInputException("probabilities have the sum " + sum + "; expected 1");
    }
    if (total == 0) {
      throw new InvalidInputException("all observed counts are 0; expected at least one case");
    }
    double[] counts = new double[observed.length];
    double[] expected = new double[observed.length];
    for (int i = 0; i < observed.length; i++) {
      counts[i] = observed[i];
      expected[i] = total * probabilities[i];
    }
    return result(counts, expected, false, observed.length - 1);
  }

  private static Result result(
      double[] observed, double[] expected, boolean corrected, int degreesOfFreedom) {
    double smallest = Double.POSITIVE_INFINITY;
    double smallestDeviation = Double.POSITIVE_INFINITY;
    for (int i = 0; i < observed.length; i++) {
      smallest = Math.min(smallest, expected[i]);
      smallestDeviation = Math.min(smallestDeviation, Math.abs(observed[i] - expected[i]));
    }
    double shift = corrected ? Math.min(0.5, smallestDeviation) : 0;
    double statistic = 0;
    for (int i = 0; i < observed.length; i++) {
      double deviation = Math.abs(observed[i] - expected[i]) - shift;
      statistic += deviation * deviation / expected[i];
    }
    return new Result(
        statistic, degreesOfFreedom, Tails.chiSquareUpper(statistic, degreesOfFreedom), smallest);
  }
}
