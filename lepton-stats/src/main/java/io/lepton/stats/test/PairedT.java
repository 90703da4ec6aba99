package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;

/**
 * The paired t-test: Student's test of the mean of differences, first minus second, on the same
 * units (Student 1908). The statistic is {@code (d̄ − d) / (s / √n)} with {@code n − 1} degrees of
 * freedom. Assumes that units are independent and differences about normal, or many. Agrees with
 * R's {@code t.test(paired = TRUE)} and scipy's {@code ttest_rel}. Folds of a cross-validation are
 * not independent: use {@link CorrectedResampledT} for those.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PairedT {
  private static final PairedT DEFAULT = new PairedT(TSettings.DEFAULT);

  private final TSettings settings;

  private PairedT(TSettings settings) {
    this.settings = settings;
  }

  /**
   * What the test found.
   *
   * @param statistic t
   * @param degreesOfFreedom pairs less one
   * @param pValue against the alternative
   * @param difference mean of first minus second
   * @param standardError of the mean difference
   * @param interval of the mean difference; unbounded on one side for a one-sided alternative
   */
  public record Result(
      double statistic,
      double degreesOfFreedom,
      double pValue,
      double difference,
      double standardError,
      Interval interval)
      implements TestResult {}

  /**
   * Two-sided, 95 % interval, null hypothesis of no difference.
   *
   * @return the test
   */
  public static PairedT withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public PairedT with(Alternative value) {
    return new PairedT(settings.with(value));
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public PairedT withLevel(double value) {
    return new PairedT(settings.withLevel(value));
  }

  /**
   * Sets the mean difference under the null hypothesis.
   *
   * @param value finite
   * @return a new test
   */
  public PairedT withDifference(double value) {
    return new PairedT(settings.withDifference(value));
  }

  /**
   * Tests two measurements of each unit.
   *
   * @param first at least two finite values
   * @param second of the same units in the same order
   * @return the result
   * @throws InvalidInputException if lengths differ, there are fewer than two pairs, a value is NaN
   *     or infinite, or all differences are equal
   */
  public Result test(double[] first, double[] second) {
    return test(SampleSummary.of(Pairs.differences(first, second, 2)));
  }

  /**
   * Tests by the summary of the differences.
   *
   * @param differences of at least two units
   * @return the result
   * @throws InvalidInputException if there are fewer than two, or their variance is zero
   */
  public Result test(SampleSummary differences) {
    TSettings.requireTwo("differences", differences);
    if (!(differences.variance() > 0)) {
      throw new InvalidInputException(
          "all differences are "
              + differences.mean()
              + "; a t-test needs spread, a sign or permutation test does not");
    }
    double standardError = Math.sqrt(differences.variance() / differences.n());
    double degreesOfFreedom = differences.n() - 1.0;
    double statistic = settings.statistic(differences.mean(), standardError);
    return new Result(
        statistic,
        degreesOfFreedom,
        settings.pValue(statistic, degreesOfFreedom),
        differences.mean(),
        standardError,
        settings.interval(differences.mean(), standardError, degreesOfFreedom, "paired t"));
  }
}
