package io.lepton.examples;

import io.lepton.data.Dataset;
import io.lepton.examples.Applicants.Applicant;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.Metric;
import io.lepton.experiment.Report;
import io.lepton.experiment.Variant;
import io.lepton.model.Prediction.Classification;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.ModelManager;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.List;
import java.util.Map;

/** The A/B test of two versions: each applicant meets one of them, and what its decision led to is recorded. */
final class CreditExperiment {
  private static final int LOOK_EVERY = 1000;

  /** The data's own cost matrix: lending to someone who does not repay costs five times a good customer refused. */
  private static final double COST_OF_LOSS = 5;

  private static final double COST_OF_REFUSAL = 1;

  private final ModelManager models;
  private final Version control;
  private final Version treatment;

  CreditExperiment(ModelManager models, Version control, Version treatment) {
    this.models = models;
    this.control = control;
    this.treatment = treatment;
  }

  /**
   * Runs to the planned size.
   *
   * @param expectedAccuracy of the control, from the validation set, which sizes the experiment
   */
  Report run(double expectedAccuracy, Dataset heldOut, long seed, Narrator tell) {
    Experiment experiment =
        Experiment.named("credit-v" + treatment.number())
            .control(control)
            .treatment(treatment)
            .primary(Metric.proportion("right_decision"))
            .guardrail(Metric.mean("cost").lowerIsBetter().margin(0.10))
            .baseline(expectedAccuracy)
            .minimumDetectableEffect(0.04)
            .power(0.8)
            .alpha(0.05)
            .start(models.experiments());
    tell.say("agreed before the start: %s", experiment.design());
    Applicants applicants = new Applicants(heldOut, seed);
    try (Predictor current = load(control);
        Predictor candidate = load(treatment)) {
      Map<VersionId, Predictor> predictors =
          Map.of(control.id(), current, treatment.id(), candidate);
      Report report = experiment.report();
      while (!report.reachedPlannedSample()) {
        for (int i = 0; i < LOOK_EVERY; i++) {
          serve(experiment, predictors, applicants.next());
        }
        report = experiment.report();
        tell.say("%s after %s applicants", report.decision().verdict(), report.arms().stream().mapToLong(arm -> arm.exposed()).sum());
      }
      experiment.decide();
      return experiment.report();
    }
  }

  private Predictor load(Version version) {
    return ModelEngine.forFormat(version.format()).load(models.load(version));
  }

  private static void serve(
      Experiment experiment, Map<VersionId, Predictor> predictors, Applicant applicant) {
    Variant arm = experiment.assign(applicant.id());
    Predictor predictor = predictors.get(arm.findVersion().orElseThrow());
    Classification answer = (Classification) predictor.predict(List.of(applicant.row())).get(0);
    boolean lends = answer.label().equals(CreditScoring.GOOD);
    boolean right = lends == applicant.repays();
    experiment.record(applicant.id(), "right_decision", right ? 1 : 0);
    experiment.record(
        applicant.id(), "cost", right ? 0 : lends ? COST_OF_LOSS : COST_OF_REFUSAL);
  }
}
