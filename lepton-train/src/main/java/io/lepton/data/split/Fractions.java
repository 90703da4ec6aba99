package io.lepton.data.split;

import io.lepton.error.InvalidInputException;

/**
 * The shares of three parts.
 *
 * @param train above 0
 * @param validation at least 0
 * @param test at least 0; the three add up to 1
 */
public record Fractions(double train, double validation, double test) {
  /** {@inheritDoc} */
  public Fractions {
    if (!(train > 0 && validation >= 0 && test >= 0)
        || Math.abs(train + validation + test - 1) > 1e-9) {
      throw new InvalidInputException(
          "fractions ["
              + train
              + ", "
              + validation
              + ", "
              + test
              + "]; expected train above 0, the others 0 or more, and a sum of 1");
    }
  }

  /**
   * Names the shares.
   *
   * @param train above 0
   * @param validation at least 0
   * @param test at least 0
   * @return the fractions
   * @throws InvalidInputException if they do not fit
   */
  public static Fractions of(double train, double validation, double test) {
    return new Fractions(train, validation, test);
  }

  double[] toArray() {
    return new double[] {train, validation, test};
  }
}
