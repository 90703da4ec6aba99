package io.lepton.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Named bars from left to right, one a row, such as importances. Not thread-safe. */
public final class RankChart {
  private static final double ROW = 26;
  private static final double NAMES = 190;
  private static final double WIDTH = 640;
  private static final double FIGURES = 60;

  private record Bar(String label, double value) {}

  private final String title;
  private final List<Bar> bars = new ArrayList<>();

  private RankChart(String title) {
    this.title = title;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @return an empty chart
   */
  public static RankChart titled(String title) {
    return new RankChart(title);
  }

  /**
   * Adds a row below.
   *
   * @param label of the row
   * @param value at least 0
   * @return this
   */
  public RankChart bar(String label, double value) {
    bars.add(new Bar(label, value));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    Svg svg = new Svg(WIDTH, ROW * Math.max(1, bars.size()) + 8, title);
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = ROW * i + 6;
      double width = most > 0 ? (WIDTH - NAMES - FIGURES) * bar.value / most : 0;
      svg.text(NAMES - 8, y + 13, "end", bar.label);
      svg.rectangle(NAMES, y, width, ROW - 8, Svg.color(0), 0.85);
      svg.text(NAMES + width + 6, y + 13, "start", String.format(Locale.ROOT, "%.3f", bar.value));
    }
    return svg.toString();
  }
}
