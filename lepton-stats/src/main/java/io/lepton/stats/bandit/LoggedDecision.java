package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a bandit's own log.
 *
 * @param context features of the case; empty if the bandit looked at none
 * @param arm that was chosen
 * @param propensities with which each arm was chosen then, which sum to 1
 * @param reward that came of it
 * @param predicted what each arm was expected to earn, by what was known before the choice
 */
public record LoggedDecision(
    List<Double> context,
    int arm,
    List<Double> propensities,
    double reward,
    List<Double> predicted) {
  /** {@inheritDoc} */
  public LoggedDecision {
    context = List.copyOf(context);
    propensities = List.copyOf(propensities);
    predicted = List.copyOf(predicted);
    BanditState.requireArm(arm, propensities.size());
    LoggedChoice.requireProbabilities("propensities", propensities);
    if (!(propensities.get(arm) > 0)) {
      throw new InvalidInputException(
          "arm " + arm + " was chosen with propensities " + propensities);
    }
    Checks.sameLength("propensities", propensities.size(), "predicted rewards", predicted.size());
    predicted.forEach(value -> Checks.finite("predicted reward", value));
    Checks.finite("reward", reward);
  }

  /**
   * As a line for {@link OffPolicyEvaluation}.
   *
   * @param target probability of each arm under the policy to be evaluated, in this case
   * @return the line
   */
  public LoggedChoice under(double... target) {
    return new LoggedChoice(
        arm, propensities.get(arm), reward, Arrays.stream(target).boxed().toList(), predicted);
  }
}
