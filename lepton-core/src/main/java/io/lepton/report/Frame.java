package io.lepton.report;

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

  Frame axes(String xLabel, String yLabel) {
    for (double mark : x.marks()) {
      svg.line(x.at(mark), y.from(), x.at(mark), y.to(), "currentColor", FAINT);
      svg.text(x.at(mark), y.from() + 16, "middle", x.label(mark));
    }
    for (double mark : y.marks()) {
      svg.line(x.from(), y.at(mark), x.to(), y.at(mark), "currentColor", FAINT);
      svg.text(x.from() - 6, y.at(mark) + 4, "end", y.label(mark));
    }
    svg.line(x.from(), y.from(), x.to(), y.from(), "currentColor", "");
    svg.line(x.from(), y.from(), x.from(), y.to(), "currentColor", "");
    svg.text((x.from() + x.to()) / 2, y.from() + 36, "middle", xLabel);
    svg.verticalText(14, (y.from() + y.to()) / 2, yLabel);
    return this;
  }

  void legend(int index, String label) {
    double at = y.to() + 8 + 18 * index;
    svg.rectangle(x.from() + 12, at, 12, 12, Svg.color(index), 1);
    svg.text(x.from() + 30, at + 10, "start", label);
  }
}
