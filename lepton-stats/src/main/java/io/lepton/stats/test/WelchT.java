package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;

/**
 * Welch's t-test for the difference of two means, first minus second, without assuming equal
 * variances (Welch 1947). The statistic is {@code (x̄ − ȳ − d) / √(s²ₓ/nₓ + s²ᵧ/nᵧ)}; its degrees
 * of freedom follow Welch and Satterthwaite. Agrees with R's {@code t.test}. P-values agree with
 * 40-digit arithmetic to 1e-12 relative; those below 1e-300 may become 0.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class WelchT {
  private static final WelchT DEFAULT = new WelchT(TSettings.DEFAULT);

  private final TSettings settings;

  private WelchT(TSettings settings) {
    this.settings = settings;
  }

  /**
   * What the test found.
   *
   * @param statistic t
   * @param degreesOfFreedom of Welch and Satterthwaite, usually not whole
   * @param pValue against the alternative
   * @param firstMean of the first sample
   * @param secondMean of the second sample
   * @param standardError of the difference
   * @param interval of first minus second; unbounded on one side for a one-sided alternative
   */
  public record Result(
      double statistic,
      double degreesOfFreedom,
      double pValue,
      double firstMean,
      double secondMean,
      double standardError,
      Interval interval)
      implements TestResult {
    /**
     * The estimated difference.
     *
     * @return first mean minus second
     */
    public double difference() {
      return firstMean - secondMean;
    }
  }

  /**
   * Two-sided, 95 % interval, null hypothesis of no difference.
   *
   * @return the test
   */
  public static WelchT withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public WelchT with(Alternative value) {
    return new WelchT(settings.with(value));
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public WelchT withLevel(double value) {
    return new WelchT(settings.withLevel(value));
  }

  /**
   * Sets the difference of means under the null hypothesis.
   *
   * @param value finite
   * @return a new test
   */
  public WelchT withDifference(double value) {
    return new WelchT(settings.withDifference(value));
  }

  /**
   * Tests two samples.
   *
   * @param first at least two finite values
   * @param second at least two finite values
   * @return the result
   * @throws InvalidInputException if there are fewer than two values, one is NaN or infinite, or
   *     both variances are zero
   */
  public Result test(double[] first, double[] second) {
    Checks.sample("first", first, 2);
    Checks.sample("second", second, 2);
    return test(SampleSummary.of(first), SampleSummary.of(second));
  }

  /**
   * Tests two samples by their summaries.
   *
   * @param first of at least two values
   * @param second of at least two values
   * @return the result
   * @throws InvalidInputException if there are fewer than two values, or both variances are zero
   */
  public Result test(SampleSummary first, SampleSummary second) {
    TSettings.requireTwo("first", first);
    TSettings.requireTwo("second", second);
    double firstPart = first.variance() / first.n();
    double secondPart = second.variance() / second.n();
    double squaredError = firstPart + secondPart;
    if (!(squaredError > 0)) {
      throw TSettings.noSpread(first, second);
    }
    double standardError = Math.sqrt(squaredError);
    // by shares of the error: squares of tiny variances would underflow
    double firstShare = firstPart / squaredError;
    double secondShare = secondPart / squaredError;
    double degreesOfFreedom =
        1
            / (firstShare * firstShare / (first.n() - 1)
                + secondShare * secondShare / (second.n() - 1));
    double estimate = first.mean() - second.mean();
    double statistic = settings.statistic(estimate, standardError);
    return new Result(
        statistic,
        degreesOfFreedom,
        settings.pValue(statistic, degreesOfFreedom),
        first.mean(),
        second.mean(),
        standardError,
        settings.interval(estimate, standardError, degreesOfFreedom, "Welch"));
  }
}
