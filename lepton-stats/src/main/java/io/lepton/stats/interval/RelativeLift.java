package io.lepton.stats.interval;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * The relative difference of two means, {@code treatment/control − 1}, of independent samples;
 * ratios by {@link io.lepton.stats.RatioSummary#linearised}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class RelativeLift {
  private static final RelativeLift DEFAULT = new RelativeLift(0.95, Method.DELTA);

  private final double level;
  private final Method method;

  private RelativeLift(double level, Method method) {
    this.level = level;
    this.method = method;
  }

  /** How the interval is made. */
  public enum Method {
    /**
     * Estimate ± t·standard error by the delta method, {@code s²_T/(n_T c̄²) + t̄² s²_C/(n_C c̄⁴)},
     * t of Welch's degrees of freedom; as GrowthBook. Wants a control mean many standard errors off
     * zero.
     */
    DELTA,
    /**
     * Fieller's (1954) set of all ratios that a z-test does not reject; sound however close to zero
     * the control mean is.
     */
    FIELLER
  }

  /** The form of the set of lifts. */
  public enum Shape {
    /** An interval. */
    BOUNDED,
    /** All but what lies between two ends: the control mean does not differ from zero. */
    OUTSIDE,
    /** Any lift: neither mean differs from zero. */
    EVERYTHING
  }

  /**
   * What was found.
   *
   * @param lift treatment by control less 1
   * @param standardError of the lift, by the delta method
   * @param interval the least interval that holds the set: from −∞ to +∞ unless it is bounded
   * @param shape of Fieller's set; BOUNDED for the delta method
   */
  public record Result(double lift, double standardError, Interval interval, Shape shape) {}

  /**
   * A 95 % interval by the delta method.
   *
   * @return the method
   */
  public static RelativeLift withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public RelativeLift withLevel(double value) {
    return new RelativeLift(Checks.inside("level", value), method);
  }

  /**
   * Sets how the interval is made.
   *
   * @param value the method
   * @return a new method
   */
  public RelativeLift with(Method value) {
    return new RelativeLift(level, Objects.requireNonNull(value));
  }

  /**
   * The interval of the lift.
   *
   * @param treatment of at least two values
   * @param control of at least two values, with a mean that is not zero
   * @return the result
   * @throws InvalidInputException if there are too few values, no spread at all, or the control
   *     mean is zero
   */
  public Result interval(SampleSummary treatment, SampleSummary control) {
    if (treatment.n() < 2 || control.n() < 2) {
      throw new InvalidInputException(
          treatment.n() + " and " + control.n() + " values; expected at least 2 of each");
    }
    if (control.mean() == 0) {
      throw new InvalidInputException("the control's mean is 0; no relative lift is defined");
    }
    double ratio = treatment.mean() / control.mean();
    double treatmentError = treatment.variance() / treatment.n();
    double controlError = control.variance() / control.n();
    if (!(treatmentError + controlError > 0)) {
      throw new InvalidInputException("both samples have zero variance; there is no interval");
    }
    double error =
        Math.sqrt(treatmentError + ratio * ratio * controlError) / Math.abs(control.mean());
    if (method == Method.FIELLER) {
      return fieller(treatment.mean(), treatmentError, control.mean(), controlError, error);
    }
    double first = treatmentError / (treatmentError + controlError);
    double second = controlError / (treatmentError + controlError);
    double degrees =
        1 / (first * first / (treatment.n() - 1) + second * second / (control.n() - 1));
    double reach = Tails.studentUpperQuantile((1 - level) / 2, degrees) * error;
    double lift = (treatment.mean() - control.mean()) / control.mean();
    return new Result(
        lift, error, new Interval(lift - reach, lift + reach, level, "delta"), Shape.BOUNDED);
  }

  /** The roots of (t − ρc)² = z² (v + ρ²w). */
  private Result fieller(double t, double v, double c, double w, double error) {
    double z = Normal.critical(level);
    double square = c * c - z * z * w;
    double constant = t * t - z * z * v;
    double discriminant = t * t * c * c - square * constant;
    double lift = (t - c) / c;
    if (!(square > 0)) {
      Shape shape = discriminant > 0 && square < 0 ? Shape.OUTSIDE : Shape.EVERYTHING;
      Interval all =
          new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level, "Fieller");
      return new Result(lift, error, all, shape);
    }
    double root = Math.sqrt(Math.max(0, discriminant));
    double low = (t * c - root) / square - 1;
    double high = (t * c + root) / square - 1;
    return new Result(lift, error, new Interval(low, high, level, "Fieller"), Shape.BOUNDED);
  }
}
