package io.lepton.stats.bandit;

import io.lepton.stats.internal.BestOfArms;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Posterior;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Each arm as often as it is believed to be the best (Thompson 1933): draws a mean for each from
 * its posterior and takes the largest. For rewards of 0 and 1 its regret grows as slowly as that of
 * any policy can (Kaufmann, Korda and Munos 2012). Propensities are the probabilities of being the
 * best by quadrature, to about 1e-9; they take milliseconds where a draw takes a microsecond.
 */
public final class ThompsonSampling implements Policy {
  /** Rewards and beliefs of one kind. */
  private sealed interface Model permits Bernoulli, Gaussian {
    Posterior posterior(ArmStatistics arm);

    double draw(ArmStatistics arm, RandomGenerator random);

    void requireReward(double reward);

    PolicySettings settings();
  }

  /** Beta posterior, on the scale of the logit. */
  private record Bernoulli(double alpha, double beta) implements Model {
    private double successes(ArmStatistics arm) {
      return alpha + arm.sum();
    }

    private double failures(ArmStatistics arm) {
      return beta + (arm.pulls() - arm.sum());
    }

    @Override
    public Posterior posterior(ArmStatistics arm) {
      return new Posterior.OfProportion(successes(arm), failures(arm));
    }

    @Override
    public double draw(ArmStatistics arm, RandomGenerator random) {
      return Draw.logitBeta(successes(arm), failures(arm), random);
    }

    @Override
    public void requireReward(double reward) {
      Rewards.binary(reward);
    }

    @Override
    public PolicySettings settings() {
      return new PolicySettings(PolicySettings.BERNOULLI, Map.of("alpha", alpha, "beta", beta));
    }
  }

  /** Normal posterior of the mean of normal rewards of known deviation. */
  private record Gaussian(double noise, double priorMean, double priorDeviation) implements Model {
    @Override
    public Posterior posterior(ArmStatistics arm) {
      double precision = 1 / (priorDeviation * priorDeviation) + arm.pulls() / (noise * noise);
      double weighted = priorMean / (priorDeviation * priorDeviation) + arm.sum() / (noise * noise);
      return new Posterior.OfMean(weighted / precision, 1 / Math.sqrt(precision));
    }

    @Override
    public double draw(ArmStatistics arm, RandomGenerator random) {
      Posterior posterior = posterior(arm);
      return posterior.centre() + posterior.scale() * random.nextGaussian();
    }

    @Override
    public void requireReward(double reward) {
      Checks.finite("reward", reward);
    }

    @Override
    public PolicySettings settings() {
      return new PolicySettings(
          PolicySettings.GAUSSIAN,
          Map.of("noise", noise, "priorMean", priorMean, "priorDeviation", priorDeviation));
    }
  }

  private final Model model;

  private ThompsonSampling(Model model) {
    this.model = model;
  }

  /**
   * For rewards of 0 and 1, uniform prior.
   *
   * @return the policy
   */
  public static ThompsonSampling bernoulli() {
    return bernoulli(1, 1);
  }

  /**
   * For rewards of 0 and 1.
   *
   * @param alpha of the beta prior of each arm's rate, above 0
   * @param beta of the same, above 0
   * @return the policy
   */
  public static ThompsonSampling bernoulli(double alpha, double beta) {
    return new ThompsonSampling(
        new Bernoulli(Checks.positive("alpha", alpha), Checks.positive("beta", beta)));
  }

  /**
   * For rewards that vary normally about each arm's mean.
   *
   * @param noise standard deviation of one reward, above 0; too small a value stops exploring
   * @param priorMean believed of each arm before
   * @param priorDeviation of that belief, above 0; wide if little is known
   * @return the policy
   */
  public static ThompsonSampling gaussian(double noise, double priorMean, double priorDeviation) {
    return new ThompsonSampling(
        new Gaussian(
            Checks.positive("noise", noise),
            Checks.finite("prior mean", priorMean),
            Checks.positive("prior deviation", priorDeviation)));
  }

  /** What is believed of an arm. */
  Posterior posterior(ArmStatistics arm) {
    return model.posterior(arm);
  }

  @Override
  public double[] propensities(BanditState state) {
    List<Posterior> posteriors = state.arms().stream().map(this::posterior).toList();
    return BestOfArms.probabilities(posteriors);
  }

  @Override
  public int draw(BanditState state, RandomGenerator random) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int arm = 0; arm < state.arms().size(); arm++) {
      double value = model.draw(state.arms().get(arm), random);
      if (value > most) {
        most = value;
        best = arm;
      }
    }
    return best;
  }

  @Override
  public Optional<PolicySettings> settings() {
    return Optional.of(model.settings());
  }

  @Override
  public void requireReward(double reward) {
    model.requireReward(reward);
  }
}
