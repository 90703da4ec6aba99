package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * Gathers {@link Moments} unit by unit (Welford 1962), in memory that does not grow. Not safe for
 * use by several threads: give each its own and merge what they build.
 */
public final class MomentsBuilder {
  private final double[] means;
  private final double[] products;
  private final double[] deltas;
  private long n;

  /**
   * Begins without units.
   *
   * @param variables number of them, at least 1
   */
  public MomentsBuilder(int variables) {
    Moments.empty(variables);
    means = new double[variables];
    products = new double[variables * (variables + 1) / 2];
    deltas = new double[variables];
  }

  /**
   * Adds a unit.
   *
   * @param values one a variable, finite
   * @return this
   * @throws InvalidInputException if there are too many or few, or one is NaN or infinite; nothing
   *     is added then
   */
  public MomentsBuilder add(double... values) {
    Checks.sameLength("variables", means.length, "values", values.length);
    Checks.sample("values", values, 1);
    n++;
    for (int i = 0; i < means.length; i++) {
      deltas[i] = values[i] - means[i];
      means[i] += deltas[i] / n;
    }
    for (int i = 0; i < means.length; i++) {
      double now = values[i] - means[i];
      for (int j = 0; j <= i; j++) {
        products[Moments.index(i, j)] += now * deltas[j];
      }
    }
    return this;
  }

  /**
   * What was gathered; more may be added afterwards.
   *
   * @return the moments so far
   * @throws InvalidInputException if values were too large to be squared
   */
  public Moments build() {
    return new Moments(n, means.clone(), products.clone()).checked();
  }
}
