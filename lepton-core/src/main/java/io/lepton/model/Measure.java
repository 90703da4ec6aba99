package io.lepton.model;

import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One number with its uncertainty.
 *
 * @param metric name in the field's spelling, such as {@code roc_auc}
 * @param value the estimate, not NaN
 * @param interval around it, or null where no sound one is known
 * @param n number of cases behind it, at least 0
 * @param direction which way is better
 */
public record Measure(
    String metric, double value, @Nullable Interval interval, long n, Direction direction) {
  /** Which way a metric is better. */
  public enum Direction {
    /** As for accuracy. */
    HIGHER_IS_BETTER,
    /** As for log loss. */
    LOWER_IS_BETTER
  }

  /** {@inheritDoc} */
  public Measure {
    Objects.requireNonNull(metric);
    Objects.requireNonNull(direction);
    if (Double.isNaN(value)) {
      throw new InvalidInputException(
          "metric \"" + metric + "\" is NaN; leave out what is not defined");
    }
    if (n < 0) {
      throw new InvalidInputException(
          "metric \"" + metric + "\" has n = " + n + "; expected 0 or more");
    }
  }

  /**
   * The interval, if one is known.
   *
   * @return the interval or empty
   */
  public Optional<Interval> findInterval() {
    return Optional.ofNullable(interval);
  }
}
