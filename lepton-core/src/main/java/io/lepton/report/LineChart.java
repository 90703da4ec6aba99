package io.lepton.report;

import java.util.ArrayList;
import java.util.List;

/** Curves over one pair of axes, such as ROC or calibration curves. Not thread-safe. */
public final class LineChart {
  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Series(String label, double[] x, double[] y) {}

  private final String title;
  private final List<Series> curves = new ArrayList<>();
  private String xLabel = "";
  private String yLabel = "";
  private double[] xRange = {0, 1};
  private double[] yRange = {0, 1};
  private boolean diagonal;
  private boolean dots;

  private LineChart(String title) {
    this.title = title;
  }

  /**
   * Starts a chart whose axes both run from 0 to 1.
   *
   * @param title for screen readers
   * @return an empty chart
   */
  public static LineChart titled(String title) {
    return new LineChart(title);
  }

  /**
   * Sets the horizontal axis.
   *
   * @param label with the unit
   * @param low at the left
   * @param high at the right, more than {@code low}
   * @return this
   */
  public LineChart x(String label, double low, double high) {
    xLabel = label;
    xRange = new double[] {low, high};
    return this;
  }

  /**
   * Sets the vertical axis.
   *
   * @param label with the unit
   * @param low at the bottom
   * @param high at the top, more than {@code low}
   * @return this
   */
  public LineChart y(String label, double low, double high) {
    yLabel = label;
    yRange = new double[] {low, high};
    return this;
  }

  /**
   * Draws the diagonal: chance for ROC, perfection for calibration.
   *
   * @return this
   */
  public LineChart diagonal() {
    diagonal = true;
    return this;
  }

  /**
   * Marks the points of each curve.
   *
   * @return this
   */
  public LineChart dots() {
    dots = true;
    return this;
  }

  /**
   * Adds a curve; values outside the axes are drawn at their edge.
   *
   * @param label for the legend
   * @param x positions
   * @param y values, as many
   * @return this
   */
  public LineChart curve(String label, double[] x, double[] y) {
    curves.add(new Series(label, x.clone(), y.clone()));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    Frame frame = new Frame(title, 440, 340, xRange, yRange).axes(xLabel, yLabel);
    if (diagonal) {
      frame.svg.line(
          frame.x.from(),
          frame.y.from(),
          frame.x.to(),
          frame.y.to(),
          "currentColor",
          "opacity:.4;stroke-dasharray:4");
    }
    for (int i = 0; i < curves.size(); i++) {
      Series series = curves.get(i);
      double[] x = java.util.Arrays.stream(series.x).map(frame.x::at).toArray();
      double[] y = java.util.Arrays.stream(series.y).map(frame.y::at).toArray();
      frame.svg.polyline(x, y, Svg.color(i));
      for (int point = 0; dots && point < x.length; point++) {
        frame.svg.circle(x[point], y[point], 3, Svg.color(i), Svg.color(i));
      }
    }
    // A legend at the lower right stays clear of curves that rise early.
    for (int i = 0; i < curves.size(); i++) {
      double at = frame.y.from() - 18.0 * (curves.size() - i) - 4;
      frame.svg.rectangle(frame.x.to() - 180, at, 12, 12, Svg.color(i), 1);
      frame.svg.text(frame.x.to() - 162, at + 10, "start", curves.get(i).label);
    }
    return frame.svg.toString();
  }
}
