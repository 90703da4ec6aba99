package io.lepton.metric.fairness;

import io.lepton.stats.internal.Checks;

/**
 * How the cases of one group were decided.
 *
 * @param group its name
 * @param truePositives positives decided positive
 * @param falsePositives negatives decided positive
 * @param trueNegatives negatives decided negative
 * @param falseNegatives positives decided negative
 */
public record GroupCounts(
    String group,
    long truePositives,
    long falsePositives,
    long trueNegatives,
    long falseNegatives) {
  /** {@inheritDoc} */
  public GroupCounts {
    Checks.counts(
        "counts of group \"" + group + "\"",
        new long[] {truePositives, falsePositives, trueNegatives, falseNegatives});
  }

  /**
   * All cases of the group.
   *
   * @return at least 0
   */
  public long size() {
    return positives() + negatives();
  }

  /**
   * Cases that are positive.
   *
   * @return at least 0
   */
  public long positives() {
    return truePositives + falseNegatives;
  }

  /**
   * Cases that are negative.
   *
   * @return at least 0
   */
  public long negatives() {
    return falsePositives + trueNegatives;
  }

  /**
   * Cases decided positive.
   *
   * @return at least 0
   */
  public long selected() {
    return truePositives + falsePositives;
  }
}
