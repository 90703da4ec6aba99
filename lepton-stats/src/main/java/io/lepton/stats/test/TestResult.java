package io.lepton.stats.test;

/** What every test says. */
public interface TestResult {
  /**
   * The test statistic; its distribution is that of the test.
   *
   * @return the statistic
   */
  double statistic();

  /**
   * The probability, if there were no difference, of a statistic at least as extreme.
   *
   * @return from 0 to 1
   */
  double pValue();

  /**
   * Whether the null hypothesis is rejected.
   *
   * @param alpha the accepted rate of false alarms, such as 0.05
   * @return true if {@code pValue() < alpha}
   */
  default boolean rejectsAt(double alpha) {
    return pValue() < alpha;
  }
}
