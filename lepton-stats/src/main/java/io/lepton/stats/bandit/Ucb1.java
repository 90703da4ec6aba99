package io.lepton.stats.bandit;

import java.util.Map;
import java.util.Optional;

/**
 * The arm of the largest {@code x̄ + √(2 ln t / n)} (Auer, Cesa-Bianchi and Fischer 2002), for
 * rewards from 0 to 1. Its regret after t choices is at most {@code 8 Σ ln t / Δ + (1 + π²/3) Σ Δ}.
 * It explores more than it needs to; prefer {@link KlUcb}. Nothing is left to chance but ties, so
 * that its logs cannot be used to evaluate other policies.
 */
public final class Ucb1 implements Policy {
  /** Makes the policy; it has no settings. */
  public Ucb1() {}

  @Override
  public double[] propensities(BanditState state) {
    double logarithm = Math.log(Math.max(1.0, (double) state.totalPulls()));
    return Index.best(state, arm -> arm.mean() + Math.sqrt(2 * logarithm / arm.pulls()));
  }

  @Override
  public Optional<PolicySettings> settings() {
    return Optional.of(new PolicySettings(PolicySettings.UCB1, Map.of()));
  }

  @Override
  public void requireReward(double reward) {
    Rewards.unit(reward);
  }
}
