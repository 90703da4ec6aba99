package io.lepton.stats;

import io.lepton.error.InvalidInputException;

/**
 * How far apart two versions' scores lie, in units of their spreads: {@code (mean_B − mean_A) /
 * (σ_A + σ_B)}. It describes and does not decide: it has no distribution of its own, does not know
 * the sample sizes and is no substitute for a test; use {@link io.lepton.stats.test.WelchT} to ask
 * whether a difference is more than chance. At 1 the point where both lie one standard deviation
 * off their means is the same.
 */
public final class SeparationIndex {
  private SeparationIndex() {}

  /**
   * The index, above 0 where B's mean is the higher.
   *
   * @param a first scores
   * @param b second scores
   * @return the index
   * @throws InvalidInputException if neither has any spread
   */
  public static double of(SampleSummary a, SampleSummary b) {
    double spread = a.standardDeviation() + b.standardDeviation();
    if (!(spread > 0)) {
      throw new InvalidInputException(
          "both samples have zero variance; the separation index is not defined");
    }
    return (b.mean() - a.mean()) / spread;
  }
}
