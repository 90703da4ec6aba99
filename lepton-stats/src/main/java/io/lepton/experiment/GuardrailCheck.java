package io.lepton.experiment;

import io.lepton.model.Interval;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A guardrail of a treatment: is it worse than the control by less than the margin? Judged by where
 * the interval of the difference lies, at {@link Design#intervalLevel}; that is a one-sided
 * non-inferiority test at α / 2 by number of treatments.
 *
 * @param treatment the arm compared
 * @param metric the guardrail, with its margin
 * @param difference treatment minus control in the metric's units, or null if it cannot be told yet
 * @param interval of the difference, or null likewise
 * @param status what is shown
 */
public record GuardrailCheck(
    Variant treatment,
    Metric metric,
    @Nullable Double difference,
    @Nullable Interval interval,
    Status status) {
  /** What a guardrail's interval shows. */
  public enum Status {
    /** The whole interval is better than the margin: non-inferior. */
    PASS,
    /** The whole interval is worse than the margin. */
    FAIL,
    /** The interval contains the margin, or there is none. */
    INCONCLUSIVE
  }

  static GuardrailCheck of(Variant treatment, Metric metric, double difference, Interval interval) {
    double tolerated = -metric.findMargin().orElseThrow();
    double worst = Math.min(metric.gain(interval.low()), metric.gain(interval.high()));
    double best = Math.max(metric.gain(interval.low()), metric.gain(interval.high()));
    Status status = Status.INCONCLUSIVE;
    if (worst > tolerated) {
      status = Status.PASS;
    } else if (best < tolerated) {
      status = Status.FAIL;
    }
    return new GuardrailCheck(treatment, metric, difference, interval, status);
  }

  /**
   * The estimated difference.
   *
   * @return treatment minus control, or empty if it cannot be told yet
   */
  public Optional<Double> findDifference() {
    return Optional.ofNullable(difference);
  }

  /**
   * The interval of the difference.
   *
   * @return empty if it cannot be told yet
   */
  public Optional<Interval> findInterval() {
    return Optional.ofNullable(interval);
  }
}
