package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.List;

/**
 * Chooses by a context: a ridge regression of the reward on the features for each arm, and the arm
 * of the largest {@code x·θ + α √(xᵀ A⁻¹ x)} (Li, Chu, Langford and Schapire 2010, disjoint
 * models). Put a constant 1 among the features where arms differ whatever the context. Nothing is
 * left to chance but ties, so that its logs cannot be used to evaluate other policies.
 *
 * <p>Choosing and learning take O(k d²) and O(d²). Safe for use by many threads, one at a time.
 */
public final class LinUcb implements Bandit {
  private final Object lock = new Object();
  private final int features;
  private final double alpha;
  private final List<RidgeArm> models;

  private LinUcb(LinearState state, double alpha, double ridge) {
    features = state.features();
    this.alpha = alpha;
    models = state.arms().stream().map(arm -> new RidgeArm(arm, features, ridge)).toList();
  }

  /**
   * Knows nothing yet; ridge 1.
   *
   * @param arms how many, at least two
   * @param features of a context, at least one
   * @param alpha how many standard errors to hope for, above 0; 1 is usual
   * @return the bandit
   */
  public static LinUcb of(int arms, int features, double alpha) {
    return resume(LinearState.of(arms, features), alpha, 1);
  }

  /**
   * Goes on from a stored state.
   *
   * @param state what was learned
   * @param alpha how many standard errors to hope for, above 0
   * @param ridge what is added to the diagonal, above 0
   * @return the bandit
   */
  public static LinUcb resume(LinearState state, double alpha, double ridge) {
    return new LinUcb(state, Checks.positive("alpha", alpha), Checks.positive("ridge", ridge));
  }

  /**
   * All that was learned, to store or to merge.
   *
   * @return the state as it is now
   */
  public LinearState state() {
    synchronized (lock) {
      return new LinearState(features, models.stream().map(RidgeArm::state).toList());
    }
  }

  @Override
  public int arms() {
    return models.size();
  }

  @Override
  public double[] predictedRewards(double... context) {
    requireContext(context);
    synchronized (lock) {
      return models.stream().mapToDouble(model -> model.predicted(context)).toArray();
    }
  }

  @Override
  public double[] propensities(double... context) {
    requireContext(context);
    synchronized (lock) {
      return Draw.largest(
          models.stream()
              .mapToDouble(model -> model.predicted(context) + alpha * model.width(context))
              .toArray());
    }
  }

  @Override
  public void requireReward(double reward) {
    Checks.finite("reward", reward);
  }

  @Override
  public void learn(int arm, double reward, double... context) {
    requireContext(context);
    BanditState.requireArm(arm, arms());
    requireReward(reward);
    synchronized (lock) {
      models.get(arm).learn(context, reward);
    }
  }

  private void requireContext(double[] context) {
    if (context.length != features) {
      throw new InvalidInputException(
          "a context of " + context.length + " features; expected " + features);
    }
    Checks.sample("context", context, 1);
  }
}
