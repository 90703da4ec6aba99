package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many thin curves and their mean with its band, such as what a model says of each case as one of
 * its features goes up. Not thread-safe.
 */
public final class CurvesChart {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 340;

  private final String title;
  private final double[] x;
  private final List<double[]> curves = new ArrayList<>();
  private double[] mean = {};
  private double[] low = {};
  private double[] high = {};
  private String xLabel = "";
  private String yLabel = "";

  private CurvesChart(String title, double[] x) {
    this.title = title;
    this.x = x;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param x positions of all curves, rising, at least one
   * @return an empty chart
   */
  public static CurvesChart titled(String title, double... x) {
    if (x.length == 0) {
      throw new InvalidInputException("chart \"" + title + "\" has no positions");
    }
    return new CurvesChart(title, x.clone());
  }

  /**
   * Names the axes.
   *
   * @param horizontal with the unit
   * @param vertical with the unit
   * @return this
   */
  public CurvesChart axes(String horizontal, String vertical) {
    xLabel = horizontal;
    yLabel = vertical;
    return this;
  }

  /**
   * Adds a thin curve.
   *
   * @param y a finite value for each position
   * @return this
   * @throws InvalidInputException if there are not as many
   */
  public CurvesChart curve(double... y) {
    curves.add(checked(y));
    return this;
  }

  /**
   * Sets the thick curve and its band.
   *
   * @param y a finite value for each position
   * @param lower end of the band at each
   * @param upper end of the band at each
   * @return this
   * @throws InvalidInputException if there are not as many
   */
  public CurvesChart mean(double[] y, double[] lower, double[] upper) {
    mean = checked(y);
    low = checked(lower);
    high = checked(upper);
    return this;
  }

  private double[] checked(double[] y) {
    if (y.length != x.length) {
      throw new InvalidInputException(
          "a curve of " + y.length + " values over " + x.length + " positions");
    }
    return y.clone();
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   * @throws InvalidInputException if there is no curve
   */
  public String svg() {
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    List<double[]> all = new ArrayList<>(curves);
    all.addAll(List.of(mean, low, high));
    for (double[] curve : all) {
      for (double value : curve) {
        bottom = Math.min(bottom, value);
        top = Math.max(top, value);
      }
    }
    if (!(bottom <= top)) {
      throw new InvalidInputException("chart \"" + title + "\" has no curve; add one first");
    }
    Scale around = Scale.around(bottom, top, 0, 1);
    double last = x[x.length - 1];
    double[] across = last > x[0] ? new double[] {x[0], last} : new double[] {last - 1, last + 1};
    Frame frame =
        new Frame(title, WIDTH, HEIGHT, across, new double[] {around.low(), around.high()})
            .axes(xLabel, yLabel);
    double[] at = java.util.Arrays.stream(x).map(frame.x::at).toArray();
    for (double[] curve : curves) {
      frame.svg.polyline(at, heights(frame, curve), "currentColor", 1, 0.18);
    }
    if (mean.length > 0) {
      int n = x.length;
      double[] xs = new double[2 * n];
      double[] ys = new double[2 * n];
      for (int i = 0; i < n; i++) {
        xs[i] = at[i];
        ys[i] = frame.y.at(low[i]);
        xs[2 * n - 1 - i] = at[i];
        ys[2 * n - 1 - i] = frame.y.at(high[i]);
      }
      frame.svg.polygon(xs, ys, Svg.color(1), 0.3);
      frame.svg.polyline(at, heights(frame, mean), Svg.color(1), 3, 1);
    }
    return frame.svg.toString();
  }

  private static double[] heights(Frame frame, double[] curve) {
    return java.util.Arrays.stream(curve).map(frame.y::at).toArray();
  }
}
