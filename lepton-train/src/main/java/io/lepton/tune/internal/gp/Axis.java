package io.lepton.tune.internal.gp;

import java.util.List;

/**
 * The values a coordinate of the unit cube may take.
 *
 * @param kind how they are related
 * @param levels the values if they are few, ascending; empty if every value may be taken
 */
public record Axis(Kind kind, List<Double> levels) {
  /** How the values of a coordinate are related. */
  public enum Kind {
    /** Near values are alike. */
    ORDERED,
    /** Each is as far from any other. */
    CATEGORICAL
  }

  /** {@inheritDoc} */
  public Axis {
    levels = List.copyOf(levels);
  }

  /**
   * All of [0, 1].
   *
   * @return the axis
   */
  public static Axis continuous() {
    return new Axis(Kind.ORDERED, List.of());
  }

  boolean isContinuous() {
    return levels.isEmpty();
  }

  /** The nearest level. */
  double snap(double value) {
    double best = value;
    double distance = Double.POSITIVE_INFINITY;
    for (double level : levels) {
      if (Math.abs(level - value) < distance) {
        best = level;
        distance = Math.abs(level - value);
      }
    }
    return best;
  }
}
