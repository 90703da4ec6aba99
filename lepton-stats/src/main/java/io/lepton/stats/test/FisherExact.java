package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Hypergeometric;
import io.lepton.stats.internal.Tails;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Fisher's exact test of a table of two rows and two columns (Fisher 1935): given the margins, the
 * first cell is hypergeometric if rows and columns are independent. The two-sided p-value sums the
 * tables that are no more probable than the observed one. The odds ratio is the conditional maximum
 * likelihood estimate, not {@code ad / bc}; its exact interval (Cornfield 1956) holds what the two
 * one-sided tests do not reject. Agrees with R's {@code fisher.test}; scipy's {@code fisher_exact}
 * has the same p-value and reports {@code ad / bc}.
 *
 * <p>Where a margin is zero the table says nothing of an odds ratio, and is refused (R gives p = 1
 * and an odds ratio of 0). Time and memory grow with the smallest margin, which may be up to {@link
 * #MOST_TABLES}; take {@link ChiSquare} beyond. Immutable and safe for use by many threads.
 */
public final class FisherExact {
  /** Tables with the same margins beyond which the test refuses. */
  public static final int MOST_TABLES = 10_000_000;

  private static final FisherExact DEFAULT = new FisherExact(Alternative.TWO_SIDED, 0.95);

  /** Two tables this close in probability are held equally probable, as in R. */
  private static final double SAME = 1 + 1e-7;

  private final Alternative alternative;
  private final double level;

  private FisherExact(Alternative alternative, double level) {
    this.alternative = alternative;
    this.level = level;
  }

  /**
   * What the test found.
   *
   * @param statistic the first cell
   * @param pValue against the alternative; GREATER is an odds ratio above 1
   * @param oddsRatio conditional maximum likelihood estimate, from 0 to +∞
   * @param interval of the odds ratio
   */
  public record Result(double statistic, double pValue, double oddsRatio, Interval interval)
      implements TestResult {}

  /**
   * Two-sided, 95 % interval.
   *
   * @return the test
   */
  public static FisherExact withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public FisherExact with(Alternative value) {
    return new FisherExact(Objects.requireNonNull(value), level);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public FisherExact withLevel(double value) {
    return new FisherExact(alternative, Checks.inside("level", value));
  }

  /**
   * Tests whether rows and columns are independent.
   *
   * @param table counts, 2 × 2, no row or column all zero
   * @return the result
   * @throws InvalidInputException if the table has another form, a count is negative, a row or
   *     column is all zero, or the table too large
   */
  public Result test(long[][] table) {
    if (table.length != 2 || table[0].length != 2 || table[1].length != 2) {
      throw new InvalidInputException("Fisher's exact test takes a table of 2 × 2 counts");
    }
    Checks.counts("row 0", table[0]);
    Checks.counts("row 1", table[1]);
    long firstRow = Math.addExact(table[0][0], table[0][1]);
    long secondRow = Math.addExact(table[1][0], table[1][1]);
    long firstColumn = Math.addExact(table[0][0], table[1][0]);
    long secondColumn = Math.addExact(table[0][1], table[1][1]);
    if (firstRow == 0 || secondRow == 0 || firstColumn == 0 || secondColumn == 0) {
      throw new InvalidInputException(
          "rows have the sums "
              + firstRow
              + " and "
              + secondRow
              + ", columns "
              + firstColumn
              + " and "
              + secondColumn
              + "; where one is 0 the table says nothing of an odds ratio");
    }
    if (Hypergeometric.tables(firstRow, secondRow, firstColumn) > MOST_TABLES) {
      throw new InvalidInputException(
          "more than " + MOST_TABLES + " tables have these margins; use ChiSquare instead");
    }
    Hypergeometric tables = new Hypergeometric(firstRow, secondRow, firstColumn);
    long observed = table[0][0];
    return new Result(
        observed, pValue(tables, observed), odds(tables, observed), interval(tables, observed));
  }

  private double pValue(Hypergeometric tables, long observed) {
    return switch (alternative) {
      case LESS -> tables.atMost(observed, 0);
      case GREATER -> tables.atLeast(observed, 0);
      case TWO_SIDED -> {
        double[] probabilities = tables.probabilities(0);
        double limit = probabilities[(int) (observed - tables.least())] * SAME;
        double sum = 0;
        for (double probability : probabilities) {
          sum += probability <= limit ? probability : 0;
        }
        yield Math.min(1, sum);
      }
    };
  }

  private static double odds(Hypergeometric tables, long observed) {
    if (observed == tables.least()) {
      return 0;
    }
    if (observed == tables.most()) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.exp(rising(log -> tables.mean(log) - observed));
  }

  private Interval interval(Hypergeometric tables, long observed) {
    double tail = alternative.tail(level);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    if (alternative != Alternative.LESS && observed > tables.least()) {
      low = Math.exp(rising(log -> tables.atLeast(observed, log) - tail));
    }
    if (alternative != Alternative.GREATER && observed < tables.most()) {
      high = Math.exp(rising(log -> tail - tables.atMost(observed, log)));
    }
    return new Interval(low, high, level, "exact conditional");
  }

  /** Where a rising function of the log odds ratio crosses zero. */
  private static double rising(DoubleUnaryOperator function) {
    double left = -1;
    double right = 1;
    while (function.applyAsDouble(left) > 0) {
      left *= 2;
    }
    while (function.applyAsDouble(right) < 0) {
      right *= 2;
    }
    return Tails.solve(function, left, right);
  }
}
