package io.lepton.stats.bandit;

import java.util.Map;
import java.util.Optional;

/**
 * The arm of the largest mean that its rewards do not contradict: the largest q with {@code n
 * kl(x̄, q) ≤ ln t} (Garivier and Cappé 2011, with their c = 0), for rewards from 0 to 1. For
 * rewards of 0 and 1 its regret grows as slowly as that of any policy can (Lai and Robbins 1985).
 * Nothing is left to chance but ties, so that its logs cannot be used to evaluate other policies.
 */
public final class KlUcb implements Policy {
  /** Makes the policy; it has no settings. */
  public KlUcb() {}

  @Override
  public double[] propensities(BanditState state) {
    double logarithm = Math.log(Math.max(1.0, (double) state.totalPulls()));
    return Index.best(state, arm -> BernoulliDivergence.upper(arm.mean(), logarithm / arm.pulls()));
  }

  @Override
  public Optional<PolicySettings> settings() {
    return Optional.of(new PolicySettings(PolicySettings.KL_UCB, Map.of()));
  }

  @Override
  public void requireReward(double reward) {
    Rewards.unit(reward);
  }
}
