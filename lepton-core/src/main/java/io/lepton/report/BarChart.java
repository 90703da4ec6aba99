package io.lepton.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bars side by side over named categories, such as a feature's distribution then and now. Not
 * thread-safe.
 */
public final class BarChart {
  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Series(String label, double[] values) {}

  private final String title;
  private final String yLabel;
  private final List<String> categories;
  private final List<Series> series = new ArrayList<>();

  private BarChart(String title, String yLabel, List<String> categories) {
    this.title = title;
    this.yLabel = yLabel;
    this.categories = List.copyOf(categories);
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param yLabel of the values, with the unit
   * @param categories along the horizontal axis, in order
   * @return an empty chart
   */
  public static BarChart titled(String title, String yLabel, List<String> categories) {
    return new BarChart(title, yLabel, categories);
  }

  /**
   * Adds a bar to each category.
   *
   * @param label for the legend
   * @param values at least 0, one a category
   * @return this
   */
  public BarChart bars(String label, double... values) {
    series.add(new Series(label, values.clone()));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    double top = series.stream().flatMapToDouble(s -> Arrays.stream(s.values)).max().orElse(1);
    double[] yRange = {0, top > 0 ? 1.25 * top : 1};
    Frame frame =
        new Frame(title, 640, 300, new double[] {0, Math.max(1, categories.size())}, yRange);
    for (double mark : frame.y.marks()) {
      frame.svg.line(
          frame.x.from(),
          frame.y.at(mark),
          frame.x.to(),
          frame.y.at(mark),
          "currentColor",
          Frame.FAINT);
      frame.svg.text(frame.x.from() - 6, frame.y.at(mark) + 4, "end", frame.y.label(mark));
    }
    frame.svg.verticalText(14, (frame.y.from() + frame.y.to()) / 2, yLabel);
    double slot = frame.x.at(1) - frame.x.at(0);
    double bar = 0.8 * slot / Math.max(1, series.size());
    for (int c = 0; c < categories.size(); c++) {
      for (int s = 0; s < series.size(); s++) {
        double y = frame.y.at(series.get(s).values[c]);
        frame.svg.rectangle(
            frame.x.at(c) + 0.1 * slot + s * bar, y, bar, frame.y.from() - y, Svg.color(s), 0.85);
      }
      frame.svg.text(frame.x.at(c + 0.5), frame.y.from() + 16, "middle", categories.get(c));
    }
    frame.svg.line(
        frame.x.from(), frame.y.from(), frame.x.to(), frame.y.from(), "currentColor", "");
    for (int s = 0; s < series.size(); s++) {
      frame.legend(s, series.get(s).label);
    }
    return frame.svg.toString();
  }
}
