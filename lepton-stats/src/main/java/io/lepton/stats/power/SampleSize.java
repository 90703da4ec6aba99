package io.lepton.stats.power;

/**
 * How many cases each group needs.
 *
 * @param first exact, usually not whole
 * @param second exact, usually not whole
 */
public record SampleSize(double first, double second) {
  /**
   * The first group's cases in whole numbers.
   *
   * @return rounded up
   */
  public long firstCases() {
    return roundUp(first);
  }

  /**
   * The second group's cases in whole numbers.
   *
   * @return rounded up
   */
  public long secondCases() {
    return roundUp(second);
  }

  /**
   * All cases in whole numbers.
   *
   * @return sum of both groups, each rounded up
   */
  public long totalCases() {
    return Math.addExact(firstCases(), secondCases());
  }

  private static long roundUp(double cases) {
    return (long) Math.ceil(cases);
  }
}
