package io.lepton.stats.bandit;

import java.util.random.RandomGenerator;

/**
 * Chooses among arms and learns from rewards. Those that look at no context take the empty one
 * only. A caller need not learn after each choice: rewards may come late, or for some choices
 * never.
 *
 * <p>Implementations here are safe for use by many threads that do not share a random generator.
 */
public interface Bandit {
  /**
   * The number of arms.
   *
   * @return at least 2
   */
  int arms();

  /**
   * How probably each arm is chosen now.
   *
   * @param context features of the case, finite
   * @return one probability per arm, which sum to 1
   * @throws io.lepton.error.InvalidInputException if the context has not the expected length
   */
  double[] propensities(double... context);

  /**
   * Chooses an arm, and says how probably; for logs that are to be evaluated.
   *
   * @param random where chance comes from
   * @param context features of the case
   * @return the choice
   */
  default Choice choose(RandomGenerator random, double... context) {
    return Choice.draw(propensities(context), random);
  }

  /**
   * Chooses an arm alike, without its propensity, which can take much longer to compute than to
   * draw from.
   *
   * @param random where chance comes from
   * @param context features of the case
   * @return from 0
   */
  default int draw(RandomGenerator random, double... context) {
    return choose(random, context).arm();
  }

  /**
   * What each arm is expected to earn, by what was learned so far; such as doubly robust evaluation
   * takes.
   *
   * @param context features of the case
   * @return one reward per arm
   */
  double[] predictedRewards(double... context);

  /**
   * Refuses a reward the bandit has no use for.
   *
   * @param reward that is to be learned
   * @throws io.lepton.error.InvalidInputException if it is out of range
   */
  void requireReward(double reward);

  /**
   * Learns a reward.
   *
   * @param arm that was chosen
   * @param reward in the range the policy takes
   * @param context features of the case
   * @throws io.lepton.error.InvalidInputException if there is no such arm, or the reward is out of
   *     range
   */
  void learn(int arm, double reward, double... context);
}
