package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;

/** Several samples. */
final class Groups {
  private Groups() {}

  static void check(double[][] groups, int leastValues) {
    requireTwo(groups.length);
    for (int i = 0; i < groups.length; i++) {
      Checks.sample("group " + i, groups[i], leastValues);
    }
  }

  static SampleSummary[] summaries(double[][] groups, int leastValues) {
    check(groups, leastValues);
    SampleSummary[] summaries = new SampleSummary[groups.length];
    for (int i = 0; i < groups.length; i++) {
      summaries[i] = SampleSummary.of(groups[i]);
    }
    return summaries;
  }

  static void requireTwo(int groups) {
    if (groups < 2) {
      throw new InvalidInputException(groups + " groups; expected at least 2");
    }
  }
}
