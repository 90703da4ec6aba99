package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * A bandit without context: a policy and what it has learned. Safe for use by many threads that do
 * not share a generator: the state is immutable and changed by compare-and-set, so that no reward
 * is lost and every choice sees a whole state.
 */
public final class ArmBandit implements Bandit {
  private final Policy policy;
  private final AtomicReference<BanditState> state;
  private final int arms;

  private ArmBandit(Policy policy, BanditState state) {
    this.policy = Objects.requireNonNull(policy);
    this.state = new AtomicReference<>(state);
    arms = state.arms().size();
  }

  /**
   * Knows nothing yet.
   *
   * @param arms how many, at least two
   * @param policy how to choose
   * @return the bandit
   */
  public static ArmBandit of(int arms, Policy policy) {
    return new ArmBandit(policy, BanditState.ofArms(arms));
  }

  /**
   * Goes on from a stored state.
   *
   * @param state what was learned
   * @param policy how to choose
   * @return the bandit
   */
  public static ArmBandit resume(BanditState state, Policy policy) {
    return new ArmBandit(policy, state);
  }

  /**
   * All that was learned, to store or to merge.
   *
   * @return the state as it is now
   */
  public BanditState state() {
    return Objects.requireNonNull(state.get());
  }

  @Override
  public int arms() {
    return arms;
  }

  @Override
  public double[] propensities(double... context) {
    requireNoContext(context);
    return policy.propensities(state());
  }

  @Override
  public int draw(RandomGenerator random, double... context) {
    requireNoContext(context);
    return policy.draw(state(), random);
  }

  @Override
  public double[] predictedRewards(double... context) {
    requireNoContext(context);
    return state().arms().stream().mapToDouble(ArmStatistics::mean).toArray();
  }

  @Override
  public void requireReward(double reward) {
    policy.requireReward(reward);
  }

  @Override
  public void learn(int arm, double reward, double... context) {
    requireNoContext(context);
    requireReward(reward);
    BanditState.requireArm(arm, arms);
    state.updateAndGet(now -> now.plus(arm, reward));
  }

  private static void requireNoContext(double[] context) {
    if (context.length != 0) {
      throw new InvalidInputException(
          "a context of "
              + context.length
              + " features for a bandit that looks at none; use LinUcb, or leave it out");
    }
  }
}
