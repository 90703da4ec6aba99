package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.List;

/**
 * One axis of a chart.
 *
 * @param label with the unit
 * @param low the value at the left or at the bottom, finite
 * @param high the value at the right or at the top, above {@code low}
 * @param ticks what is marked along it; if there are none, round numbers
 */
public record ChartAxis(String label, double low, double high, List<Tick> ticks) {
  /**
   * A mark on an axis.
   *
   * @param at where it stands
   * @param label what is written there
   */
  public record Tick(double at, String label) {}

  /** {@inheritDoc} */
  public ChartAxis {
    ticks = List.copyOf(ticks);
    if (!(low < high && Double.isFinite(high - low))) {
      throw new InvalidInputException(
          "axis \"" + label + "\" from " + low + " to " + high + "; expected low < high, finite");
    }
  }

  /**
   * An axis that holds all values, with some room.
   *
   * @param label with the unit
   * @param values those that are not finite are left out
   * @return the axis, marked with round numbers
   */
  public static ChartAxis around(String label, double... values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    Scale scale = low <= high ? Scale.around(low, high, 0, 1) : new Scale(0, 1, 0, 1);
    return new ChartAxis(label, scale.low(), scale.high(), List.of());
  }

  double[] range() {
    return new double[] {low, high};
  }
}
