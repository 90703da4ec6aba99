package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.FixedHorizon;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.experiment.Metric.Aggregation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The agreed rule. A finding on the primary metric counts only at the moments the plan allows; a
 * guardrail that is shown to be harmed stops its treatment at any time, by an interval that holds
 * at all times together. Such stops can only keep the control, so they cost power, never α.
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
    boolean complete = moment().isLast();
    if (complete) {
      findBrokenLogging();
    }
    if (!reasons.isEmpty()) {
      wouldChange.add(
          "Find and repair the cause, then start a new experiment; no correction of these data can"
              + " be trusted.");
      return decision(Verdict.INVALID, Optional.empty(), false);
    }
    List<Standing> standings =
        design.treatments().stream().map(arm -> Standing.of(arm, findings)).toList();
    boolean shipped = standings.stream().anyMatch(s -> s.place() == Standing.Place.QUALIFIES);
    boolean settled = standings.stream().allMatch(s -> s.place() == Standing.Place.OUT);
    boolean over =
        standings.stream()
            .allMatch(s -> s.place() == Standing.Place.OUT || s.place() == Standing.Place.FUTILE);
    if (!shipped && !over && !complete) {
      explainWaiting(standings);
      return decision(Verdict.CONTINUE, Optional.empty(), false);
    }
    standings.forEach(standing -> explain(standing));
    if (shipped) {
      return ship(standings);
    }
    explainKeeping(settled, complete);
    return decision(Verdict.KEEP_CONTROL, Optional.empty(), settled);
  }

  private Moment moment() {
    return findings.moment();
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
      if (reasons.isEmpty() && findings.comparison(treatment) == null) {
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

  private void explainWaiting(List<Standing> standings) {
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
    if (!moment().ranLongEnough()) {
      Instant end = design.started().plus(design.plan().minimumRunTime());
      reasons.add("The minimum run time is not over; it ends at " + end + ".");
      wouldChange.add("Time still needed: " + Numbers.of(Duration.between(now, end)) + ".");
    }
    if (design.plan().method() instanceof FixedHorizon) {
      reasons.add(
          "The design has one look, at the planned sample; what the numbers show before it decides"
              + " nothing.");
    } else if (design.plan().method() instanceof GroupSequential group) {
      reasons.add(
          "The next planned look is at "
              + Numbers.percent(Moment.nextLook(group, moment().looks()))
              + " of the planned units, of which "
              + Numbers.percent(moment().fraction())
              + " are there; what the numbers show between looks decides nothing.");
    } else {
      standings.forEach(this::explain);
    }
    for (Standing standing : standings) {
      if (standing.place() == Standing.Place.OUT && !moment().verdictAllowed()) {
        explain(standing);
      }
    }
  }

  private void explain(Standing standing) {
    Comparison comparison = standing.comparison();
    if (comparison == null) {
      return;
    }
    reasons.addAll(Explanation.of(design, comparison, standing.checks()));
    if (standing.place() == Standing.Place.FUTILE) {
      reasons.add(
          comparison.treatment()
              + " is below the futility bound: a gain of "
              + Numbers.of(design.minimumDetectableEffect())
              + " is not to be expected any more.");
    }
  }

  private Decision ship(List<Standing> standings) {
    List<Comparison> candidates = new ArrayList<>();
    for (Standing standing : standings) {
      if (standing.place() == Standing.Place.QUALIFIES && standing.comparison() != null) {
        candidates.add(standing.comparison());
      }
    }
    Comparison best =
        candidates.stream()
            .max(Comparator.comparingDouble(c -> design.primary().gain(c.difference())))
            .orElseThrow();
    if (candidates.size() > 1) {
      reasons.add(
          best.treatment()
              + " has the largest gain of those that qualify; they were compared with the control,"
              + " not with each other.");
    }
    String without =
        best.posterior() == null
            ? "without evidence of a gain (p at or above α)"
            : "without the agreed certainty of a gain";
    wouldChange.add(
        "This verdict is final. It would have been KEEP_CONTROL "
            + without
            + " or had a guardrail's interval reached its margin.");
    return decision(Verdict.SHIP, Optional.of(best.treatment()), true);
  }

  private void explainKeeping(boolean conclusive, boolean complete) {
    if (conclusive) {
      wouldChange.add("This verdict is final; only a changed treatment is worth another trial.");
      return;
    }
    double half = design.minimumDetectableEffect() / 2;
    wouldChange.add(
        (complete
                ? "This verdict is final: looking again at more of the same data would not keep α."
                : "This verdict is final.")
            + " A new experiment for a gain of "
            + Numbers.of(half)
            + " (half of what this one was planned for) needs about "
            + Numbers.of(Planning.requiredUnits(design, half).stream().mapToLong(n -> n).sum())
            + " units in all.");
  }
}
