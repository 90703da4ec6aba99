package io.lepton.model;

import io.lepton.error.InvalidInputException;

/**
 * A confidence or credible interval.
 *
 * @param low lower end, may be −∞
 * @param high upper end, at least {@code low}, may be +∞
 * @param level coverage, between 0 and 1 exclusive, such as 0.95
 * @param method what made it, such as {@code Wilson} or {@code DeLong}
 */
public record Interval(double low, double high, double level, String method) {
  /** {@inheritDoc} */
  public Interval {
    if (!(low <= high)) {
      throw new InvalidInputException(
          "interval from " + low + " to " + high + "; expected low <= high");
    }
    if (!(level > 0 && level < 1)) {
      throw new InvalidInputException(
          "interval level " + level + "; expected between 0 and 1 exclusive");
    }
  }

  /**
   * Whether a value lies inside, ends included.
   *
   * @param value any number
   * @return true if {@code low <= value <= high}
   */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /**
   * The width.
   *
   * @return {@code high - low}
   */
  public double width() {
    return high - low;
  }
}
