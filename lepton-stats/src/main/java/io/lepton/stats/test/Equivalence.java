package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;

/**
 * Do treatment and control differ by less than a margin either way? Two one-sided tests (TOST,
 * Schuirmann 1987): {@link NonInferiority} from below and from above; the p-value is the larger of
 * the two. At 0.05 it rejects exactly if the 90 % interval lies within the margins.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Equivalence {
  private final double margin;
  private final double alpha;

  private Equivalence(double margin, double alpha) {
    this.margin = margin;
    this.alpha = alpha;
  }

  /**
   * What the test found.
   *
   * @param statistic of the one-sided test with the larger p-value
   * @param pValue small if the difference is within the margins
   * @param difference treatment less control
   * @param interval of level {@code 1 − 2 alpha}: equivalent if within the margins
   */
  public record Result(double statistic, double pValue, double difference, Interval interval)
      implements TestResult {}

  /**
   * Margins of equal size, alpha 0.05.
   *
   * @param margin largest difference that does not matter, above 0, in units of the metric
   * @return the test
   * @throws InvalidInputException if the margin is not above 0
   */
  public static Equivalence withMargin(double margin) {
    return new Equivalence(Checks.positive("margin", margin), 0.05);
  }

  /**
   * Sets the error rate the interval goes with.
   *
   * @param value above 0 and below 1/2
   * @return a new test
   */
  public Equivalence withAlpha(double value) {
    return new Equivalence(margin, 0.5 * Checks.inside("2 alpha", 2 * value));
  }

  private NonInferiority side(NonInferiority.Better better) {
    return NonInferiority.withMargin(margin).with(better).withLevel(1 - alpha);
  }

  /**
   * Tests two means, by Welch's t.
   *
   * @param treatment of at least two values
   * @param control of at least two values
   * @return the result
   * @throws InvalidInputException if there are too few values, or no spread
   */
  public Result means(SampleSummary treatment, SampleSummary control) {
    return both(
        side(NonInferiority.Better.HIGHER).means(treatment, control),
        side(NonInferiority.Better.LOWER).means(treatment, control));
  }

  /**
   * Tests two measurements of each unit, by the paired t-test (R: TOSTER's {@code t_TOST(paired =
   * TRUE, eqb = margin)}).
   *
   * @param treatment at least two finite values
   * @param control of the same units in the same order
   * @return the result
   * @throws InvalidInputException if lengths differ, there are fewer than two pairs, a value is NaN
   *     or infinite, or all differences are equal
   */
  public Result pairs(double[] treatment, double[] control) {
    return pairs(SampleSummary.of(Pairs.differences(treatment, control, 2)));
  }

  /**
   * Tests by the summary of the units' differences, treatment less control.
   *
   * @param differences of at least two units
   * @return the result
   * @throws InvalidInputException if there are fewer than two, or their variance is zero
   */
  public Result pairs(SampleSummary differences) {
    return both(
        side(NonInferiority.Better.HIGHER).pairs(differences),
        side(NonInferiority.Better.LOWER).pairs(differences));
  }

  /**
   * Tests two proportions, by score tests.
   *
   * @param treatmentSuccesses from 0 to treatmentTrials
   * @param treatmentTrials at least 1
   * @param controlSuccesses from 0 to controlTrials
   * @param controlTrials at least 1
   * @return the result
   * @throws InvalidInputException if a count is out of range, or the margin is 1 or more
   */
  public Result proportions(
      long treatmentSuccesses, long treatmentTrials, long controlSuccesses, long controlTrials) {
    return both(
        side(NonInferiority.Better.HIGHER)
            .proportions(treatmentSuccesses, treatmentTrials, controlSuccesses, controlTrials),
        side(NonInferiority.Better.LOWER)
            .proportions(treatmentSuccesses, treatmentTrials, controlSuccesses, controlTrials));
  }

  private Result both(NonInferiority.Result below, NonInferiority.Result above) {
    NonInferiority.Result worse = below.pValue() >= above.pValue() ? below : above;
    return new Result(
        worse.statistic(),
        worse.pValue(),
        worse.difference(),
        new Interval(
            below.interval().low(),
            above.interval().high(),
            1 - 2 * alpha,
            "two one-sided " + below.interval().method()));
  }
}
