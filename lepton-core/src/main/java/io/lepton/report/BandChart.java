package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates over time, or over the number of units, each with the band of its intervals. Not
 * thread-safe.
 */
public final class BandChart {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 340;

  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Band(String label, double[] x, double[] value, double[] low, double[] high) {}

  private record Mark(String label, double value) {}

  private final String title;
  private final List<Band> bands = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private String xLabel = "";
  private String yLabel = "";

  private BandChart(String title) {
    this.title = title;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @return an empty chart
   */
  public static BandChart titled(String title) {
    return new BandChart(title);
  }

  /**
   * Names the axes.
   *
   * @param horizontal with the unit
   * @param vertical with the unit
   * @return this
   */
  public BandChart axes(String horizontal, String vertical) {
    xLabel = horizontal;
    yLabel = vertical;
    return this;
  }

  /**
   * Adds an estimate; a band that leaves the chart, or is infinite, is drawn to its edge.
   *
   * @param label for the legend
   * @param x positions, ascending and finite, at least one
   * @param value the estimates, finite, as many
   * @param low lower ends of the intervals, as many
   * @param high upper ends, as many
   * @return this
   * @throws InvalidInputException if lengths differ or are 0
   */
  public BandChart band(String label, double[] x, double[] value, double[] low, double[] high) {
    int n = x.length;
    if (n == 0 || value.length != n || low.length != n || high.length != n) {
      throw new InvalidInputException(
          "band \""
              + label
              + "\" of "
              + n
              + " positions, "
              + value.length
              + " values; expected as"
              + " many of each, at least one");
    }
    bands.add(new Band(label, x.clone(), value.clone(), low.clone(), high.clone()));
    return this;
  }

  /**
   * Marks a value all along, such as zero.
   *
   * @param label of the mark
   * @param value where it stands, finite
   * @return this
   */
  public BandChart mark(String label, double value) {
    marks.add(new Mark(label, value));
    return this;
  }

  /** Wide bands at the start would flatten everything after: the later half sets the scale. */
  private double[] yRange() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Mark mark : marks) {
      low = Math.min(low, mark.value);
      high = Math.max(high, mark.value);
    }
    for (Band band : bands) {
      for (int i = 0; i < band.x.length; i++) {
        boolean late = i >= band.x.length / 2;
        for (double each : new double[] {band.value[i], band.low[i], band.high[i]}) {
          if (Double.isFinite(each) && (late || each == band.value[i])) {
            low = Math.min(low, each);
            high = Math.max(high, each);
          }
        }
      }
    }
    Scale around = Scale.around(low, high, 0, 1);
    return new double[] {around.low(), around.high()};
  }

  private double[] xRange() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Band band : bands) {
      low = Math.min(low, band.x[0]);
      high = Math.max(high, band.x[band.x.length - 1]);
    }
    return high > low ? new double[] {low, high} : new double[] {low - 1, low + 1};
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   * @throws InvalidInputException if no band was added
   */
  public String svg() {
    if (bands.isEmpty()) {
      throw new InvalidInputException("chart \"" + title + "\" has no band; add one first");
    }
    Frame frame = new Frame(title, WIDTH, HEIGHT, xRange(), yRange()).axes(xLabel, yLabel);
    for (int i = 0; i < bands.size(); i++) {
      draw(frame, bands.get(i), i);
    }
    for (Mark mark : marks) {
      double y = frame.y.at(mark.value);
      frame.svg.line(
          frame.x.from(), y, frame.x.to(), y, "currentColor", "opacity:.6;stroke-dasharray:4");
      frame.svg.text(frame.x.to() - 4, y - 4, "end", mark.label);
    }
    for (int i = 0; i < bands.size(); i++) {
      frame.legend(i, bands.get(i).label);
    }
    return frame.svg.toString();
  }

  private static void draw(Frame frame, Band band, int index) {
    int n = band.x.length;
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      x[i] = frame.x.at(band.x[i]);
      y[i] = frame.y.at(band.low[i]);
      x[2 * n - 1 - i] = x[i];
      y[2 * n - 1 - i] = frame.y.at(band.high[i]);
    }
    frame.svg.polygon(x, y, Svg.color(index), 0.18);
    double[] middle = new double[n];
    for (int i = 0; i < n; i++) {
      middle[i] = frame.y.at(band.value[i]);
    }
    frame.svg.polyline(Arrays.copyOf(x, n), middle, Svg.color(index));
    frame.svg.circle(x[n - 1], middle[n - 1], 3, Svg.color(index), Svg.color(index));
  }
}
