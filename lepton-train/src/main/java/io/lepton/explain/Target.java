package io.lepton.explain;

import io.lepton.error.InvalidInputException;

/**
 * What an output should become.
 *
 * @param output name of it, such as a class
 * @param bound the value to reach, finite
 * @param side from which side
 */
public record Target(String output, double bound, Side side) {
  /** Which values reach the bound. */
  public enum Side {
    /** The bound and above. */
    AT_LEAST,
    /** The bound and below. */
    AT_MOST
  }

  /** {@inheritDoc} */
  public Target {
    if (!Double.isFinite(bound)) {
      throw new InvalidInputException("a target of " + bound + "; expected a finite number");
    }
  }

  /**
   * Wants an output raised.
   *
   * @param output name of it
   * @param bound to be reached or passed, such as 0.5
   * @return the target
   */
  public static Target atLeast(String output, double bound) {
    return new Target(output, bound, Side.AT_LEAST);
  }

  /**
   * Wants an output lowered.
   *
   * @param output name of it
   * @param bound to be reached or passed
   * @return the target
   */
  public static Target atMost(String output, double bound) {
    return new Target(output, bound, Side.AT_MOST);
  }

  /** How far a value is from it; 0 or less where it is reached. */
  double gap(double value) {
    return side == Side.AT_LEAST ? bound - value : value - bound;
  }

  /** Such as {@code Good >= 0.5}. */
  @Override
  public String toString() {
    return output + (side == Side.AT_LEAST ? " >= " : " <= ") + Shown.number(bound);
  }
}
