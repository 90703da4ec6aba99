package io.lepton.stats;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * What a test of a ratio metric needs to know of its units, such as clicks by views of users, where
 * the unit of analysis is not the unit of assignment: means, variances and covariance of numerator
 * and denominator. The variance of the ratio follows by the delta method (Deng, Knoblich and Lu
 * 2018); it wants many units and a denominator that is well off zero.
 *
 * @param numerator of each unit
 * @param denominator of the same units, with a mean that is not zero
 * @param covariance of both, with the divisor {@code n − 1}
 */
public record RatioSummary(SampleSummary numerator, SampleSummary denominator, double covariance) {
  /** {@inheritDoc} */
  public RatioSummary {
    if (numerator.n() != denominator.n()) {
      throw new InvalidInputException(
          numerator.n()
              + " numerators and "
              + denominator.n()
              + " denominators; expected one of each per unit");
    }
    Checks.finite("covariance", covariance);
    if (denominator.mean() == 0) {
      throw new InvalidInputException("the denominators have a mean of 0; no ratio is defined");
    }
    double most = numerator.standardDeviation() * denominator.standardDeviation();
    if (Math.abs(covariance) > most * (1 + 1e-9)) {
      throw new InvalidInputException(
          "covariance is " + covariance + "; by the variances it is at most " + most);
    }
  }

  /**
   * Summarises units.
   *
   * @param numerators at least one finite value
   * @param denominators of the same units in the same order
   * @return the summary
   * @throws InvalidInputException if lengths differ, there is none, a value is NaN or infinite, or
   *     the denominators have a mean of zero
   */
  public static RatioSummary of(double[] numerators, double[] denominators) {
    Checks.sameLength("numerators", numerators.length, "denominators", denominators.length);
    SampleSummary above = SampleSummary.of(numerators);
    SampleSummary below = SampleSummary.of(denominators);
    double products = 0;
    for (int i = 0; i < numerators.length; i++) {
      products += (numerators[i] - above.mean()) * (denominators[i] - below.mean());
    }
    return new RatioSummary(above, below, products / Math.max(1, numerators.length - 1));
  }

  /**
   * The summary of both groups of units together.
   *
   * @param other of other units
   * @return of all units
   */
  public RatioSummary plus(RatioSummary other) {
    double n = numerator.n();
    double m = other.numerator.n();
    double products =
        covariance * (n - 1)
            + other.covariance * (m - 1)
            + (other.numerator.mean() - numerator.mean())
                * (other.denominator.mean() - denominator.mean())
                * (n * m / (n + m));
    return new RatioSummary(
        numerator.plus(other.numerator),
        denominator.plus(other.denominator),
        products / (n + m - 1));
  }

  /**
   * The ratio of the means.
   *
   * @return the ratio
   */
  public double ratio() {
    return numerator.mean() / denominator.mean();
  }

  /**
   * The ratio as if it were the mean of a value per unit, {@code r + (yᵢ − r xᵢ) / x̄}: its
   * variance is that of the delta method, so that every test and interval of means takes ratios
   * too.
   *
   * @return of as many units, with the ratio for mean
   */
  public SampleSummary linearised() {
    double ratio = ratio();
    double variance =
        numerator.variance() - 2 * ratio * covariance + ratio * ratio * denominator.variance();
    double square = denominator.mean() * denominator.mean();
    return new SampleSummary(numerator.n(), ratio, Math.max(0, variance) / square);
  }
}
