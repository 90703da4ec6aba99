package io.lepton.card;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Signature;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers and fields as people read them. */
final class Figures {
  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final double PERCENT = 100;

  private Figures() {}

  /** Four digits that count. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal brief = rounded.stripTrailingZeros();
    boolean plain = brief.precision() - brief.scale() <= 9 && brief.scale() <= 9;
    return plain ? brief.toPlainString() : brief.toString();
  }

  /** As in {@code 0.74 to 0.83 (95 %, DeLong)}. */
  static String interval(Measure measure) {
    Interval interval = measure.interval();
    return interval == null
        ? "not known"
        : number(interval.low())
            + " to "
            + number(interval.high())
            + " ("
            + number(interval.level() * PERCENT)
            + " %, "
            + interval.method()
            + ")";
  }

  static String direction(Measure measure) {
    return measure.direction() == Measure.Direction.HIGHER_IS_BETTER ? "higher" : "lower";
  }

  /** As in {@code age: F64, optional}. */
  static String field(Signature.Field field) {
    return field.name()
        + ": "
        + field.type()
        + (field.shape().rank() == 0 ? "" : " " + field.shape())
        + (field.presence() == Signature.Presence.OPTIONAL ? ", optional" : "");
  }
}
