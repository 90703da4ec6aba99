package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of each unit. Outcomes are first brought to one number a unit, because units are
 * what was randomised; tests then compare the arms' means of these numbers.
 *
 * @param name under which outcomes are recorded; 1 to 200 characters, not blank
 * @param kind what the numbers mean
 * @param aggregation how a unit's outcomes become one number
 * @param direction which way is better
 * @param margin for a guardrail, the largest harm that would still be accepted, as an absolute
 *     difference in the metric's own units, positive; null elsewhere
 */
public record Metric(
    String name, Kind kind, Aggregation aggregation, Direction direction, @Nullable Double margin) {
  private static final int MAX_NAME = 200;

  /** Squares of larger values, summed over units, could overflow. */
  private static final double MAX_VALUE = 1e100;

  /** What a unit's number means. */
  public enum Kind {
    /** 1 if it happened to the unit, else 0; compared by the two-proportion z test. */
    PROPORTION,
    /** Any finite number; compared by Welch's t test. */
    MEAN
  }

  /** How a unit's outcomes become one number. */
  public enum Aggregation {
    /** 1 if any outcome was 1, else 0; a unit without outcome counts as 0. */
    ANY,
    /** The sum of its outcomes; a unit without outcome counts as 0. Fits revenue or visits. */
    SUM,
    /**
     * The mean of its outcomes; a unit without outcome is left out. Fits latency or ratings. As the
     * arms may differ in who is left out, the sample ratio is checked among those that remain too.
     */
    MEAN
  }

  /** {@inheritDoc} */
  public Metric {
    Objects.requireNonNull(direction);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidInputException(
          "metric name \"" + name + "\"; expected 1 to " + MAX_NAME + " characters, not blank");
    }
    if ((kind == Kind.PROPORTION) != (aggregation == Aggregation.ANY)) {
      throw new InvalidInputException(
          "metric \"" + name + "\" is a " + kind + " and cannot be aggregated by " + aggregation);
    }
    if (margin != null && !(margin > 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "metric \"" + name + "\" has margin " + margin + "; expected a positive finite number");
    }
  }

  /**
   * The share of units to which something happened at least once. Outcomes are 0 or 1. Higher is
   * better unless said otherwise.
   *
   * @param name under which outcomes are recorded
   * @return the metric
   */
  public static Metric proportion(String name) {
    return new Metric(name, Kind.PROPORTION, Aggregation.ANY, Direction.HIGHER_IS_BETTER, null);
  }

  /**
   * The mean over units of each unit's sum, units without outcome counting 0, as suits revenue. For
   * a latency or a rating use {@code perUnit(Aggregation.MEAN)}. Higher is better unless said
   * otherwise.
   *
   * @param name under which outcomes are recorded
   * @return the metric
   */
  public static Metric mean(String name) {
    return new Metric(name, Kind.MEAN, Aggregation.SUM, Direction.HIGHER_IS_BETTER, null);
  }

  /**
   * The same metric with another way from outcomes to a unit's number.
   *
   * @param newAggregation {@code SUM} or {@code MEAN}
   * @return the metric
   * @throws InvalidInputException if the metric is a proportion, or would become one
   */
  public Metric perUnit(Aggregation newAggregation) {
    return new Metric(name, kind, newAggregation, direction, margin);
  }

  /**
   * The same metric, of which less is better.
   *
   * @return the metric
   */
  public Metric lowerIsBetter() {
    return new Metric(name, kind, aggregation, Direction.LOWER_IS_BETTER, margin);
  }

  /**
   * The same metric, of which more is better.
   *
   * @return the metric
   */
  public Metric higherIsBetter() {
    return new Metric(name, kind, aggregation, Direction.HIGHER_IS_BETTER, margin);
  }

  /**
   * The same metric as a guardrail that accepts some harm: a treatment passes when it is shown to
   * be worse by less than this.
   *
   * @param largestHarm absolute, in the metric's own units, positive
   * @return the metric
   */
  public Metric margin(double largestHarm) {
    return new Metric(name, kind, aggregation, direction, largestHarm);
  }

  /**
   * The margin, if one is set.
   *
   * @return the margin or empty
   */
  public Optional<Double> findMargin() {
    return Optional.ofNullable(margin);
  }

  /** Turns a difference into a gain: positive when the treatment is better. */
  double gain(double difference) {
    return direction == Direction.HIGHER_IS_BETTER ? difference : -difference;
  }

  /** What was measured, in words, such as {@code mean over units of each unit's sum}. */
  String describe() {
    String what =
        switch (aggregation) {
          case ANY -> "share of units with at least one";
          case SUM -> "mean over units of each unit's sum";
          case MEAN -> "mean over units of each unit's mean";
        };
    return what
        + ", "
        + (direction == Direction.HIGHER_IS_BETTER ? "higher is better" : "lower is better");
  }

  void requireValidValue(double value) {
    if (!(Math.abs(value) <= MAX_VALUE)) {
      throw new InvalidInputException(
          "outcome of \"" + name + "\" is " + value + "; expected a number of size 1e100 at most");
    }
    if (kind == Kind.PROPORTION && value != 0 && value != 1) {
      throw new InvalidInputException(
          "outcome of the proportion \"" + name + "\" is " + value + "; expected 0 or 1");
    }
  }
}
