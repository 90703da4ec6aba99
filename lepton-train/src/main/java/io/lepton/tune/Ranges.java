package io.lepton.tune;

import io.lepton.error.InvalidInputException;

/** What all parameters refuse in the same words. */
final class Ranges {
  private Ranges() {}

  static InvalidInputException wrong(String name, Object low, Object high, String expected) {
    return new InvalidInputException(
        "parameter \"" + name + "\" from " + low + " to " + high + "; expected " + expected);
  }

  static double requireUnit(String name, double unit) {
    if (!(unit >= 0 && unit <= 1)) {
      throw new InvalidInputException(
          "place " + unit + " of parameter \"" + name + "\"; expected 0 to 1");
    }
    return unit;
  }

  static InvalidInputException notContained(Parameter parameter, Object value) {
    return new InvalidInputException(
        "parameter \""
            + parameter.name()
            + "\" is "
            + value
            + " ("
            + value.getClass().getSimpleName()
            + "); expected one of "
            + parameter);
  }
}
