package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;

/**
 * The corrected resampled t-test of two models by their differences over the folds of a (repeated)
 * cross-validation or over random splits (Nadeau and Bengio 2003). Training sets overlap, so that
 * folds are not independent and {@link PairedT} alarms far too often; here the variance of the mean
 * is {@code (1/n + n_test/n_train) s²}, with {@code n − 1} degrees of freedom.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CorrectedResampledT {
  private static final CorrectedResampledT DEFAULT = new CorrectedResampledT(TSettings.DEFAULT);

  private final TSettings settings;

  private CorrectedResampledT(TSettings settings) {
    this.settings = settings;
  }

  /**
   * Two-sided, 95 % interval.
   *
   * @return the test
   */
  public static CorrectedResampledT withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new test
   */
  public CorrectedResampledT with(Alternative value) {
    return new CorrectedResampledT(settings.with(value));
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new test
   */
  public CorrectedResampledT withLevel(double value) {
    return new CorrectedResampledT(settings.withLevel(value));
  }

  /**
   * Tests whether the mean difference is zero.
   *
   * @param differences first model less second, one for each fold of each repeat; at least two
   * @param testToTrain cases tested by cases trained on, above 0: 1/(k − 1) for k folds
   * @return the result
   * @throws InvalidInputException if there are fewer than two, one is NaN or infinite, or all are
   *     equal
   */
  public PairedT.Result test(double[] differences, double testToTrain) {
    SampleSummary summary = summary(differences);
    if (!(summary.variance() > 0)) {
      throw new InvalidInputException(
          "all differences are " + summary.mean() + "; a t-test needs spread");
    }
    double standardError = standardError(summary, testToTrain);
    double degreesOfFreedom = summary.n() - 1.0;
    double statistic = settings.statistic(summary.mean(), standardError);
    return new PairedT.Result(
        statistic,
        degreesOfFreedom,
        settings.pValue(statistic, degreesOfFreedom),
        summary.mean(),
        standardError,
        interval(differences, testToTrain));
  }

  /**
   * The interval of the mean of a metric, or of a difference, over folds.
   *
   * @param values one for each fold of each repeat; at least two
   * @param testToTrain cases tested by cases trained on, above 0: 1/(k − 1) for k folds
   * @return the interval, of no width where all values are equal
   * @throws InvalidInputException if there are fewer than two, or one is NaN or infinite
   */
  public Interval interval(double[] values, double testToTrain) {
    SampleSummary summary = summary(values);
    return settings.interval(
        summary.mean(),
        standardError(summary, testToTrain),
        summary.n() - 1.0,
        "corrected resampled t");
  }

  private static SampleSummary summary(double[] values) {
    Checks.sample("values", values, 2);
    return SampleSummary.of(values);
  }

  private static double standardError(SampleSummary summary, double testToTrain) {
    double share = 1.0 / summary.n() + Checks.positive("testToTrain", testToTrain);
    return Math.sqrt(share * summary.variance());
  }
}
