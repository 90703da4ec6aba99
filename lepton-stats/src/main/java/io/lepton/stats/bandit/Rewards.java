package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;

/** Which rewards policies take. */
final class Rewards {
  private Rewards() {}

  static void unit(double reward) {
    if (!(reward >= 0 && reward <= 1)) {
      throw new InvalidInputException(
          "reward is " + reward + "; this policy takes rewards from 0 to 1, scale them");
    }
  }

  static void binary(double reward) {
    if (!(reward == 0 || reward == 1)) {
      throw new InvalidInputException("reward is " + reward + "; this policy takes 0 or 1");
    }
  }
}
