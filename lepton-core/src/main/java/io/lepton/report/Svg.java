package io.lepton.report;

import java.util.List;
import java.util.Locale;

/** Collects the elements of one SVG picture. Coordinates are pixels from the upper left. */
final class Svg {
  /** Okabe and Ito's palette, without black and yellow, which vanish on a dark or light page. */
  private static final List<String> PALETTE =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

  private final StringBuilder body = new StringBuilder();
  private final double width;
  private final double height;
  private final String title;

  Svg(double width, double height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  static String color(int index) {
    return PALETTE.get(index % PALETTE.size());
  }

  /** Viridis by its quarters: dark blue at 0, yellow at 1; also in order for the colour-blind. */
  private static final int[][] SHADES = {
    {68, 1, 84}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}
  };

  /** A shade from 0, dark, to 1, light. */
  static String shade(double share) {
    double at = Math.min(Math.max(share, 0), 1) * (SHADES.length - 1);
    int below = (int) Math.min(at, SHADES.length - 2.0);
    int[] rgb = new int[3];
    for (int i = 0; i < 3; i++) {
      double mixed = SHADES[below][i] + (at - below) * (SHADES[below + 1][i] - SHADES[below][i]);
      rgb[i] = (int) Math.round(mixed);
    }
    return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
  }

  /** Escapes text for element content and quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  Svg line(double x1, double y1, double x2, double y2, String color, String style) {
    body.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" style=\"%s\"/>%n"
            .formatted(number(x1), number(y1), number(x2), number(y2), color, style));
    return this;
  }

  private static StringBuilder points(double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
    return points;
  }

  Svg polyline(double[] x, double[] y, String color) {
    return polyline(x, y, color, 2, 1);
  }

  Svg polyline(double[] x, double[] y, String color, double thickness, double opacity) {
    body.append(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s points=\"%s\"/>%n"
            .formatted(
                color,
                thickness == 2 ? "2" : number(thickness),
                opacity == 1 ? "" : " stroke-opacity=\"" + number(opacity) + "\"",
                points(x, y)));
    return this;
  }

  Svg polygon(double[] x, double[] y, String color, double opacity) {
    body.append(
        "<polygon fill=\"%s\" fill-opacity=\"%s\" points=\"%s\"/>%n"
            .formatted(color, number(opacity), points(x, y)));
    return this;
  }

  Svg rectangle(double x, double y, double w, double h, String color, double opacity) {
    body.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" fill-opacity=\"%s\"/>%n"
            .formatted(number(x), number(y), number(w), number(h), color, number(opacity)));
    return this;
  }

  Svg circle(double x, double y, double radius, String fill, String stroke) {
    body.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(number(x), number(y), number(radius), fill, stroke));
    return this;
  }

  /** Writes text; the anchor is {@code start}, {@code middle} or {@code end}. */
  Svg text(double x, double y, String anchor, String text) {
    body.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>%n"
            .formatted(number(x), number(y), anchor, escape(text)));
    return this;
  }

  /** Writes text from bottom to top, centred on the point. */
  Svg verticalText(double x, double y, String text) {
    body.append(
        "<text transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\">%s</text>%n"
            .formatted(number(x), number(y), escape(text)));
    return this;
  }

  /** The whole picture, sized to shrink with its page and named for screen readers. */
  @Override
  public String toString() {
    return """
    <svg viewBox="0 0 %s %s" style="max-width:%spx;width:100%%" role="img" aria-label="%s" \
    font-family="system-ui,sans-serif" font-size="12" fill="currentColor">
    <title>%s</title>
    %s</svg>
    """
        .formatted(
            number(width), number(height), number(width), escape(title), escape(title), body);
  }
}
