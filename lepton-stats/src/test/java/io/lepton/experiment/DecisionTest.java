package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.experiment.Sandbox.Log;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final int PLANNED = 388;

  private static ExperimentDefinition guarded() {
    return proportion("e").guardrail(Metric.mean("ms").lowerIsBetter().margin(5));
  }

  private static void arm(Log log, String arm, int n, double rate, double ms) {
    for (int i = 0; i < n; i++) {
      log.expose(arm + i, arm);
      log.outcome(arm + i, "repaid", i < rate * n ? 1 : 0);
      log.outcome(arm + i, "ms", ms + i % 21 - 10);
    }
  }

  private static Decision decision(Log log) {
    return log.report().decision();
  }

  @Test
  void thePlanIsAsR() {
    // R 4.2.2: power.prop.test(p1 = .5, p2 = .6, power = .8)$n is 387.3
    assertThat(proportion("e").design(START).requiredUnits()).containsOnly((long) PLANNED);
  }

  @Test
  void continuesBeforeThePlannedSampleWhateverTheNumbersShow() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.2, 100);
    arm(log, "new", PLANNED - 1, 0.9, 100);
    Report report = log.report();
    assertThat(report.comparisons().get(0).finding()).isEqualTo(Finding.BETTER);
    Decision decision = report.decision();
    assertThat(decision.verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(decision.conclusive()).isFalse();
    assertThat(decision.reasons()).contains("new has 387 of 388 planned units.");
    assertThat(decision.wouldChange()).containsExactly("Units still needed in new: 1.");
    assertThat(report.toString()).contains("INTERIM");
  }

  @Test
  void shipsWhatIsBetterAndHarmless() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.62, 101);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(decision.findWinner().orElseThrow().name()).isEqualTo("new");
    assertThat(decision.conclusive()).isTrue();
    assertThat(decision.reasons().get(0)).contains("new is better than old", "+0.1", "p = 0.0");
    assertThat(decision.reasons().get(1)).contains("passes", "margin 5");
  }

  @Test
  void keepsTheControlWhenAGuardrailFails() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.62, 110);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isTrue();
    assertThat(decision.reasons().get(1)).contains("fails, the harm exceeds the margin", "+10");
  }

  @Test
  void keepsTheControlWithoutConclusionWhenAGuardrailIsNotShown() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.62, 104.9);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isFalse();
    assertThat(decision.reasons().get(1)).contains("not ruled out");
  }

  @Test
  void keepsTheControlWhenTheTreatmentIsWorse() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.38, 100);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isTrue();
    assertThat(decision.reasons().get(0)).contains("new is worse than old");
  }

  @Test
  void lowerMayBeBetter() {
    Log log = new Log(proportion("e").primary(Metric.proportion("churn").lowerIsBetter()));
    for (int i = 0; i < PLANNED; i++) {
      log.expose("o" + i, "old");
      log.expose("n" + i, "new");
      log.outcome("o" + i, "churn", i % 2);
      log.outcome("n" + i, "churn", i % 3 == 0 ? 1 : 0);
    }
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(decision.reasons().get(0)).contains("new is better than old", "difference -0.1");
  }

  @Test
  void noEvidenceIsNotEvidenceOfNoDifference() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.53, 100);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isFalse();
    assertThat(decision.toString()).startsWith("KEEP_CONTROL (inconclusive)");
    assertThat(decision.reasons().get(1))
        .contains("no evidence of a difference at this size, which is not evidence of no")
        .contains("At 95 % confidence a gain above 0.1")
        .contains("planned for a gain of 0.1");
    assertThat(decision.wouldChange().get(0)).contains("0.05 (half").contains("3,1");
  }

  @Test
  void shipsTheBestOfThoseThatQualify() {
    Log log = new Log(guarded().treatment("fast").treatment("slow").alpha(0.15));
    int n = Math.toIntExact(log.design.requiredUnits().get(0));
    arm(log, "old", n, 0.5, 100);
    arm(log, "new", n, 0.61, 100);
    arm(log, "fast", n, 0.64, 100);
    arm(log, "slow", n, 0.75, 140);
    Decision decision = decision(log);
    assertThat(decision.findWinner().orElseThrow().name()).isEqualTo("fast");
    assertThat(decision.reasons().toString()).contains("not with each other").contains("Holm");
  }

  @Test
  void keepingIsConclusiveOnlyIfItIsForEveryTreatment() {
    Log log = new Log(guarded().treatment("third").alpha(0.1));
    int n = Math.toIntExact(log.design.requiredUnits().get(0));
    arm(log, "old", n, 0.5, 100);
    arm(log, "new", n, 0.35, 100);
    arm(log, "third", n, 0.51, 100);
    assertThat(decision(log).verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision(log).conclusive()).isFalse();
  }

  @Test
  void isInvalidWhenUnitsAreLostInOneArm() {
    Log log = new Log(guarded());
    arm(log, "old", 1000, 0.5, 100);
    arm(log, "new", 850, 0.9, 100);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(decision.reasons().get(0)).contains("[1000, 850]", "[925, 925]", "p = 0.00048");
    assertThat(decision.conclusive()).isFalse();
  }

  @Test
  void isInvalidWhenNothingWasLogged() {
    Log log = new Log(guarded());
    for (int i = 0; i < PLANNED; i++) {
      log.expose("o" + i, "old");
      log.expose("n" + i, "new");
      log.outcome("o" + i, "repaid", 1);
    }
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(decision.reasons().get(0)).contains("\"repaid\"", "[new]");
    assertThat(decision.reasons().get(1)).contains("\"ms\"", "[old, new]");
  }

  @Test
  void aRareHarmMayBeSeenInOneArmOnly() {
    Log log =
        new Log(proportion("e").guardrail(Metric.proportion("crash").lowerIsBetter().margin(0.05)));
    arm2(log, "old", 0.5);
    arm2(log, "new", 0.62);
    log.outcome("new1", "crash", 1);
    Decision decision = decision(log);
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
  }

  private static void arm2(Log log, String arm, double rate) {
    for (int i = 0; i < PLANNED; i++) {
      log.expose(arm + i, arm);
      log.outcome(arm + i, "repaid", i < rate * PLANNED ? 1 : 0);
    }
  }

  @Test
  void isInvalidWhenAllNumbersAreTheSame() {
    Log log =
        new Log(
            proportion("e").primary(Metric.mean("m")).baseline(5, 1).minimumDetectableEffect(1));
    for (int i = 0; i < 100; i++) {
      log.expose("o" + i, "old");
      log.expose("n" + i, "new");
      log.outcome("o" + i, "m", 5);
      log.outcome("n" + i, "m", 5);
    }
    assertThat(decision(log).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(decision(log).reasons().get(0)).contains("the same \"m\"");
  }

  private static Experiment filled(Sandbox sandbox) {
    Experiment experiment = sandbox.start(proportion("e"));
    for (int i = 0; !experiment.report().reachedPlannedSample(); ) {
      for (int end = i + 60; i < end; i++) {
        Variant arm = experiment.assign("u" + i);
        experiment.record("u" + i, "repaid", i % 10 < (arm.isControl() ? 5 : 7) ? 1 : 0, "o" + i);
      }
    }
    return experiment;
  }

  @Test
  void theFirstFinalDecisionStandsWhateverComesLater() {
    Sandbox sandbox = new Sandbox();
    Experiment experiment = filled(sandbox);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    String report = experiment.report().toString();
    sandbox.clock.advance(Duration.ofDays(1));
    for (int i = 0; i < 100; i++) {
      experiment.assign("late" + i);
      experiment.record("late" + i, "repaid", 0);
    }
    assertThat(experiment.decide()).isEqualTo(decision);
    assertThat(Experiment.resume(sandbox.store, "e").decide()).isEqualTo(decision);
    Report later = Experiment.resume(sandbox.store, "e").report();
    assertThat(later.excluded().afterDecision()).isEqualTo(200);
    assertThat(later.through()).isEqualTo(decision.through());
    assertThat(later.toString()).isEqualTo(report.replace("0 entries after", "200 entries after"));
  }

  @Test
  void theReportStaysTheOneBehindTheDecision() {
    Sandbox sandbox = new Sandbox();
    Experiment experiment = filled(sandbox);
    Report before = experiment.report();
    // recorded while the decision was being made
    experiment.assign("meanwhile");
    experiment.report();
    sandbox.store.append("e", List.of(new Entry.Decided(before.decision())));
    Report after = experiment.report();
    assertThat(after.decision()).isEqualTo(before.decision());
    assertThat(after.arms()).isEqualTo(before.arms());
    assertThat(after.comparisons()).isEqualTo(before.comparisons());
    assertThat(after.excluded().afterDecision()).isEqualTo(1);
  }

  @Test
  void anUnfinishedExperimentRecordsNoDecision() {
    Sandbox sandbox = new Sandbox();
    Experiment experiment = sandbox.start(proportion("e"));
    assertThat(experiment.decide().verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(sandbox.store.read("e", 0, 10)).hasSize(1);
  }

  @Test
  void theReportReads() {
    Log log = new Log(guarded());
    arm(log, "old", PLANNED, 0.5, 100);
    arm(log, "new", PLANNED, 0.62, 101);
    assertThat(log.report().toString())
        .isEqualTo(
            """
            Experiment e, started 2026-05-01T09:00:00Z
            Planned: a gain of 0.1 on "repaid" (baseline 0.5), α 0.05, power 0.8

            Primary "repaid" (share of units with at least one, higher is better)
              old                            388 units of 388  0.5 [0.4505, 0.5495]
              new                            388 units of 388  0.6211 [0.5719, 0.668]

            Guardrail "ms" (mean over units of each unit's sum, lower is better)
              old                            388 units  99.86 [99.25, 100.5]
              new                            388 units  100.9 [100.3, 101.5]

            Against old (intervals at 95 %)
              new                      +0.1211 [+0.05131, +0.1893] = +24.23 %, p = 0.0006752, BETTER
              new                      ms: +1 [+0.1452, +1.855], margin 5, PASS

            Sample ratio of exposed units: [388, 388], p = 1, AS_PLANNED
            Not analysed: 0 outcomes of unexposed units, 0 from before exposure, 0 entries after the decision

            Decision: SHIP new
              new is better than old on "repaid": difference +0.1211 [+0.05131, +0.1893], p = 0.0006752 against α = 0.05 (two-proportion z).
              Guardrail "ms" of new: passes, harm beyond the margin is ruled out: difference +1 [+0.1452, +1.855], margin 5.
              → This verdict is final. It would have been KEEP_CONTROL without evidence of a gain (p at or above α) or had a guardrail's interval reached its margin.
            """);
  }
}
