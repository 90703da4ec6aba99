package io.lepton.experiment;

import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.bayes.BetaDifference;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.bayes.NormalPosterior;

/** By the posterior of the difference: exact for plain proportions, normal for all else. */
final class BayesianJudge implements Judge {
  private final BayesianPlan plan;
  private final Metric primary;

  BayesianJudge(BayesianPlan plan, Design design) {
    this.plan = plan;
    this.primary = design.primary();
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    // designs recorded before there were Beta priors may have a normal one for a proportion
    if (contrast.exact() instanceof Contrast.Counts counts && !plan.hasNormalPrior()) {
      return ofProportions(counts, contrast, level);
    }
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
    return plan.hasNormalPrior() && Double.isFinite(plan.priorStandardDeviation())
        ? new NormalPosterior(plan.priorMean(), plan.priorStandardDeviation())
            .observe(effect.estimate(), effect.standardError())
        : NormalPosterior.flat(effect.estimate(), effect.standardError());
  }

  private Evidence ofProportions(Contrast.Counts counts, Contrast contrast, double level) {
    BetaPosterior control =
        plan.findControlPrior()
            .orElse(BayesianPlan.JEFFREYS)
            .observe(counts.controlSuccesses(), counts.controlUnits());
    BetaPosterior treatment =
        plan.findTreatmentPrior()
            .orElse(BayesianPlan.JEFFREYS)
            .observe(counts.treatmentSuccesses(), counts.treatmentUnits());
    BetaDifference difference = new BetaDifference(treatment, control);
    boolean higher = primary.gain(1) > 0;
    BetaPosterior good = higher ? treatment : control;
    BetaPosterior other = higher ? control : treatment;
    double equivalent =
        plan.equivalence() == 0
            ? 0
            : difference.rope(-plan.equivalence(), plan.equivalence()).inside();
    // by shipping one loses what the control is better by
    double loss = higher ? treatment.expectedLoss(control) : control.expectedLoss(treatment);
    Posterior posterior = new Posterior(good.probabilityToBeat(other), loss, equivalent);
    return new Evidence(
        "two proportions, exact posterior",
        difference.interval(level),
        contrast.pValue(),
        posterior,
        finding(posterior),
        null);
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
