package io.lepton.experiment;

import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.experiment.Metric.Aggregation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rule of a fixed-horizon experiment. Before every arm has its planned units it says only
 * {@code CONTINUE} or {@code INVALID}; guardrails do not stop early either, since a look at them
 * before the horizon would need an error rate of its own, which this design does not spend.
 */
final class DecisionRule {
  private final Design design;
  private final Findings findings;
  private final long through;
  private final Instant now;
  private final List<String> reasons = new ArrayList<>();
  private final List<String> wouldChange = new ArrayList<>();

  private DecisionRule(Design design, Findings findings, long through, Instant now) {
    this.design = design;
    this.findings = findings;
    this.through = through;
    this.now = now;
  }

  static Decision decide(Design design, Findings findings, long through, Instant now) {
    return new DecisionRule(design, findings, through, now).decide();
  }

  private Decision decide() {
    findSampleRatioMismatch();
    boolean planned = Findings.reachedPlannedSample(findings.arms());
    if (planned) {
      findBrokenLogging();
    }
    if (!reasons.isEmpty()) {
      wouldChange.add(
          "Find and repair the cause, then start a new experiment; no correction of these data can"
              + " be trusted.");
      return decision(Verdict.INVALID, Optional.empty(), false);
    }
    if (!planned) {
      explainWaiting();
      return decision(Verdict.CONTINUE, Optional.empty(), false);
    }
    return atPlannedSample();
  }

  private Decision decision(Verdict verdict, Optional<Variant> winner, boolean conclusive) {
    return new Decision(
        verdict, winner.orElse(null), conclusive, reasons, wouldChange, through, now);
  }

  private void findSampleRatioMismatch() {
    for (SampleRatio ratio : findings.sampleRatios()) {
      if (ratio.status() == SampleRatio.Status.MISMATCH) {
        reasons.add(
            "Sample ratio mismatch among "
                + ratio.of()
                + ": "
                + ratio.units()
                + " where the weights give "
                + ratio.expected().stream().map(Numbers::of).toList()
                + " ("
                + Numbers.pValue(ratio.findPValue().orElseThrow())
                + "); units are lost or gained differently between the arms.");
      }
    }
  }

  /** An arm where nothing happened cannot be told from an arm where nothing was recorded. */
  private void findBrokenLogging() {
    for (int i = 0; i < design.metrics().size(); i++) {
      Metric metric = design.metrics().get(i);
      List<ArmSummary> silent = new ArrayList<>();
      for (ArmSummary arm : findings.arms()) {
        MetricSummary summary = arm.metrics().get(i);
        if (summary.outcomes() == 0) {
          silent.add(arm);
        }
      }
      boolean mayBeRare = i > 0 && metric.aggregation() != Aggregation.MEAN;
      boolean broken = mayBeRare ? silent.size() == findings.arms().size() : !silent.isEmpty();
      if (broken) {
        reasons.add(
            "No outcome of \""
                + metric.name()
                + "\" was recorded in "
                + silent.stream().map(ArmSummary::variant).toList()
                + ", so it cannot be told whether it is logged at all; where nothing happened"
                + " to a unit, record 0.");
      }
    }
    for (Variant treatment : design.treatments()) {
      if (reasons.isEmpty() && comparison(treatment).isEmpty()) {
        reasons.add(
            "All units of "
                + treatment
                + " and "
                + design.control()
                + " have the same \""
                + design.primary().name()
                + "\" each, which no real measurement gives.");
      }
    }
  }

  private Optional<Comparison> comparison(Variant treatment) {
    return findings.comparisons().stream()
        .filter(each -> each.treatment().equals(treatment))
        .findFirst();
  }

  private void explainWaiting() {
    for (ArmSummary arm : findings.arms()) {
      long units = arm.primary().units();
      reasons.add(
          arm.variant()
              + " has "
              + Numbers.of(units)
              + " of "
              + Numbers.of(arm.required())
              + " planned units.");
      if (units < arm.required()) {
        wouldChange.add(
            "Units still needed in "
                + arm.variant()
                + ": "
                + Numbers.of(arm.required() - units)
                + ".");
      }
    }
    reasons.add(
        "The design has one look, at the planned sample; what the numbers show before it decides"
            + " nothing.");
  }

  private Decision atPlannedSample() {
    List<Comparison> candidates = new ArrayList<>();
    boolean allSettled = true;
    for (Comparison comparison : findings.comparisons()) {
      List<GuardrailCheck> checks =
          findings.guardrails().stream()
              .filter(check -> check.treatment().equals(comparison.treatment()))
              .toList();
      Explanation.of(design, comparison, checks).forEach(reasons::add);
      if (comparison.finding() == Finding.BETTER && all(checks, GuardrailCheck.Status.PASS)) {
        candidates.add(comparison);
      }
      allSettled &=
          comparison.finding() == Finding.WORSE
              || checks.stream().anyMatch(c -> c.status() == GuardrailCheck.Status.FAIL);
    }
    Optional<Comparison> best =
        candidates.stream()
            .max(Comparator.comparingDouble(c -> design.primary().gain(c.difference())));
    if (best.isEmpty()) {
      explainKeeping(allSettled);
      return decision(Verdict.KEEP_CONTROL, Optional.empty(), allSettled);
    }
    if (candidates.size() > 1) {
      reasons.add(
          best.get().treatment()
              + " has the largest gain of those that qualify; they were compared with the control,"
              + " not with each other.");
    }
    wouldChange.add(
        "This verdict is final. It would have been KEEP_CONTROL without evidence of a gain (p at or"
            + " above α) or had a guardrail's interval reached its margin.");
    return decision(Verdict.SHIP, Optional.of(best.get().treatment()), true);
  }

  private static boolean all(List<GuardrailCheck> checks, GuardrailCheck.Status status) {
    return checks.stream().allMatch(check -> check.status() == status);
  }

  private void explainKeeping(boolean conclusive) {
    if (conclusive) {
      wouldChange.add("This verdict is final; only a changed treatment is worth another trial.");
      return;
    }
    double half = design.minimumDetectableEffect() / 2;
    wouldChange.add(
        "This verdict is final: looking again at more of the same data would not keep α. A new"
            + " experiment for a gain of "
            + Numbers.of(half)
            + " (half of what this one was planned for) needs about "
            + Numbers.of(Planning.requiredUnits(design, half).stream().mapToLong(n -> n).sum())
            + " units in all.");
  }
}
