package io.lepton.stats;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * What a test of means needs to know of a sample; enough to store instead of the sample.
 *
 * @param n number of values, at least 1
 * @param mean finite
 * @param variance of the sample, with the divisor {@code n - 1}; 0 if n is 1
 */
public record SampleSummary(long n, double mean, double variance) {
  /** {@inheritDoc} */
  public SampleSummary {
    if (n < 1) {
      throw new InvalidInputException("a sample of " + n + " values; expected at least 1");
    }
    Checks.finite("mean", mean);
    if (!(Checks.finite("variance", variance) >= 0)) {
      throw new InvalidInputException("variance is " + variance + "; expected 0 or more");
    }
    if (n == 1 && variance != 0) {
      throw new InvalidInputException(
          "variance of one value is " + variance + "; expected 0 where n is 1");
    }
  }

  /**
   * Summarises values in two passes, the second corrected for rounding (Chan, Golub and LeVeque
   * 1983).
   *
   * @param values at least one, all finite
   * @return the summary
   * @throws InvalidInputException if there is none, or one is NaN or infinite
   */
  public static SampleSummary of(double... values) {
    Checks.sample("values", values, 1);
    int n = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / n;
    double deviations = 0;
    double squares = 0;
    for (double value : values) {
      double deviation = value - mean;
      deviations += deviation;
      squares += deviation * deviation;
    }
    double variance = n == 1 ? 0 : Math.max(0, squares - deviations * deviations / n) / (n - 1);
    return new SampleSummary(n, mean + deviations / n, variance);
  }

  /**
   * Summarises from running sums, for streams. Loses digits where the mean is large against the
   * spread; prefer {@link #plus} then.
   *
   * @param n number of values, at least 1
   * @param sum of the values
   * @param sumOfSquares of the values
   * @return the summary
   */
  public static SampleSummary ofSums(long n, double sum, double sumOfSquares) {
    double mean = sum / Math.max(n, 1);
    double variance = n <= 1 ? 0 : Math.max(0, (sumOfSquares - sum * mean) / (n - 1));
    return new SampleSummary(n, mean, variance);
  }

  /**
   * The summary of both samples together (Chan, Golub and LeVeque 1983).
   *
   * @param other of other values
   * @return of all values
   */
  public SampleSummary plus(SampleSummary other) {
    double all = (double) n + other.n;
    double delta = other.mean - mean;
    double squares =
        variance * (n - 1)
            + other.variance * (other.n - 1)
            + delta * delta * ((double) n * other.n / all);
    double together = (n * mean + other.n * other.mean) / all;
    return new SampleSummary(n + other.n, together, squares / (all - 1));
  }

  /**
   * The standard deviation of the sample.
   *
   * @return the root of the variance
   */
  public double standardDeviation() {
    return Math.sqrt(variance);
  }
}
