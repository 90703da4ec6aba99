package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a log, with what the policy to be evaluated would have done.
 *
 * @param arm that was chosen
 * @param propensity with which it was chosen then, above 0, at most 1
 * @param reward that came of it
 * @param target with which probability the policy to be evaluated chooses each arm in this case
 * @param predicted what a model expects of each arm in this case; empty if there is no model. It
 *     must not have been fitted to this very line
 */
public record LoggedChoice(
    int arm, double propensity, double reward, List<Double> target, List<Double> predicted) {
  private static final double SUM_SLACK = 1e-6;

  /** {@inheritDoc} */
  public LoggedChoice {
    target = List.copyOf(target);
    predicted = List.copyOf(predicted);
    BanditState.requireArm(arm, target.size());
    if (!(propensity > 0 && propensity <= 1)) {
      throw new InvalidInputException(
          "propensity is "
              + propensity
              + "; expected above 0, at most 1. A log without propensities cannot be evaluated;"
              + " write down Choice.propensity() when choosing");
    }
    Checks.finite("reward", reward);
    requireProbabilities("target probabilities", target);
    if (!predicted.isEmpty() && predicted.size() != target.size()) {
      throw new InvalidInputException(
          predicted.size() + " predicted rewards for " + target.size() + " arms");
    }
    predicted.forEach(value -> Checks.finite("predicted reward", value));
  }

  static void requireProbabilities(String what, List<Double> probabilities) {
    double sum = 0;
    for (double probability : probabilities) {
      if (!(probability >= 0 && probability <= 1 + SUM_SLACK)) {
        throw new InvalidInputException(
            probability + " among the " + what + "; expected from 0 to 1");
      }
      sum += probability;
    }
    if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
      throw new InvalidInputException(what + " sum to " + sum + "; expected 1");
    }
  }

  /**
   * Without a model of rewards.
   *
   * @param choice as it was made
   * @param reward that came of it
   * @param target probability of each arm under the policy to be evaluated
   * @return the line
   */
  public static LoggedChoice of(Choice choice, double reward, double... target) {
    return new LoggedChoice(
        choice.arm(),
        choice.propensity(),
        reward,
        Arrays.stream(target).boxed().toList(),
        List.of());
  }

  double weight() {
    return target.get(arm) / propensity;
  }
}
