package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/** What planning asks of a wanted power. */
final class Powers {
  private Powers() {}

  static double requirePower(double power, double alpha) {
    Checks.inside("power", power);
    if (!(power > alpha)) {
      throw new InvalidInputException(
          "power "
              + power
              + " is not above alpha "
              + alpha
              + "; a test reaches that with no data at all");
    }
    return power;
  }
}
