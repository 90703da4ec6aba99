package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.Bayesian;
import io.lepton.model.Interval;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.internal.Normal;

/** By the posterior of the difference. */
final class BayesianJudge implements Judge {
  private final Bayesian plan;
  private final Direction direction;

  BayesianJudge(Bayesian plan, Design design) {
    this.plan = plan;
    this.direction = design.primary().direction();
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    Effect effect = contrast.effect();
    if (effect == null) {
      return Judge.nothing(contrast, level);
    }
    double prior = 1 / (plan.priorStandardDeviation() * plan.priorStandardDeviation());
    double data = 1 / (effect.standardError() * effect.standardError());
    double mean = (prior * plan.priorMean() + data * effect.estimate()) / (prior + data);
    double sd = 1 / Math.sqrt(prior + data);
    double gain = direction == Direction.HIGHER_IS_BETTER ? mean : -mean;
    double better = Normal.cumulative(gain / sd);
    double density = Math.exp(-0.5 * gain * gain / (sd * sd)) / Math.sqrt(2 * Math.PI);
    double loss = Math.max(0, sd * density - gain * Normal.cumulative(-gain / sd));
    double equivalent =
        Normal.cumulative((plan.equivalence() - mean) / sd)
            - Normal.cumulative((-plan.equivalence() - mean) / sd);
    double reach = Normal.upperQuantile((1 - level) / 2) * sd;
    Posterior posterior = new Posterior(better, loss, equivalent);
    return new Evidence(
        contrast.test() + ", normal posterior",
        new Interval(mean - reach, mean + reach, level, "credible"),
        Normal.twoSided(Math.abs(mean) / sd),
        posterior,
        finding(posterior),
        null);
  }

  private Finding finding(Posterior posterior) {
    double certainty = plan.certainty();
    if (plan.equivalence() > 0 && posterior.probabilityEquivalent() >= certainty) {
      return Finding.EQUIVALENT;
    }
    if (posterior.probabilityBetter() >= certainty
        && posterior.expectedLoss() <= plan.acceptedLoss()) {
      return Finding.BETTER;
    }
    return posterior.probabilityBetter() <= 1 - certainty ? Finding.WORSE : Finding.INCONCLUSIVE;
  }
}
