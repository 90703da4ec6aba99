package io.lepton.examples;

import io.lepton.data.Dataset;
import io.lepton.error.EngineException;
import io.lepton.examples.Applicants.Applicant;
import io.lepton.experiment.ArmSummary;
import io.lepton.experiment.Design;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The A/B test of two versions: each applicant meets one of them, and what its decision led to is
 * recorded.
 */
final class CreditExperiment {
  private static final int LOOK_EVERY = 5000;
  private static final int THREADS = 16;

  /**
   * The data's own cost matrix: lending to someone who does not repay costs five times a good
   * customer refused.
   */
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
            .minimumDetectableEffect(0.02)
            .power(0.8)
            .alpha(0.05)
            .start(models.experiments());
    Design design = experiment.design();
    tell.say(
        "Agreed before the start: to find a difference of %.0f points in %s (expected %.1f %%)",
        100 * design.minimumDetectableEffect(), design.primary().name(), 100 * expectedAccuracy);
    tell.say(
        "with a chance of %.0f %% at alpha %.2f, each arm needs %d applicants.",
        100 * design.power(), design.alpha(), design.requiredUnits(design.control()));
    Applicants applicants = new Applicants(heldOut, seed);
    try (Predictor current = load(control);
        Predictor candidate = load(treatment)) {
      Map<VersionId, Predictor> predictors =
          Map.of(control.id(), current, treatment.id(), candidate);
      Report report = experiment.report();
      while (!report.reachedPlannedSample()) {
        serve(applicants.next(LOOK_EVERY), applicant -> serve(experiment, predictors, applicant));
        report = experiment.report();
        long exposed = report.arms().stream().mapToLong(ArmSummary::exposed).sum();
        tell.say("after %d applicants: %s", exposed, report.decision().verdict());
      }
      experiment.decide();
      return experiment.report();
    }
  }

  private Predictor load(Version version) {
    return ModelEngine.forFormat(version.format()).load(models.load(version));
  }

  /** As in production, many ask at once; what comes out does not depend on who is first. */
  private static void serve(List<Applicant> applicants, Consumer<Applicant> one) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Object>> work =
          applicants.stream()
              .map(applicant -> Executors.callable(() -> one.accept(applicant)))
              .toList();
      for (Future<Object> done : threads.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new EngineException("serving applicants failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private static void serve(
      Experiment experiment, Map<VersionId, Predictor> predictors, Applicant applicant) {
    Variant arm = experiment.assign(applicant.id());
    Predictor predictor = predictors.get(arm.findVersion().orElseThrow());
    Classification answer = (Classification) predictor.predict(List.of(applicant.row())).get(0);
    boolean lends = answer.label().equals(CreditScoring.GOOD);
    boolean right = lends == applicant.repays();
    experiment.record(applicant.id(), "right_decision", right ? 1 : 0);
    experiment.record(applicant.id(), "cost", right ? 0 : lends ? COST_OF_LOSS : COST_OF_REFUSAL);
  }
}
