package io.lepton.data.augment;

import io.lepton.error.InvalidInputException;
import java.util.Objects;

/**
 * How far an attack may go: within ε of each row in some norm, and within the range of an input.
 *
 * @param norm that measures the distance
 * @param epsilon radius, at least 0, in units of the inputs
 * @param low the smallest value an input can have; −∞ if there is none
 * @param high the largest value; ∞ if there is none
 */
public record Ball(Norm norm, double epsilon, double low, double high) {
  /** Ways to measure how far a row was changed. */
  public enum Norm {
    /** The largest change of an input. */
    L_INFINITY,
    /** The Euclidean length of the change. */
    L2
  }

  /** {@inheritDoc} */
  public Ball {
    Objects.requireNonNull(norm);
    if (!(epsilon >= 0 && Double.isFinite(epsilon) && low < high)) {
      throw new InvalidInputException(
          "a ball of radius "
              + epsilon
              + " in inputs from "
              + low
              + " to "
              + high
              + "; expected a radius of 0 or more and an ascending range");
    }
  }

  /**
   * Each input may change by ε.
   *
   * @param epsilon at least 0
   * @return a ball in inputs of any size
   */
  public static Ball infinity(double epsilon) {
    return new Ball(Norm.L_INFINITY, epsilon, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * The change of a row may be ε long.
   *
   * @param epsilon at least 0
   * @return a ball in inputs of any size
   */
  public static Ball euclidean(double epsilon) {
    return new Ball(Norm.L2, epsilon, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * The same for inputs of a range, such as pixels from 0 to 1.
   *
   * @param smallest value
   * @param largest value
   * @return another ball
   */
  public Ball within(double smallest, double largest) {
    return new Ball(norm, epsilon, smallest, largest);
  }

  /** Goes {@code step} along the gradient, in the way that raises the loss most in this norm. */
  void step(float[] values, float[] gradient, int at, int width, double step) {
    double length = norm == Norm.L2 ? length(gradient, at, width) : 1;
    for (int i = at; i < at + width && length > 0; i++) {
      double direction = norm == Norm.L2 ? gradient[i] / length : Math.signum(gradient[i]);
      values[i] += (float) (step * direction);
    }
  }

  /** Brings a row back into the ball round its origin, and into the range. */
  void project(float[] values, float[] origin, int at, int width) {
    double length = 0;
    for (int i = at; i < at + width; i++) {
      double change = (double) values[i] - origin[i];
      length += change * change;
    }
    double shrink = Math.min(1, epsilon / Math.sqrt(length));
    for (int i = at; i < at + width; i++) {
      double change = (double) values[i] - origin[i];
      double allowed =
          norm == Norm.L2 && length > 0
              ? change * shrink
              : Math.max(-epsilon, Math.min(epsilon, change));
      // The origin is in range, so that holding the range does not leave the ball.
      values[i] = (float) Math.max(low, Math.min(high, origin[i] + allowed));
    }
  }

  private static double length(float[] values, int at, int width) {
    double sum = 0;
    for (int i = at; i < at + width; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
