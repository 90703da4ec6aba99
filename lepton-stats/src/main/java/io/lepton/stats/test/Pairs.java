package io.lepton.stats.test;

import io.lepton.stats.internal.Checks;

/** Two measurements of the same units. */
final class Pairs {
  private Pairs() {}

  /** First minus second, which must be finite. */
  static double[] differences(double[] first, double[] second, int least) {
    Checks.sameLength("first", first.length, "second", second.length);
    Checks.sample("first", first, least);
    Checks.sample("second", second, least);
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    Checks.sample("first − second", differences, least);
    return differences;
  }
}
