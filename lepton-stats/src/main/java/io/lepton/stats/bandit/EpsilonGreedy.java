package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.Map;
import java.util.Optional;

/**
 * The best arm so far, but with probability ε any of them. With a constant ε regret grows for ever
 * in a straight line; with {@code εₜ = min(1, c k / (d² t))} as its logarithm, if d is at most the
 * distance of the two best means and c is large enough (Auer, Cesa-Bianchi and Fischer 2002,
 * theorem 3). Arms without a reward are tried first. Ties are broken evenly.
 */
public final class EpsilonGreedy implements Policy {
  private final double epsilon;
  private final double decay;

  private EpsilonGreedy(double epsilon, double decay) {
    this.epsilon = epsilon;
    this.decay = decay;
  }

  /**
   * Explores for ever.
   *
   * @param epsilon from 0 to 1
   * @return the policy
   */
  public static EpsilonGreedy constant(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new InvalidInputException("epsilon is " + epsilon + "; expected from 0 to 1");
    }
    return new EpsilonGreedy(epsilon, 0);
  }

  /**
   * Explores ever less.
   *
   * @param c above 0; Auer et al. found good values near 0.15 and prove the bound above 5
   * @param d above 0, below 1: at most the distance of the two best means
   * @return the policy
   */
  public static EpsilonGreedy decaying(double c, double d) {
    Checks.positive("c", c);
    Checks.inside("d", d);
    return new EpsilonGreedy(0, c / (d * d));
  }

  static EpsilonGreedy of(double epsilon, double decay) {
    return decay == 0 ? constant(epsilon) : new EpsilonGreedy(0, Checks.positive("decay", decay));
  }

  @Override
  public double[] propensities(BanditState state) {
    int k = state.arms().size();
    double[] shares = Index.best(state, ArmStatistics::mean);
    if (Index.anyUntried(state)) {
      return shares;
    }
    double explored = decay == 0 ? epsilon : Math.min(1, decay * k / (state.totalPulls() + 1.0));
    for (int i = 0; i < k; i++) {
      shares[i] = (1 - explored) * shares[i] + explored / k;
    }
    return shares;
  }

  @Override
  public Optional<PolicySettings> settings() {
    return Optional.of(
        new PolicySettings(
            PolicySettings.EPSILON_GREEDY, Map.of("epsilon", epsilon, "decay", decay)));
  }

  @Override
  public void requireReward(double reward) {
    Checks.finite("reward", reward);
  }
}
