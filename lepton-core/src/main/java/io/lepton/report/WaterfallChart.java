package io.lepton.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How parts bring a number from where it starts to where it ends, one part a row. Not thread-safe.
 */
public final class WaterfallChart {
  private static final double ROW = 26;
  private static final double WIDTH = 640;
  private static final double NAMES = 230;

  private record Part(String label, double amount) {}

  private final String title;
  private final String startLabel;
  private final double start;
  private final List<Part> parts = new ArrayList<>();

  private WaterfallChart(String title, String startLabel, double start) {
    this.title = title;
    this.startLabel = startLabel;
    this.start = start;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param startLabel what the start is
   * @param start where the first part begins, finite
   * @return a chart without parts
   */
  public static WaterfallChart titled(String title, String startLabel, double start) {
    return new WaterfallChart(title, startLabel, start);
  }

  /**
   * Adds a part, drawn from where the one before ended.
   *
   * @param label of the row
   * @param amount finite
   * @return this
   */
  public WaterfallChart part(String label, double amount) {
    parts.add(new Part(label, amount));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @param endLabel what the sum of start and parts is
   * @return an SVG element
   */
  public String svg(String endLabel) {
    double low = start;
    double high = start;
    double end = start;
    for (Part part : parts) {
      end += part.amount;
      low = Math.min(low, end);
      high = Math.max(high, end);
    }
    double height = ROW * (parts.size() + 2) + 30;
    Svg svg = new Svg(WIDTH, height, title);
    Scale x = Scale.around(low, high, NAMES, WIDTH - 60);
    double bottom = height - 28;
    for (double mark : x.marks()) {
      svg.line(x.at(mark), 6, x.at(mark), bottom, "currentColor", Frame.FAINT);
      svg.text(x.at(mark), bottom + 16, "middle", x.label(mark));
    }
    total(svg, x, 0, startLabel, start);
    double at = start;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      double y = 6 + ROW * (i + 1);
      double from = x.at(Math.min(at, at + part.amount));
      double to = x.at(Math.max(at, at + part.amount));
      at += part.amount;
      svg.text(NAMES - 8, y + ROW / 2 + 4, "end", part.label);
      svg.rectangle(
          from,
          y + 4,
          Math.max(1, to - from),
          ROW - 8,
          part.amount < 0 ? Svg.color(0) : Svg.color(1),
          0.85);
      svg.text(to + 4, y + ROW / 2 + 4, "start", String.format(Locale.ROOT, "%+.3g", part.amount));
      svg.line(
          x.at(at), y + 4, x.at(at), y + ROW + 4, "currentColor", "opacity:.5;stroke-dasharray:2");
    }
    total(svg, x, parts.size() + 1, endLabel, end);
    return svg.toString();
  }

  private static void total(Svg svg, Scale x, int row, String label, double value) {
    double y = 6 + ROW * row;
    svg.text(NAMES - 8, y + ROW / 2 + 4, "end", label);
    svg.line(x.at(value), y + 4, x.at(value), y + ROW - 4, "currentColor", "stroke-width:3");
    svg.text(x.at(value) + 6, y + ROW / 2 + 4, "start", String.format(Locale.ROOT, "%.4g", value));
  }
}
