package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Lines across parallel axes, one for each case, dark for low shades. Not thread-safe. */
public final class ParallelChart {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 360;
  private static final double SIDE = 70;
  private static final double TOP = 16;
  private static final double BOTTOM = 30;

  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Line(double[] values, double shade) {}

  private final String title;
  private final List<ChartAxis> axes;
  private final List<Line> lines = new ArrayList<>();

  private ParallelChart(String title, List<ChartAxis> axes) {
    this.title = title;
    this.axes = List.copyOf(axes);
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param axes from left to right, at least one
   * @return an empty chart
   * @throws InvalidInputException if there is no axis
   */
  public static ParallelChart titled(String title, List<ChartAxis> axes) {
    if (axes.isEmpty()) {
      throw new InvalidInputException("chart \"" + title + "\" without an axis");
    }
    return new ParallelChart(title, axes);
  }

  /**
   * Adds a line; those added later lie on top.
   *
   * @param values one for each axis; NaN interrupts the line
   * @param shade from 0, dark, to 1, light
   * @return this
   * @throws InvalidInputException if there are not as many values as axes
   */
  public ParallelChart line(double[] values, double shade) {
    if (values.length != axes.size()) {
      throw new InvalidInputException(values.length + " values for " + axes.size() + " axes");
    }
    lines.add(new Line(values.clone(), shade));
    return this;
  }

  private double across(int axis) {
    return SIDE + (WIDTH - 2 * SIDE) * axis / Math.max(1, axes.size() - 1);
  }

  private static Scale scale(ChartAxis axis) {
    return new Scale(axis.low(), axis.high(), HEIGHT - BOTTOM, TOP);
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    for (Line line : lines) {
      for (int j = 0; j + 1 < axes.size(); j++) {
        double from = line.values[j];
        double to = line.values[j + 1];
        if (!Double.isNaN(from) && !Double.isNaN(to)) {
          svg.line(
              across(j),
              scale(axes.get(j)).at(from),
              across(j + 1),
              scale(axes.get(j + 1)).at(to),
              Svg.shade(line.shade),
              "opacity:.7");
        }
      }
    }
    for (int j = 0; j < axes.size(); j++) {
      ChartAxis axis = axes.get(j);
      svg.line(across(j), HEIGHT - BOTTOM, across(j), TOP, "currentColor", "");
      svg.text(across(j), HEIGHT - 8, "middle", axis.label());
      for (ChartAxis.Tick tick : Frame.ticks(axis, scale(axis))) {
        svg.text(across(j) + 4, scale(axis).at(tick.at()) + 4, "start", tick.label());
      }
    }
    return svg.toString();
  }
}
