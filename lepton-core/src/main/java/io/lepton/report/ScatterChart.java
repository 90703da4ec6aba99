package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Points in groups, and lines through some of them. Not thread-safe. */
public final class ScatterChart {
  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Group(String label, double[] x, double[] y, boolean line) {}

  private final String title;
  private final ChartAxis horizontal;
  private final ChartAxis vertical;
  private final List<Group> groups = new ArrayList<>();

  private ScatterChart(String title, ChartAxis horizontal, ChartAxis vertical) {
    this.title = title;
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param horizontal axis
   * @param vertical axis
   * @return an empty chart
   */
  public static ScatterChart titled(String title, ChartAxis horizontal, ChartAxis vertical) {
    return new ScatterChart(title, horizontal, vertical);
  }

  /**
   * Adds points; what lies outside of the axes is drawn at their edge.
   *
   * @param label for the legend
   * @param x positions
   * @param y values, as many
   * @return this
   * @throws InvalidInputException if lengths differ
   */
  public ScatterChart points(String label, double[] x, double[] y) {
    return add(label, x, y, false);
  }

  /**
   * Adds a line through points in the order given.
   *
   * @param label for the legend
   * @param x positions
   * @param y values, as many
   * @return this
   * @throws InvalidInputException if lengths differ
   */
  public ScatterChart line(String label, double[] x, double[] y) {
    return add(label, x, y, true);
  }

  private ScatterChart add(String label, double[] x, double[] y, boolean line) {
    if (x.length != y.length) {
      throw new InvalidInputException(
          "\"" + label + "\" of " + x.length + " positions and " + y.length + " values");
    }
    groups.add(new Group(label, x.clone(), y.clone(), line));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    Frame frame = Frame.of(title, 640, 340, horizontal, vertical);
    int upper = 0;
    int lower = 0;
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      double[] x = new double[group.x.length];
      double[] y = new double[x.length];
      for (int p = 0; p < x.length; p++) {
        x[p] = frame.x.at(group.x[p]);
        y[p] = frame.y.at(group.y[p]);
        boolean right = x[p] > frame.x.to() - 200;
        upper += right && y[p] < 0.5 * (frame.y.from() + frame.y.to()) ? 1 : 0;
        lower += right && y[p] > 0.5 * (frame.y.from() + frame.y.to()) ? 1 : 0;
      }
      if (group.line) {
        frame.svg.polyline(x, y, Svg.color(i));
      }
      for (int p = 0; p < x.length && !group.line; p++) {
        frame.svg.circle(x[p], y[p], 2.5, Svg.color(i), Svg.color(i));
      }
    }
    for (int i = 0; groups.size() > 1 && i < groups.size(); i++) {
      frame.legendRight(
          i, groups.size(), upper <= lower, groups.get(i).label); // where it is emptier
    }
    return frame.svg.toString();
  }
}
