package io.lepton.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maps a range of values to a range of pixels and finds round numbers to mark on it. */
record Scale(double low, double high, double from, double to) {
  private static final int MARKS = 5;

  /** A scale that holds all values, widened when they are all equal. */
  static Scale around(double low, double high, double from, double to) {
    double margin = high > low ? 0.05 * (high - low) : Math.max(1e-9, 0.1 * Math.abs(low));
    return new Scale(low - margin, high + margin, from, to);
  }

  double at(double value) {
    double inside = Math.min(Math.max(value, low), high);
    return from + (inside - low) / (high - low) * (to - from);
  }

  private double step() {
    double rough = (high - low) / MARKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double factor = rough / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
  }

  List<Double> marks() {
    double step = step();
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** A mark with as many decimals as the step between marks needs. */
  String label(double mark) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step()) + 1e-9));
    return String.format(Locale.ROOT, "%." + Math.min(decimals, 9) + "f", mark + 0.0);
  }
}
