package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * An estimated difference between a treatment and a control with its standard error: where every
 * kind of analysis begins, whatever the metric. The estimate is approximately normal; with few
 * units Student's t with the given degrees of freedom is closer.
 *
 * @param estimate treatment minus control, or that relative to the control
 * @param standardError of the estimate, positive
 * @param degreesOfFreedom of the standard error; infinite where it is taken as known
 * @param control the control's mean, as adjusted by the method
 * @param treatment the treatment's mean, likewise
 * @param scale of the estimate
 * @param method such as {@code Welch t} or {@code CUPED}
 */
public record Effect(
    double estimate,
    double standardError,
    double degreesOfFreedom,
    Arm control,
    Arm treatment,
    Scale scale,
    String method) {
  /** What the estimate is measured in. */
  public enum Scale {
    /** The metric's own units. */
    ABSOLUTE,
    /** The size of the control's mean: 0.05 is 5 % more. */
    RELATIVE
  }

  /**
   * One arm.
   *
   * @param n number of units
   * @param mean of the units' numbers, their ratio or their quantile, as adjusted by the method
   * @param standardError of the mean, at least 0
   */
  public record Arm(long n, double mean, double standardError) {
    /** {@inheritDoc} */
    public Arm {
      Checks.counts("n", new long[] {n});
      Checks.finite("mean", mean);
      if (!(Checks.finite("standard error", standardError) >= 0)) {
        throw new InvalidInputException("standard error is " + standardError + "; expected >= 0");
      }
    }
  }

  /** {@inheritDoc} */
  public Effect {
    Checks.finite("estimate", estimate);
    if (!(Checks.finite("standard error", standardError) > 0)) {
      throw new InvalidInputException(
          method
              + ": the standard error is "
              + standardError
              + "; all numbers of both arms are equal, so that nothing follows about others");
    }
    if (!(degreesOfFreedom > 0)) {
      throw new InvalidInputException(
          "degrees of freedom are " + degreesOfFreedom + "; expected a number above 0");
    }
    Objects.requireNonNull(scale);
  }

  /**
   * The difference of two means, by Welch (1947).
   *
   * @param treatment of at least two values
   * @param control of at least two values
   * @return the effect
   * @throws InvalidInputException if there are too few values, or no spread in either
   */
  public static Effect ofMeans(SampleSummary treatment, SampleSummary control) {
    return ofMeans(treatment, control, "Welch t");
  }

  static Effect ofMeans(SampleSummary treatment, SampleSummary control, String method) {
    if (treatment.n() < 2 || control.n() < 2) {
      throw new InvalidInputException(
          treatment.n() + " and " + control.n() + " values; expected at least 2 of each");
    }
    return independent(
        arm(treatment), treatment.n() - 1.0, arm(control), control.n() - 1.0, method);
  }

  private static Arm arm(SampleSummary sample) {
    return new Arm(sample.n(), sample.mean(), Math.sqrt(sample.variance() / sample.n()));
  }

  /** Of arms that know nothing of each other; degrees of freedom by Welch and Satterthwaite. */
  static Effect independent(
      Arm treatment, double treatmentDegrees, Arm control, double controlDegrees, String method) {
    double error = Math.hypot(treatment.standardError, control.standardError);
    double first = treatment.standardError / error;
    double second = control.standardError / error;
    double degrees =
        error == 0
            ? 1
            : 1 / (Math.pow(first, 4) / treatmentDegrees + Math.pow(second, 4) / controlDegrees);
    return new Effect(
        treatment.mean - control.mean, error, degrees, control, treatment, Scale.ABSOLUTE, method);
  }

  /**
   * The difference of two ratios of means, by the delta method (Deng, Knoblich and Lu 2018).
   *
   * @param treatment of at least two units
   * @param control of at least two units
   * @return the effect
   * @throws InvalidInputException if there are too few units, or no spread in either
   */
  public static Effect ofRatios(RatioSummary treatment, RatioSummary control) {
    return ofMeans(treatment.linearised(), control.linearised(), "delta method");
  }

  /**
   * The difference of two proportions, with the variance {@code p(1 − p)/n} of each.
   *
   * @param treatmentSuccesses at most the trials
   * @param treatmentTrials at least 1
   * @param controlSuccesses at most the trials
   * @param controlTrials at least 1
   * @return the effect, with infinite degrees of freedom
   * @throws InvalidInputException if counts do not fit, or each arm has only successes or failures
   */
  public static Effect ofProportions(
      long treatmentSuccesses, long treatmentTrials, long controlSuccesses, long controlTrials) {
    Arm treatment = share("treatment", treatmentSuccesses, treatmentTrials);
    Arm control = share("control", controlSuccesses, controlTrials);
    double infinite = Double.POSITIVE_INFINITY;
    return independent(treatment, infinite, control, infinite, "two proportions");
  }

  private static Arm share(String name, long successes, long trials) {
    Checks.proportion(name, successes, trials);
    double share = (double) successes / trials;
    double failures = (double) (trials - successes) / trials;
    return new Arm(trials, share, Math.sqrt(share * failures / trials));
  }

  /**
   * The same effect relative to the size of the control's mean, {@code (t − c)/|c|}, by the delta
   * method. Wants a control mean many standard errors off zero; {@link
   * io.lepton.stats.interval.RelativeLift} has Fieller's interval for when it is not.
   *
   * @return the relative effect, with the degrees of freedom of the absolute one
   * @throws InvalidInputException if this is relative already, or the control's mean is 0
   */
  public Effect relative() {
    if (scale == Scale.RELATIVE) {
      throw new InvalidInputException("the effect is relative already");
    }
    double base = Math.abs(control.mean);
    if (base == 0) {
      throw new InvalidInputException("the control's mean is 0; no relative effect is defined");
    }
    double c = control.standardError * control.standardError;
    double t = treatment.standardError * treatment.standardError;
    double covariance = (c + t - standardError * standardError) / 2;
    double ratio = treatment.mean / control.mean;
    double variance = t - 2 * ratio * covariance + ratio * ratio * c;
    return new Effect(
        estimate / base,
        Math.sqrt(Math.max(0, variance)) / base,
        degreesOfFreedom,
        control,
        treatment,
        Scale.RELATIVE,
        method);
  }

  /**
   * The estimate by its standard error.
   *
   * @return t or z
   */
  public double statistic() {
    return estimate / standardError;
  }

  /**
   * Two-sided, of no effect.
   *
   * @return between 0 and 1
   */
  public double pValue() {
    double size = Math.abs(statistic());
    return Double.isInfinite(degreesOfFreedom)
        ? Normal.twoSided(size)
        : Math.min(1, 2 * Tails.studentUpper(size, degreesOfFreedom));
  }

  /**
   * Estimate ± quantile · standard error.
   *
   * @param level between 0 and 1, such as 0.95
   * @return the interval
   */
  public Interval interval(double level) {
    double tail = (1 - Checks.inside("level", level)) / 2;
    double quantile =
        Double.isInfinite(degreesOfFreedom)
            ? Normal.upperQuantile(tail)
            : Tails.studentUpperQuantile(tail, degreesOfFreedom);
    double reach = quantile * standardError;
    return new Interval(estimate - reach, estimate + reach, level, method);
  }

  /**
   * The control's mean.
   *
   * @return as adjusted by the method
   */
  public double controlMean() {
    return control.mean;
  }

  /**
   * The treatment's mean.
   *
   * @return as adjusted by the method
   */
  public double treatmentMean() {
    return treatment.mean;
  }
}
