package io.lepton.stats.bandit;

import io.lepton.stats.internal.Checks;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * To find the best arm rather than to earn on the way (Russo 2016): draws as {@link
 * ThompsonSampling}, and with probability {@code 1 − β} draws on until another arm comes, so that
 * the second best is tried as often as it takes to tell them apart. Stop by {@link
 * BestArmStopping}.
 */
public final class TopTwoThompson implements Policy {
  private static final int MOST_DRAWS = 200;

  private final ThompsonSampling base;
  private final double leaderShare;

  private TopTwoThompson(ThompsonSampling base, double leaderShare) {
    this.base = base;
    this.leaderShare = leaderShare;
  }

  /**
   * With β of one half, which is never far from the best.
   *
   * @param base what is believed
   * @return the policy
   */
  public static TopTwoThompson of(ThompsonSampling base) {
    return new TopTwoThompson(Objects.requireNonNull(base), 0.5);
  }

  /**
   * Sets β.
   *
   * @param value between 0 and 1
   * @return a new policy
   */
  public TopTwoThompson withLeaderShare(double value) {
    return new TopTwoThompson(base, Checks.inside("share of the leader", value));
  }

  @Override
  public double[] propensities(BanditState state) {
    return propensities(base.propensities(state));
  }

  private double[] propensities(double[] best) {
    double[] shares = new double[best.length];
    for (int leader = 0; leader < best.length; leader++) {
      shares[leader] += leaderShare * best[leader];
      double others = 0;
      for (int arm = 0; arm < best.length; arm++) {
        others += arm == leader ? 0 : best[arm];
      }
      for (int arm = 0; arm < best.length && others > 0; arm++) {
        if (arm != leader) {
          shares[arm] += (1 - leaderShare) * best[leader] * (best[arm] / others);
        }
      }
      if (others == 0) { // no other arm is ever drawn
        shares[leader] += (1 - leaderShare) * best[leader];
      }
    }
    return shares;
  }

  @Override
  public int draw(BanditState state, RandomGenerator random) {
    int leader = base.draw(state, random);
    if (random.nextDouble() < leaderShare) {
      return leader;
    }
    for (int i = 0; i < MOST_DRAWS; i++) {
      int other = base.draw(state, random);
      if (other != leader) {
        return other;
      }
    }
    // a leader so sure that drawing on would take for ever: the same distribution, computed
    double[] best = base.propensities(state);
    best[leader] = 0;
    double all = 0;
    for (double value : best) {
      all += value;
    }
    if (!(all > 0)) {
      return leader;
    }
    for (int arm = 0; arm < best.length; arm++) {
      best[arm] /= all;
    }
    return Draw.from(best, random);
  }

  @Override
  public Optional<PolicySettings> settings() {
    return base.settings().map(each -> each.topTwo(leaderShare));
  }

  @Override
  public void requireReward(double reward) {
    base.requireReward(reward);
  }
}
