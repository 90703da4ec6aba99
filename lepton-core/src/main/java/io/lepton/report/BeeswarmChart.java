package io.lepton.report;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many values a row, each a dot, heaped up where they are many; the colour says where the dot
 * stands in some other order, from blue (low) to orange (high). Not thread-safe.
 */
public final class BeeswarmChart {
  private static final double ROW = 44;
  private static final double WIDTH = 640;
  private static final double NAMES = 180;
  private static final double DOT = 2;

  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Swarm(String label, double[] values, double[] places) {}

  private final String title;
  private final String xLabel;
  private final List<Swarm> rows = new ArrayList<>();

  private BeeswarmChart(String title, String xLabel) {
    this.title = title;
    this.xLabel = xLabel;
  }

  /**
   * Starts a chart.
   *
   * @param title for screen readers
   * @param xLabel of the values, with the unit
   * @return an empty chart
   */
  public static BeeswarmChart titled(String title, String xLabel) {
    return new BeeswarmChart(title, xLabel);
  }

  /**
   * Adds a row.
   *
   * @param label of the row
   * @param values finite
   * @param places colour of each, from 0 to 1, NaN for grey; as many
   * @return this
   * @throws InvalidInputException if lengths differ
   */
  public BeeswarmChart row(String label, double[] values, double[] places) {
    if (values.length != places.length) {
      throw new InvalidInputException(
          "row \""
              + label
              + "\" has "
              + values.length
              + " values and "
              + places.length
              + " colours; expected as many");
    }
    rows.add(new Swarm(label, values.clone(), places.clone()));
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    double low = 0;
    double high = 0;
    for (Swarm row : rows) {
      for (double value : row.values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double height = 8 + ROW * rows.size() + 44;
    Svg svg = new Svg(WIDTH, height, title);
    Scale x = Scale.around(low, high, NAMES, WIDTH - 16);
    double bottom = height - 44;
    for (double mark : x.marks()) {
      svg.line(x.at(mark), 8, x.at(mark), bottom, "currentColor", Frame.FAINT);
      svg.text(x.at(mark), bottom + 16, "middle", x.label(mark));
    }
    svg.line(x.at(0), 8, x.at(0), bottom, "currentColor", "opacity:.5");
    svg.text((x.from() + x.to()) / 2, bottom + 34, "middle", xLabel);
    for (int i = 0; i < rows.size(); i++) {
      double y = 8 + ROW * (i + 0.5);
      svg.text(NAMES - 8, y + 4, "end", rows.get(i).label);
      draw(svg, x, y, rows.get(i));
    }
    return svg.toString();
  }

  /** Dots of like value are stacked alternately above and below the middle. */
  private static void draw(Svg svg, Scale x, double y, Swarm row) {
    int[] heaped = new int[(int) ((x.to() - x.from()) / (2 * DOT)) + 2];
    for (int i = 0; i < row.values.length; i++) {
      double at = x.at(row.values[i]);
      int bin = (int) ((at - x.from()) / (2 * DOT));
      int k = heaped[bin]++;
      double off = (k % 2 == 0 ? 1 : -1) * ((k + 1) / 2) * 1.6 * DOT;
      double inside = Math.max(-ROW / 2 + 4, Math.min(ROW / 2 - 4, off));
      svg.circle(at, y + inside, DOT, color(row.places[i]), "none");
    }
  }

  /** From blue to orange by way of grey, all of them seen on light and dark pages. */
  private static String color(double place) {
    if (Double.isNaN(place)) {
      return "#888888";
    }
    int[] from = {0x00, 0x72, 0xB2};
    int[] to = {0xD5, 0x5E, 0x00};
    StringBuilder hex = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      hex.append(String.format("%02X", Math.round(from[i] + place * (to[i] - from[i]))));
    }
    return hex.toString();
  }
}
