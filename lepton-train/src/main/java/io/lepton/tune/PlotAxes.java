package io.lepton.tune;

import io.lepton.report.ChartAxis;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Axes of charts over parameters, in places of the unit interval and marked with values. */
final class PlotAxes {
  private static final int FEW = 8;
  private static final int LONGEST = 12;

  private PlotAxes() {}

  static ChartAxis of(Parameter parameter) {
    long levels = parameter.levels().orElse(Long.MAX_VALUE);
    List<ChartAxis.Tick> ticks = new ArrayList<>();
    int count = (int) Math.min(levels, levels <= FEW ? FEW : 5);
    for (int i = 0; i < count; i++) {
      double unit = levels <= FEW ? (i + 0.5) / count : i / (count - 1.0);
      Object value = parameter.fromUnit(unit);
      ticks.add(new ChartAxis.Tick(parameter.toUnit(value), text(value)));
    }
    return new ChartAxis(parameter.name(), 0, 1, ticks);
  }

  /** Three digits, without zeros that say nothing. */
  private static String rounded(double number) {
    BigDecimal three = new BigDecimal(number, new MathContext(3)).stripTrailingZeros();
    double size = Math.abs(number);
    boolean plain = number == 0 || (size >= 1e-3 && size < 1e6);
    return plain ? three.toPlainString() : three.toString();
  }

  static String text(Object value) {
    String text = value instanceof Double number ? rounded(number) : String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
