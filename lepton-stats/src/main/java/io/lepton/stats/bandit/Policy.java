package io.lepton.stats.bandit;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How to choose, given what was learned. Immutable, without a state of its own, and safe for use by
 * many threads.
 */
public interface Policy {
  /**
   * How probably each arm is chosen.
   *
   * @param state what was learned
   * @return one probability per arm, which sum to 1
   */
  double[] propensities(BanditState state);

  /**
   * Chooses an arm with these probabilities.
   *
   * @param state what was learned
   * @param random where chance comes from
   * @return from 0
   */
  default int draw(BanditState state, RandomGenerator random) {
    return Draw.from(propensities(state), random);
  }

  /**
   * How it chooses, as data; what a log keeps of it.
   *
   * @return empty for a policy that {@link PolicySettings} cannot make again
   */
  default Optional<PolicySettings> settings() {
    return Optional.empty();
  }

  /**
   * Refuses a reward the policy has no use for.
   *
   * @param reward that is to be learned
   * @throws io.lepton.error.InvalidInputException if it is out of range
   */
  void requireReward(double reward);
}
