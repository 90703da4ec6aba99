package io.lepton.metric.fairness;

/**
 * How one group is decided: with probability {@code constantShare} by a lot that says positive with
 * probability {@code constant}, else by the second threshold with probability {@code secondShare},
 * else by the first. Where both shares are 0 there is nothing left to chance.
 *
 * @param group its name
 * @param first positive from this score on; +∞ for never
 * @param second another threshold, at most the first
 * @param secondShare from 0 to 1
 * @param constant from 0 to 1
 * @param constantShare from 0 to 1
 */
public record GroupThreshold(
    String group,
    double first,
    double second,
    double secondShare,
    double constant,
    double constantShare) {
  /**
   * The probability of deciding for positive.
   *
   * @param score of the case
   * @return from 0 to 1
   */
  public double probability(double score) {
    double byThreshold =
        (score >= first ? 1 - secondShare : 0) + (score >= second ? secondShare : 0);
    return constantShare * constant + (1 - constantShare) * byThreshold;
  }

  /**
   * Whether some decisions are left to chance.
   *
   * @return true if two cases of one score may be decided differently
   */
  public boolean isRandomised() {
    return (secondShare > 0 && secondShare < 1 && first != second)
        || (constantShare > 0 && constant > 0 && constant < 1);
  }
}
