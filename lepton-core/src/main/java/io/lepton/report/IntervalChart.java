package io.lepton.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Estimates with their intervals, one a row, against marked values such as zero or a margin. Not
 * thread-safe.
 */
public final class IntervalChart {
  private static final double ROW = 34;
  private static final double WIDTH = 640;
  private static final double NAMES = 200;

  private record Estimate(String label, double value, double low, double high) {}

  private record Mark(String label, double value) {}

  private final String title;
  private final List<Estimate> rows = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  private IntervalChart(String title) {
    this.title = title;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @return an empty chart
   */
  public static IntervalChart titled(String title) {
    return new IntervalChart(title);
  }

  /**
   * Adds an estimate.
   *
   * @param label of the row
   * @param value the estimate
   * @param low lower end of its interval; −∞ is drawn to the edge
   * @param high upper end of its interval; +∞ is drawn to the edge
   * @return this
   */
  public IntervalChart row(String label, double value, double low, double high) {
    rows.add(new Estimate(label, value, low, high));
    return this;
  }

  /**
   * Marks a value across all rows.
   *
   * @param label of the mark
   * @param value where it stands
   * @return this
   */
  public IntervalChart mark(String label, double value) {
    marks.add(new Mark(label, value));
    return this;
  }

  private double[] range() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Mark mark : marks) {
      low = Math.min(low, mark.value);
      high = Math.max(high, mark.value);
    }
    for (Estimate row : rows) {
      for (double value : new double[] {row.value, row.low, row.high}) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    return new double[] {low, high};
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    double height = 24 + ROW * rows.size() + 28;
    Svg svg = new Svg(WIDTH, height, title);
    double[] range = range();
    Scale x = Scale.around(range[0], range[1], NAMES, WIDTH - 16);
    double bottom = height - 28;
    for (double mark : x.marks()) {
      svg.line(x.at(mark), 20, x.at(mark), bottom, "currentColor", Frame.FAINT);
      svg.text(x.at(mark), bottom + 16, "middle", x.label(mark));
    }
    for (Mark mark : marks) {
      svg.line(
          x.at(mark.value),
          20,
          x.at(mark.value),
          bottom,
          "currentColor",
          "opacity:.6;stroke-dasharray:4");
      svg.text(x.at(mark.value), 14, "middle", mark.label);
    }
    for (int i = 0; i < rows.size(); i++) {
      Estimate row = rows.get(i);
      double y = 24 + ROW * (i + 0.5);
      svg.text(8, y - 2, "start", row.label);
      svg.text(8, y + 12, "start", numbers(row));
      svg.line(x.at(row.low), y, x.at(row.high), y, Svg.color(i), "stroke-width:3");
      svg.circle(x.at(row.value), y, 5, Svg.color(i), Svg.color(i));
    }
    return svg.toString();
  }

  private static String numbers(Estimate row) {
    return String.format(Locale.ROOT, "%.4g  [%.4g, %.4g]", row.value, row.low, row.high);
  }
}
