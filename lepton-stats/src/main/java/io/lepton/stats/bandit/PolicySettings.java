package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.stats.internal.Checks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to choose, as data: what to store so that another process makes the same bandit.
 *
 * @param name of the method, such as {@code thompson-bernoulli}
 * @param values its settings by name, finite
 */
public record PolicySettings(String name, Map<String, Double> values) {
  static final String EPSILON_GREEDY = "epsilon-greedy";
  static final String UCB1 = "ucb1";
  static final String KL_UCB = "kl-ucb";
  static final String BERNOULLI = "thompson-bernoulli";
  static final String GAUSSIAN = "thompson-gaussian";
  static final String TOP_TWO = "top-two-";
  static final String LIN_UCB = "lin-ucb";

  private static final String LEADER_SHARE = "leaderShare";

  /** {@inheritDoc} */
  public PolicySettings {
    values = Map.copyOf(values);
    values.forEach((key, value) -> Checks.finite(key, value));
  }

  /**
   * Those of a {@link LinUcb}.
   *
   * @param alpha how many standard errors to hope for, above 0
   * @param ridge what is added to the diagonal, above 0
   * @return the settings
   */
  public static PolicySettings linUcb(double alpha, double ridge) {
    return new PolicySettings(
        LIN_UCB,
        Map.of("alpha", Checks.positive("alpha", alpha), "ridge", Checks.positive("ridge", ridge)));
  }

  PolicySettings topTwo(double leaderShare) {
    Map<String, Double> more = new TreeMap<>(values);
    more.put(LEADER_SHARE, leaderShare);
    return new PolicySettings(TOP_TWO + name, more);
  }

  /**
   * Whether it chooses by a context.
   *
   * @return true for LinUCB
   */
  public boolean contextual() {
    return name.equals(LIN_UCB);
  }

  /**
   * Makes the bandit, which knows nothing yet.
   *
   * @param arms how many, at least two
   * @param features of a context; 0 where it looks at none
   * @return a bandit that chooses as the one these settings are of
   * @throws NotFoundException if no method has the name
   * @throws InvalidInputException if a setting is missing or out of range, or the number of
   *     features does not fit
   */
  public Bandit create(int arms, int features) {
    if (contextual()) {
      return LinUcb.resume(LinearState.of(arms, features), value("alpha"), value("ridge"));
    }
    if (features != 0) {
      throw new InvalidInputException(
          name + " looks at no context, asked for " + features + " features; use linUcb");
    }
    return ArmBandit.of(arms, policy());
  }

  private Policy policy() {
    if (name.startsWith(TOP_TWO)) {
      return TopTwoThompson.of(thompson(name.substring(TOP_TWO.length())))
          .withLeaderShare(value(LEADER_SHARE));
    }
    return switch (name) {
      case EPSILON_GREEDY -> EpsilonGreedy.of(value("epsilon"), value("decay"));
      case UCB1 -> new Ucb1();
      case KL_UCB -> new KlUcb();
      default -> thompson(name);
    };
  }

  private ThompsonSampling thompson(String method) {
    return switch (method) {
      case BERNOULLI -> ThompsonSampling.bernoulli(value("alpha"), value("beta"));
      case GAUSSIAN ->
          ThompsonSampling.gaussian(value("noise"), value("priorMean"), value("priorDeviation"));
      default ->
          throw new NotFoundException(
              "no bandit method \""
                  + name
                  + "\"; there are "
                  + List.of(
                      EPSILON_GREEDY,
                      UCB1,
                      KL_UCB,
                      BERNOULLI,
                      GAUSSIAN,
                      TOP_TWO + BERNOULLI,
                      TOP_TWO + GAUSSIAN,
                      LIN_UCB));
    };
  }

  private double value(String key) {
    Double value = values.get(key);
    if (value == null) {
      throw new InvalidInputException(name + " has no \"" + key + "\" among " + values);
    }
    return value;
  }

  /** Such as {@code thompson-bernoulli {alpha=1.0, beta=1.0}}. */
  @Override
  public String toString() {
    return values.isEmpty() ? name : name + " " + new TreeMap<>(values);
  }
}
