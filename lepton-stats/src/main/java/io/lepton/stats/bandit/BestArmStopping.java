package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * When to stop the search for the best arm, for rewards of 0 and 1: once the likelihood ratio of
 * "the leader is the best" against every "this other one is" passes {@code ln(2 t (K − 1) / δ)}.
 * Whatever the policy that chose the arms, and however often one looks, the arm named is the wrong
 * one with probability at most δ if one is best (Garivier and Kaufmann 2016, theorem 10).
 */
public final class BestArmStopping {
  private final double delta;

  private BestArmStopping(double delta) {
    this.delta = delta;
  }

  /**
   * With a risk of naming the wrong arm.
   *
   * @param delta between 0 and 1
   * @return the rule
   */
  public static BestArmStopping withRisk(double delta) {
    return new BestArmStopping(Checks.inside("risk", delta));
  }

  /**
   * What the rule says.
   *
   * @param leader arm of the largest mean
   * @param evidence logarithm of the likelihood ratio against the closest other arm
   * @param threshold what it must pass
   */
  public record Result(int leader, double evidence, double threshold) {
    /**
     * Whether to stop and name the leader.
     *
     * @return true if the evidence passes the threshold
     */
    public boolean stop() {
      return evidence > threshold;
    }
  }

  /**
   * Looks at what was learned.
   *
   * @param state of rewards 0 and 1
   * @return what the rule says
   * @throws InvalidInputException if rewards are not 0 and 1
   */
  public Result look(BanditState state) {
    int k = state.arms().size();
    int leader = 0;
    for (int arm = 0; arm < k; arm++) {
      ArmStatistics one = state.arms().get(arm);
      if (one.sum() != one.sumOfSquares() || one.sum() > one.pulls()) {
        throw new InvalidInputException(
            "arm " + arm + " has rewards other than 0 and 1; the rule is proven for these only");
      }
      leader = one.mean() > state.arms().get(leader).mean() ? arm : leader;
    }
    double evidence = Double.POSITIVE_INFINITY;
    for (int arm = 0; arm < k; arm++) {
      if (arm != leader) {
        evidence = Math.min(evidence, against(state.arms().get(leader), state.arms().get(arm)));
      }
    }
    double looks = Math.max(1, state.totalPulls());
    return new Result(leader, evidence, Math.log(2 * looks * (k - 1) / delta));
  }

  private static double against(ArmStatistics leader, ArmStatistics other) {
    if (leader.pulls() == 0 || other.pulls() == 0) {
      return 0;
    }
    double common = (leader.sum() + other.sum()) / (leader.pulls() + other.pulls());
    return leader.pulls() * BernoulliDivergence.of(leader.mean(), common)
        + other.pulls() * BernoulliDivergence.of(other.mean(), common);
  }
}
