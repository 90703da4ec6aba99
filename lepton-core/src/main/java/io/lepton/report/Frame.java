package io.lepton.report;

import java.util.List;

/** The axes of a chart: where the plot lies, what is marked along it. */
final class Frame {
  static final String FAINT = "opacity:.15";
  private static final double LEFT = 56;
  private static final double TOP = 12;
  private static final double BOTTOM = 44;
  private static final double RIGHT = 12;

  final Scale x;
  final Scale y;
  final Svg svg;

  Frame(String title, double width, double height, double[] xRange, double[] yRange) {
    svg = new Svg(width, height, title);
    x = new Scale(xRange[0], xRange[1], LEFT, width - RIGHT);
    y = new Scale(yRange[0], yRange[1], height - BOTTOM, TOP);
  }

  static Frame of(
      String title, double width, double height, ChartAxis horizontal, ChartAxis vertical) {
    Frame frame = new Frame(title, width, height, horizontal.range(), vertical.range());
    return frame.axes(
        horizontal.label(), vertical.label(), ticks(horizontal, frame.x), ticks(vertical, frame.y));
  }

  /** Those of the axis, or round numbers. */
  static List<ChartAxis.Tick> ticks(ChartAxis axis, Scale scale) {
    return axis.ticks().isEmpty() ? ticks(scale) : axis.ticks();
  }

  private static List<ChartAxis.Tick> ticks(Scale scale) {
    return scale.marks().stream().map(at -> new ChartAxis.Tick(at, scale.label(at))).toList();
  }

  Frame axes(String xLabel, String yLabel) {
    return axes(xLabel, yLabel, ticks(x), ticks(y));
  }

  private Frame axes(
      String xLabel, String yLabel, List<ChartAxis.Tick> across, List<ChartAxis.Tick> up) {
    for (ChartAxis.Tick tick : across) {
      svg.line(x.at(tick.at()), y.from(), x.at(tick.at()), y.to(), "currentColor", FAINT);
      svg.text(x.at(tick.at()), y.from() + 16, "middle", tick.label());
    }
    for (ChartAxis.Tick tick : up) {
      svg.line(x.from(), y.at(tick.at()), x.to(), y.at(tick.at()), "currentColor", FAINT);
      svg.text(x.from() - 6, y.at(tick.at()) + 4, "end", tick.label());
    }
    svg.line(x.from(), y.from(), x.to(), y.from(), "currentColor", "");
    svg.line(x.from(), y.from(), x.from(), y.to(), "currentColor", "");
    svg.text((x.from() + x.to()) / 2, y.from() + 36, "middle", xLabel);
    svg.verticalText(14, (y.from() + y.to()) / 2, yLabel);
    return this;
  }

  /** At the right: above, or below with the last entry lowest. */
  void legendRight(int index, int count, boolean above, String label) {
    double at = above ? y.to() + 8 + 18 * index : y.from() - 18.0 * (count - index) - 4;
    svg.rectangle(x.to() - 180, at, 12, 12, Svg.color(index), 1);
    svg.text(x.to() - 162, at + 10, "start", label);
  }

  void legend(int index, String label) {
    double at = y.to() + 8 + 18 * index;
    svg.rectangle(x.from() + 12, at, 12, 12, Svg.color(index), 1);
    svg.text(x.from() + 30, at + 10, "start", label);
  }
}
