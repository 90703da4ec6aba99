package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.Bayesian;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.bayes.NormalPosterior;

/** By the posterior of the difference. */
final class BayesianJudge implements Judge {
  private final Bayesian plan;
  private final Metric primary;

  BayesianJudge(Bayesian plan, Design design) {
    this.plan = plan;
    this.primary = design.primary();
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    Effect effect = contrast.effect();
    if (effect == null) {
      return Judge.nothing(contrast, level);
    }
    NormalPosterior difference = posterior(effect);
    NormalPosterior gain =
        new NormalPosterior(primary.gain(difference.mean()), difference.standardDeviation());
    double equivalent =
        plan.equivalence() == 0
            ? 0
            : difference.rope(-plan.equivalence(), plan.equivalence()).inside();
    Posterior posterior = new Posterior(gain.above(0), gain.expectedShortfall(), equivalent);
    return new Evidence(
        contrast.test() + ", posterior",
        difference.interval(level),
        contrast.pValue(), // of this one look: a posterior has none
        posterior,
        finding(posterior),
        null);
  }

  private NormalPosterior posterior(Effect effect) {
    return Double.isInfinite(plan.priorStandardDeviation())
        ? NormalPosterior.flat(effect.estimate(), effect.standardError())
        : new NormalPosterior(plan.priorMean(), plan.priorStandardDeviation())
            .observe(effect.estimate(), effect.standardError());
  }

  private Finding finding(Posterior posterior) {
    double certainty = plan.certainty();
    if (posterior.probabilityEquivalent() >= certainty) {
      return Finding.EQUIVALENT;
    }
    if (posterior.probabilityBetter() >= certainty
        && posterior.expectedLoss() <= plan.acceptedLoss()) {
      return Finding.BETTER;
    }
    return posterior.probabilityBetter() <= 1 - certainty ? Finding.WORSE : Finding.INCONCLUSIVE;
  }
}
