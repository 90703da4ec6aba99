package io.lepton.report;

import io.lepton.error.InvalidInputException;

/** A function of two variables by shades, with points on top. Not thread-safe. */
public final class HeatChart {
  private final String title;
  private final ChartAxis horizontal;
  private final ChartAxis vertical;
  private double[][] values = {};
  private double[] x = {};
  private double[] y = {};

  private HeatChart(String title, ChartAxis horizontal, ChartAxis vertical) {
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
  public static HeatChart titled(String title, ChartAxis horizontal, ChartAxis vertical) {
    return new HeatChart(title, horizontal, vertical);
  }

  /**
   * Sets the function, on equal cells that fill the chart.
   *
   * @param columns from left to right, each from bottom to top, all of the same length; low values
   *     are dark
   * @return this
   * @throws InvalidInputException if lengths differ
   */
  public HeatChart cells(double[][] columns) {
    values = new double[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].length != columns[0].length) {
        throw new InvalidInputException(
            "column " + i + " of " + columns[i].length + " cells; expected " + columns[0].length);
      }
      values[i] = columns[i].clone();
    }
    return this;
  }

  /**
   * Sets the points on top.
   *
   * @param across positions
   * @param up positions, as many
   * @return this
   * @throws InvalidInputException if lengths differ
   */
  public HeatChart points(double[] across, double[] up) {
    if (across.length != up.length) {
      throw new InvalidInputException(across.length + " and " + up.length + " positions");
    }
    x = across.clone();
    y = up.clone();
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    Frame frame = Frame.of(title, 440, 400, horizontal, vertical);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] column : values) {
      for (double value : column) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    for (int i = 0; i < values.length; i++) {
      double width = (frame.x.to() - frame.x.from()) / values.length;
      double height = (frame.y.from() - frame.y.to()) / values[i].length;
      for (int k = 0; k < values[i].length; k++) {
        double share = high > low ? (values[i][k] - low) / (high - low) : 0.5;
        frame.svg.rectangle(
            frame.x.from() + i * width,
            frame.y.from() - (k + 1) * height,
            width + 0.5, // no seams
            height + 0.5,
            Svg.shade(share),
            1);
      }
    }
    for (int p = 0; p < x.length; p++) {
      frame.svg.circle(frame.x.at(x[p]), frame.y.at(y[p]), 1.5, "#fff", "#000");
    }
    return frame.svg.toString();
  }
}
