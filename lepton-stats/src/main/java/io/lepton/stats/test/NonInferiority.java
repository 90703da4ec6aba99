package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.ScoreDifference;
import java.util.Objects;

/**
 * Is the treatment not worse than the control by a margin or more? Rejecting the null hypothesis,
 * that it is, shows non-inferiority; an ordinary test that finds no difference does not. Means by
 * {@link WelchT} (R: {@code t.test(mu = -margin, alternative = "greater")}), proportions by the
 * score test of Farrington and Manning (1990), whose interval inverts it.
 *
 * <p>The margin is absolute, and must be agreed before the data are seen. Immutable and safe for
 * use by many threads.
 */
public final class NonInferiority {
  /** Which way is worse. */
  public enum Better {
    /** Larger values are better, such as conversion. */
    HIGHER,
    /** Smaller values are better, such as latency. */
    LOWER
  }

  private final double margin;
  private final Better better;
  private final double level;

  private NonInferiority(double margin, Better better, double level) {
    this.margin = margin;
    this.better = better;
    this.level = level;
  }

  /**
   * What the test found.
   *
   * @param statistic t or z of the distance to the margin, signed as the difference
   * @param pValue small if the treatment is not worse by the margin
   * @param difference treatment less control
   * @param interval of the difference, bounded on the worse side only: not inferior at level's
   *     complement if it does not reach the margin
   */
  public record Result(double statistic, double pValue, double difference, Interval interval)
      implements TestResult {}

  /**
   * Higher is better, one-sided 95 % interval.
   *
   * @param margin largest loss that is accepted, above 0, in units of the metric
   * @return the test
   * @throws InvalidInputException if the margin is not above 0
   */
  public static NonInferiority withMargin(double margin) {
    return new NonInferiority(Checks.positive("margin", margin), Better.HIGHER, 0.95);
  }

  /**
   * Sets which way is worse.
   *
   * @param value the better way
   * @return a new test
   */
  public NonInferiority with(Better value) {
    return new NonInferiority(margin, Objects.requireNonNull(value), level);
  }

  /**
   * Sets the level of the one-sided interval.
   *
   * @param value between 0 and 1, such as 0.975
   * @return a new test
   */
  public NonInferiority withLevel(double value) {
    return new NonInferiority(margin, better, Checks.inside("level", value));
  }

  private Alternative alternative() {
    return better == Better.HIGHER ? Alternative.GREATER : Alternative.LESS;
  }

  private double limit() {
    return better == Better.HIGHER ? -margin : margin;
  }

  /**
   * Tests two means.
   *
   * @param treatment of at least two values
   * @param control of at least two values
   * @return the result
   * @throws InvalidInputException if there are too few values, or no spread
   */
  public Result means(SampleSummary treatment, SampleSummary control) {
    WelchT.Result welch =
        WelchT.withDefaults()
            .with(alternative())
            .withLevel(level)
            .withDifference(limit())
            .test(treatment, control);
    return new Result(welch.statistic(), welch.pValue(), welch.difference(), welch.interval());
  }

  /**
   * Tests two measurements of each unit, by the paired t-test (R: {@code t.test(paired = TRUE, mu =
   * -margin, alternative = "greater")}).
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
    PairedT.Result paired =
        PairedT.withDefaults()
            .with(alternative())
            .withLevel(level)
            .withDifference(limit())
            .test(differences);
    return new Result(paired.statistic(), paired.pValue(), paired.difference(), paired.interval());
  }

  /**
   * Tests two proportions.
   *
   * @param treatmentSuccesses from 0 to treatmentTrials
   * @param treatmentTrials at least 1
   * @param controlSuccesses from 0 to controlTrials
   * @param controlTrials at least 1
   * @return the result; also where all or none succeeded
   * @throws InvalidInputException if a count is out of range, or the margin is 1 or more
   */
  public Result proportions(
      long treatmentSuccesses, long treatmentTrials, long controlSuccesses, long controlTrials) {
    Checks.proportion("treatment", treatmentSuccesses, treatmentTrials);
    Checks.proportion("control", controlSuccesses, controlTrials);
    Checks.inside("margin", margin);
    double z =
        ScoreDifference.statistic(
            treatmentSuccesses, treatmentTrials, controlSuccesses, controlTrials, limit());
    double critical = Normal.upperQuantile(1 - level);
    double bound =
        ScoreDifference.bound(
            treatmentSuccesses,
            treatmentTrials,
            controlSuccesses,
            controlTrials,
            better == Better.HIGHER ? critical : -critical);
    double difference =
        (double) treatmentSuccesses / treatmentTrials - (double) controlSuccesses / controlTrials;
    Interval interval =
        new Interval(
            better == Better.HIGHER ? bound : -1,
            better == Better.HIGHER ? 1 : bound,
            level,
            "Farrington-Manning");
    return new Result(z, alternative().normalPValue(z), difference, interval);
  }
}
