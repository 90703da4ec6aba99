package io.lepton.experiment;

import io.lepton.model.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(4);

  private Numbers() {}

  /** Four significant digits. */
  static String of(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value) || (size != 0 && (size < 1e-5 || size >= 1e9))) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        size >= 1e4 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(DIGITS);
    String text = rounded.stripTrailingZeros().toPlainString();
    return text.equals("-0") ? "0" : text;
  }

  static String signed(double value) {
    return value > 0 ? "+" + of(value) : of(value);
  }

  static String of(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String of(Interval interval) {
    return "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
  }

  static String pValue(double p) {
    return p < 1e-4 ? "p < 0.0001" : "p = " + of(p);
  }

  /** In whole days or hours, where it is; else as ISO 8601 has it. */
  static String of(Duration time) {
    if (time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() == 1 ? "1 day" : time.toDays() + " days";
    }
    return time.equals(Duration.ofHours(time.toHours())) ? time.toHours() + " h" : time.toString();
  }

  static String percent(double share) {
    return of(100 * share) + " %";
  }
}
