package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Multinomial;

/**
 * Whether an experiment's units were split as planned. A mismatch means the assignment or the
 * recording is broken, and no result of the experiment can be trusted (Fabijan et al. 2019). The
 * default level is 0.001, because the check runs on every experiment and is run often.
 *
 * <p>Pearson's chi-square against the planned weights; where an expected count is below 5 and the
 * possible splits are few enough to count, the exact multinomial test, which sums all splits at
 * most as probable as the observed one. Immutable and safe for use by many threads.
 */
public final class SampleRatioMismatch {
  private static final SampleRatioMismatch DEFAULT = new SampleRatioMismatch(0.001);

  /** Cochran's rule: below this expected count chi-square is not trusted. */
  private static final double SMALLEST_EXPECTED = 5;

  private final double alpha;

  private SampleRatioMismatch(double alpha) {
    this.alpha = alpha;
  }

  /** How the p-value was found. */
  public enum Method {
    /** Chi-square distribution. */
    CHI_SQUARE,
    /** All splits counted. */
    EXACT
  }

  /**
   * What the check found.
   *
   * @param statistic Pearson's chi-square
   * @param degreesOfFreedom number of arms less one
   * @param pValue probability of a split as uneven, if all is well
   * @param alpha level of the check
   * @param method how the p-value was found
   */
  public record Result(
      double statistic, int degreesOfFreedom, double pValue, double alpha, Method method)
      implements TestResult {
    /**
     * Whether the split is not the planned one.
     *
     * @return true if the p-value is below alpha
     */
    public boolean mismatch() {
      return rejectsAt(alpha);
    }
  }

  /**
   * With level 0.001.
   *
   * @return the check
   */
  public static SampleRatioMismatch withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted rate of false alarms.
   *
   * @param value between 0 and 1
   * @return a new check
   */
  public SampleRatioMismatch withAlpha(double value) {
    return new SampleRatioMismatch(Checks.inside("alpha", value));
  }

  /**
   * Checks a split.
   *
   * @param observed units per arm, at least two arms, not all zero
   * @param weights planned per arm, above 0, of any sum
   * @return the result
   * @throws InvalidInputException if lengths differ, or a count or weight is out of range
   */
  public Result test(long[] observed, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Checks.positive("weights[" + i + "]", weights[i]);
    }
    double[] probabilities = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      probabilities[i] = weights[i] / sum;
    }
    ChiSquare.Result pearson = ChiSquare.withDefaults().goodnessOfFit(observed, probabilities);
    boolean exact =
        pearson.smallestExpected() < SMALLEST_EXPECTED && Multinomial.canCount(observed);
    return new Result(
        pearson.statistic(),
        pearson.degreesOfFreedom(),
        exact ? Multinomial.pValue(observed, probabilities) : pearson.pValue(),
        alpha,
        exact ? Method.EXACT : Method.CHI_SQUARE);
  }
}
