package io.lepton.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Values and numbers as people read them. */
final class Shown {
  private Shown() {}

  static String value(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    return value instanceof Double number ? number(number) : value.toString();
  }

  /** Four significant digits, without an exponent where it can be avoided. */
  static String number(double number) {
    if (number == 0 || !Double.isFinite(number)) {
      return Double.isFinite(number) ? "0" : Double.toString(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros();
    double size = Math.abs(number);
    return size < 1e-4 || size >= 1e9 ? rounded.toString() : rounded.toPlainString();
  }
}
