package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * McNemar's test of two classifiers on the same cases: among the cases where exactly one of them is
 * right, is each right equally often? (McNemar 1947.) The exact method is a binomial test, as R's
 * {@code binom.test(b, b + c)}; the chi-square methods are R's {@code mcnemar.test}. Two-sided.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class McNemar {
  private static final McNemar DEFAULT = new McNemar(Method.EXACT);

  /** How the p-value is found. */
  public enum Method {
    /** Binomial; never too small. The statistic is {@code onlyFirst}. */
    EXACT,
    /** (b − c)² / (b + c) against chi-square with one degree of freedom. */
    CHI_SQUARE,
    /** (|b − c| − 1)² / (b + c), Edwards' correction; no correction if b = c, as in R. */
    CHI_SQUARE_CORRECTED
  }

  private final Method method;

  private McNemar(Method method) {
    this.method = method;
  }

  /**
   * What the test found.
   *
   * @param statistic as the method says
   * @param pValue two-sided; 1 where the two never disagree
   * @param onlyFirst cases only the first got right
   * @param onlySecond cases only the second got right
   */
  public record Result(double statistic, double pValue, long onlyFirst, long onlySecond)
      implements TestResult {}

  /**
   * The exact test.
   *
   * @return the test
   */
  public static McNemar withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the method.
   *
   * @param value the method
   * @return a new test
   */
  public McNemar with(Method value) {
    return new McNemar(Objects.requireNonNull(value));
  }

  /**
   * Tests two classifiers case by case.
   *
   * @param firstCorrect whether the first was right, per case
   * @param secondCorrect whether the second was right, in the same order of cases
   * @return the result
   * @throws InvalidInputException if there is no case, or lengths differ
   */
  public Result test(boolean[] firstCorrect, boolean[] secondCorrect) {
    Checks.sameLength("firstCorrect", firstCorrect.length, "secondCorrect", secondCorrect.length);
    if (firstCorrect.length == 0) {
      throw new InvalidInputException("no cases; expected at least one");
    }
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int i = 0; i < firstCorrect.length; i++) {
      if (firstCorrect[i] != secondCorrect[i]) {
        if (firstCorrect[i]) {
          onlyFirst++;
        } else {
          onlySecond++;
        }
      }
    }
    return test(onlyFirst, onlySecond);
  }

  /**
   * Tests by the numbers of disagreements.
   *
   * @param onlyFirst cases only the first got right, at least 0
   * @param onlySecond cases only the second got right, at least 0
   * @return the result
   * @throws InvalidInputException if a count is negative
   */
  public Result test(long onlyFirst, long onlySecond) {
    Checks.counts("disagreements", new long[] {onlyFirst, onlySecond});
    double all = (double) onlyFirst + onlySecond;
    if (method == Method.EXACT) {
      return new Result(onlyFirst, exact(onlyFirst, onlySecond), onlyFirst, onlySecond);
    }
    double distance = Math.abs((double) onlyFirst - onlySecond);
    if (method == Method.CHI_SQUARE_CORRECTED && distance > 0) {
      distance -= 1;
    }
    double statistic = all == 0 ? 0 : distance * distance / all;
    return new Result(statistic, Tails.chiSquareUpper(statistic, 1), onlyFirst, onlySecond);
  }

  private static double exact(long onlyFirst, long onlySecond) {
    long all = Math.addExact(onlyFirst, onlySecond);
    return Math.min(1, 2 * Tails.binomialLower(Math.min(onlyFirst, onlySecond), all, 0.5));
  }
}
