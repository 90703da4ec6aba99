package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Effect.Arm;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;

/**
 * The difference of a quantile between two arms, each unit giving one value. Each arm's standard
 * error is the width of its quantile's 95 % interval between order statistics, the outer ones, by
 * twice the normal quantile (Deng, Knoblich and Lu 2018, section 4.3); no density is estimated.
 * Where values tie so that both intervals have no width there is no answer.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class QuantileEffect {
  private static final double Z = Normal.critical(0.95);

  private final double probability;

  private QuantileEffect(double probability) {
    this.probability = probability;
  }

  /**
   * Of a quantile.
   *
   * @param probability between 0 and 1, such as 0.9
   * @return the method
   */
  public static QuantileEffect of(double probability) {
    return new QuantileEffect(Checks.inside("probability", probability));
  }

  /**
   * Estimates the difference.
   *
   * @param treatment the units' values
   * @param control the units' values
   * @return the effect, with infinite degrees of freedom
   * @throws InvalidInputException if an arm is too small for the interval's ends to exist, or both
   *     intervals have no width
   */
  public Effect estimate(ValueCounts treatment, ValueCounts control) {
    double infinite = Double.POSITIVE_INFINITY;
    return Effect.independent(
        arm(treatment), infinite, arm(control), infinite, "quantile, outer interval");
  }

  /**
   * One arm's quantile with its standard error.
   *
   * @param values of the units
   * @return the arm
   * @throws InvalidInputException if there are too few for the interval's ends to exist
   */
  public Arm arm(ValueCounts values) {
    long n = values.n();
    double reach = Z * Math.sqrt(n * probability * (1 - probability));
    long low = (long) Math.floor(n * probability - reach);
    long high = (long) Math.ceil(n * probability + reach) + 1;
    if (low < 1 || high > n) {
      throw new InvalidInputException(
          "the quantile "
              + probability
              + " of "
              + n
              + " values; its interval would reach beyond them, more are needed");
    }
    double width = values.ranked(high) - values.ranked(low);
    return new Arm(n, values.quantile(probability), width / (2 * Z));
  }
}
