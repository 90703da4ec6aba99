package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;

/**
 * Student's t-test for the difference of two means, first minus second, of samples with equal
 * variances (Student 1908). The statistic is {@code (x̄ − ȳ − d) / (s √(1/nₓ + 1/nᵧ))} with the
 * pooled variance {@code s²} of {@code nₓ + nᵧ − 2} degrees of freedom. Agrees with R's {@code
 * t.test(var.equal = TRUE)} and scipy's {@code ttest_ind}. Where variances differ and sizes too it
 * misses its level in either direction: {@link WelchT} does not, and loses next to nothing where
 * they are equal.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StudentT {
  private static final StudentT DEFAULT = new StudentT(TSettings.DEFAULT);

  private final TSettings settings;

  private StudentT(TSettings settings) {
    this.settings = settings;
  }

  /**
   * What the test found.
   *
   * @param statistic t
   * @param degreesOfFreedom cases less two
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
  public static StudentT withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public StudentT with(Alternative value) {
    return new StudentT(settings.with(value));
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public StudentT withLevel(double value) {
    return new StudentT(settings.withLevel(value));
  }

  /**
   * Sets the difference of means under the null hypothesis.
   *
   * @param value finite
   * @return a new test
   */
  public StudentT withDifference(double value) {
    return new StudentT(settings.withDifference(value));
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
    double degreesOfFreedom = (double) first.n() + second.n() - 2;
    double pooled =
        ((first.n() - 1) / degreesOfFreedom) * first.variance()
            + ((second.n() - 1) / degreesOfFreedom) * second.variance();
    if (!(pooled > 0)) {
      throw TSettings.noSpread(first, second);
    }
    double standardError = Math.sqrt(pooled) * Math.sqrt(1.0 / first.n() + 1.0 / second.n());
    double estimate = first.mean() - second.mean();
    double statistic = settings.statistic(estimate, standardError);
    return new Result(
        statistic,
        degreesOfFreedom,
        settings.pValue(statistic, degreesOfFreedom),
        first.mean(),
        second.mean(),
        standardError,
        settings.interval(estimate, standardError, degreesOfFreedom, "Student"));
  }
}
