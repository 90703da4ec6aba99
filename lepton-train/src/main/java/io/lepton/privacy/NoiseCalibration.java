package io.lepton.privacy;

import io.lepton.error.InvalidInputException;

/** Finds how much noise a plan needs. */
public final class NoiseCalibration {
  private static final double MOST = 1e6;
  private static final double PRECISION = 1e-6; // relative

  private NoiseCalibration() {}

  /**
   * The least noise with which a number of releases keeps within a budget.
   *
   * @param budget to be kept
   * @param samplingRate probability that a unit takes part, above 0, to 1
   * @param count of releases, at least 1
   * @return a noise multiplier that keeps it, at most a millionth above the least
   * @throws InvalidInputException if a number is out of range, or not even a multiplier of 10^6
   *     keeps the budget
   */
  public static double noiseMultiplier(PrivacyBudget budget, double samplingRate, long count) {
    if (!(samplingRate > 0) || count < 1) {
      throw new InvalidInputException(
          count + " releases at the sampling rate " + samplingRate + "; expected above 0 of both");
    }
    double low = 0;
    double high = 1;
    while (!keeps(budget, samplingRate, count, high)) {
      low = high;
      high *= 2;
      if (high > MOST) {
        throw new InvalidInputException(
            "no noise multiplier up to " + MOST + " keeps " + budget + "; plan fewer releases");
      }
    }
    while (high - low > PRECISION * high) {
      double middle = (low + high) / 2;
      if (keeps(budget, samplingRate, count, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static boolean keeps(PrivacyBudget budget, double rate, long count, double noise) {
    RdpAccountant planned = RdpAccountant.empty().spend(rate, noise, count);
    return planned.guarantee(budget.delta()).epsilon() <= budget.epsilon();
  }
}
