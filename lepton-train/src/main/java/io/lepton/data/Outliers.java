package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/**
 * What counts as an outlier of a numeric column, and what to do about it. Quantiles interpolate
 * linearly between order statistics (type 7 of Hyndman and Fan 1996, as in R and NumPy).
 *
 * @param rule how the bounds are found in the training values
 * @param low for {@link Rule#IQR} and {@link Rule#Z} the factor k ≥ 0; for {@link Rule#QUANTILES}
 *     the lower probability
 * @param high for {@link Rule#IQR} and {@link Rule#Z} the same factor; for {@link Rule#QUANTILES}
 *     the upper probability
 * @param action what to do with a value beyond a bound
 */
public record Outliers(Rule rule, double low, double high, Action action) {
  /** How bounds are found. */
  public enum Rule {
    /** Q1 − k (Q3 − Q1) and Q3 + k (Q3 − Q1) (Tukey 1977). */
    IQR,
    /** Two quantiles. */
    QUANTILES,
    /** The mean less and plus k standard deviations (divisor n − 1). */
    Z
  }

  /** What to do with an outlier. */
  public enum Action {
    /** Replace it by the bound, in training and in prediction. */
    CLIP,
    /** Leave its row out of training; a row to predict for is taken as it is. */
    DROP_ROW
  }

  /** {@inheritDoc} */
  public Outliers {
    boolean valid =
        rule != Rule.QUANTILES ? low >= 0 && low == high : 0 <= low && low < high && high <= 1;
    if (!valid) {
      throw new InvalidInputException(
          "outlier rule "
              + rule
              + " with "
              + low
              + " and "
              + high
              + "; expected a factor of 0 or more, or two ascending probabilities");
    }
  }

  /**
   * Clips what lies more than k interquartile ranges beyond the quartiles.
   *
   * @param k usually 1.5, or 3 for far outliers
   * @return the rule
   */
  public static Outliers iqr(double k) {
    return new Outliers(Rule.IQR, k, k, Action.CLIP);
  }

  /**
   * Clips what lies more than k standard deviations from the mean. Outliers themselves widen these
   * bounds; {@link #iqr} is robust against them.
   *
   * @param k usually 3
   * @return the rule
   */
  public static Outliers z(double k) {
    return new Outliers(Rule.Z, k, k, Action.CLIP);
  }

  /**
   * Clips to two quantiles of the training values.
   *
   * @param lowProbability such as 0.01
   * @param highProbability such as 0.99
   * @return the rule
   */
  public static Outliers winsorise(double lowProbability, double highProbability) {
    return new Outliers(Rule.QUANTILES, lowProbability, highProbability, Action.CLIP);
  }

  /**
   * The same rule, but leaving rows out instead of clipping.
   *
   * @return another rule
   */
  public Outliers dropping() {
    return new Outliers(rule, low, high, Action.DROP_ROW);
  }

  /** Lower and upper bound for values, of which there is at least one. */
  double[] bounds(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (rule == Rule.QUANTILES) {
      return new double[] {quantile(sorted, low), quantile(sorted, high)};
    }
    if (rule == Rule.Z) {
      double mean = Arrays.stream(sorted).sum() / sorted.length;
      double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
      double deviation = sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1));
      return new double[] {mean - low * deviation, mean + high * deviation};
    }
    double q1 = quantile(sorted, 0.25);
    double q3 = quantile(sorted, 0.75);
    return new double[] {q1 - low * (q3 - q1), q3 + high * (q3 - q1)};
  }

  static double quantile(double[] sorted, double probability) {
    double at = probability * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
