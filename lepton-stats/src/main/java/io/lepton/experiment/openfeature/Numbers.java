package io.lepton.experiment.openfeature;

import dev.openfeature.sdk.Value;

/** Which numbers are whole: {@link Value} would cut them to size in silence. */
final class Numbers {
  private static final double MOST = 0x1p53;

  private Numbers() {}

  static boolean isInteger(Value value) {
    return isWhole(value) && (int) value.asDouble().doubleValue() == value.asDouble();
  }

  static boolean isWhole(Value value) {
    if (!value.isNumber()) {
      return false;
    }
    double number = value.asDouble();
    return Math.rint(number) == number && Math.abs(number) <= MOST;
  }
}
