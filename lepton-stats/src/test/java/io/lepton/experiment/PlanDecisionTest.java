package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.Entry.Looked;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.GuardrailCheck.Status;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.sequential.Spending;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the plans other than one look let a moment decide. */
class PlanDecisionTest {
  private final Sandbox sandbox = new Sandbox();

  private static ExperimentDefinition looks(int count) {
    return proportion("e").plan(AnalysisPlan.groupSequential(count));
  }

  /** Goes on until each arm has so many units, the first of ten converting. */
  private static int run(Experiment experiment, int from, long perArm, int control, int treatment) {
    int unit = from;
    while (experiment.report().arms().stream().anyMatch(arm -> arm.exposed() < perArm)) {
      for (int end = unit + 20; unit < end; unit++) {
        Variant arm = experiment.assign("u" + unit);
        int of = arm.isControl() ? control : treatment;
        experiment.record("u" + unit, "repaid", unit % 10 < of ? 1 : 0);
      }
    }
    return unit;
  }

  private List<Looked> recorded() {
    return sandbox.store.read("e", 0, 100_000).stream()
        .map(Stored::entry)
        .filter(Looked.class::isInstance)
        .map(Looked.class::cast)
        .toList();
  }

  @Test
  void looksCostUnits() {
    long fixed = proportion("e").design(Sandbox.START).requiredUnits().get(0);
    long five = looks(5).design(Sandbox.START).requiredUnits().get(0);
    long any = proportion("e").sequential().design(Sandbox.START).requiredUnits().get(0);
    // that of five looks is checked against rpact where it is computed
    assertThat((double) five / fixed).isBetween(1.02, 1.035);
    // by hand, alpha 0.05: rho = 1/(2 ln 20 + ln(1 + 2 ln 20)) = 0.126, reach at 0.9 alpha
    // sqrt((1 + rho)(ln(1 + 1/rho) + 2 ln(20/0.9))) = 3.074, ((3.074 + .8416)/(1.95996 + .8416))^2
    assertThat((double) any / fixed).isCloseTo(1.953, within(0.01));
    Metric mean = Metric.mean("spend");
    double one =
        proportion("e").primary(mean).baseline(1, 5).design(Sandbox.START).requiredUnits().get(0);
    // reach of means 3.035
    assertThat(
            proportion("e")
                    .primary(mean)
                    .baseline(1, 5)
                    .sequential()
                    .design(Sandbox.START)
                    .requiredUnits()
                    .get(0)
                / one)
        .isCloseTo(1.915, within(0.01));
  }

  @Test
  void betweenLooksNothingIsDecidedHoweverClear() {
    Experiment experiment = sandbox.start(looks(4));
    run(experiment, 0, 60, 1, 9);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(decision.reasons().toString()).contains("next planned look is at 25 %");
    assertThat(recorded()).isEmpty();
  }

  @Test
  void aLookIsTakenOnceAndDecidesByItsBoundary() {
    Experiment experiment = sandbox.start(looks(4));
    int unit = run(experiment, 0, 110, 5, 5);
    assertThat(experiment.decide().verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(recorded()).hasSize(1);
    assertThat(experiment.decide().verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(recorded()).hasSize(1);
    assertThat(recorded().get(0).fraction()).isBetween(0.25, 0.4);
    run(experiment, unit, 220, 3, 9);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(recorded()).hasSize(2);
    assertThat(decision.reasons().get(0)).contains("group sequential", "p ");
    assertThat(decision.reasons().get(1)).contains("median-unbiased");
    Report later = Experiment.resume(sandbox.store, "e").report();
    assertThat(later.decision()).isEqualTo(decision);
    Comparison comparison = later.comparisons().get(0);
    assertThat(comparison.finding()).isEqualTo(Finding.BETTER);
    assertThat(comparison.findAdjusted().orElseThrow().estimate())
        .isPositive()
        .isLessThan(comparison.difference());
    assertThat(later.toString()).contains("looks at [0.25, 0.5, 0.75, 1]");
  }

  @Test
  void whoDiedAfterALookBeforeItsVerdictIsMadeUpFor() {
    Experiment experiment = sandbox.start(looks(4));
    run(experiment, 0, 220, 3, 9);
    Report before = experiment.report();
    sandbox.store.append(
        "e", List.of(new Looked(1, 0.55, before.through(), sandbox.clock.instant())));
    // what came between must not count
    for (int i = 0; i < 40; i++) {
      experiment.assign("later" + i);
      experiment.record("later" + i, "repaid", i % 2);
    }
    Decision decision = Experiment.resume(sandbox.store, "e").decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(decision.through()).isEqualTo(before.through());
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void theLastLookEndsIt() {
    Experiment experiment = sandbox.start(looks(2));
    long planned = experiment.design().requiredUnits().get(0);
    int unit = run(experiment, 0, planned * 6 / 10, 5, 5);
    experiment.decide();
    run(experiment, unit, planned, 5, 5);
    assertThat(experiment.report().decision().verdict()).isEqualTo(Verdict.CONTINUE);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isFalse();
    assertThat(recorded()).hasSize(2);
    assertThat(recorded().get(1).fraction()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void futilityStopsEarly() {
    GroupSequential futile =
        new GroupSequential(
            Spending.lanDeMetsOBrienFleming(), List.of(0.5, 1.0), Spending.lanDeMetsPocock());
    Experiment experiment = sandbox.start(proportion("e").plan(AnalysisPlan.of(futile)));
    run(experiment, 0, 250, 6, 5);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isFalse();
    assertThat(decision.reasons().toString()).contains("below the futility bound");
  }

  @Test
  void lookingAtAnyTimeMayStopAtAnyTime() {
    Experiment experiment = sandbox.start(proportion("e").sequential());
    run(experiment, 0, 60, 1, 9);
    assertThat(experiment.decide().verdict()).isEqualTo(Verdict.CONTINUE); // still burning in
    run(experiment, 10_000, 120, 1, 9);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(decision.reasons().get(0)).contains("always valid");
    assertThat(experiment.report().reachedPlannedSample()).isFalse();
  }

  @Test
  void nothingIsShippedBeforeTheMinimumRunTime() {
    AnalysisPlan twoWeeks = AnalysisPlan.alwaysValid().minimumRunTime(Duration.ofDays(14));
    Experiment experiment = sandbox.start(proportion("e").plan(twoWeeks));
    run(experiment, 0, 200, 1, 9);
    sandbox.clock.advance(Duration.ofDays(13));
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(decision.reasons().toString()).contains("minimum run time is not over");
    assertThat(decision.wouldChange().toString()).contains("Time still needed: 1 day");
    sandbox.clock.advance(Duration.ofDays(1));
    assertThat(experiment.decide().verdict()).isEqualTo(Verdict.SHIP);
  }

  @Test
  void harmToAGuardrailStopsEveryPlanEarly() {
    for (AnalysisPlan plan :
        List.of(
            AnalysisPlan.fixedHorizon().minimumRunTime(Duration.ofDays(7)),
            AnalysisPlan.groupSequential(2),
            AnalysisPlan.alwaysValid(),
            AnalysisPlan.bayesian().plan())) {
      Sandbox own = new Sandbox();
      Experiment experiment =
          own.start(
              proportion("e").plan(plan).guardrail(Metric.mean("ms").lowerIsBetter().margin(5)));
      for (int i = 0; i < 300; i++) {
        Variant arm = experiment.assign("u" + i);
        experiment.record("u" + i, "repaid", i % 2);
        experiment.record("u" + i, "ms", (arm.isControl() ? 100 : 130) + i % 21);
      }
      Report report = experiment.report();
      assertThat(report.reachedPlannedSample()).isFalse();
      assertThat(report.guardrails().get(0).status()).isEqualTo(Status.FAIL);
      Decision decision = experiment.decide();
      assertThat(decision.verdict()).as("%s", plan).isEqualTo(Verdict.KEEP_CONTROL);
      assertThat(decision.conclusive()).isTrue();
      assertThat(decision.reasons().toString()).contains("the harm exceeds the margin");
      assertThat(experiment.decide()).isEqualTo(decision);
    }
  }

  @Test
  void aPosteriorShipsWithTheAgreedCertainty() {
    AnalysisPlan plan =
        AnalysisPlan.bayesian().prior(new BetaPosterior(1, 1)).acceptedLoss(0.002).plan();
    Experiment experiment = sandbox.start(proportion("e").plan(plan));
    run(experiment, 0, 150, 5, 7);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    Comparison comparison = experiment.report().comparisons().get(0);
    Posterior posterior = comparison.findPosterior().orElseThrow();
    assertThat(posterior.probabilityBetter()).isGreaterThan(0.95);
    assertThat(posterior.expectedLoss()).isLessThan(0.002);
    assertThat(comparison.interval().method()).isEqualTo("exact beta posteriors");
    assertThat(decision.reasons().get(0)).contains("probability of being better");
  }

  @Test
  void aPosteriorInTheRegionOfEquivalenceEndsIt() {
    AnalysisPlan plan = AnalysisPlan.bayesian().equivalence(0.2).plan();
    Experiment experiment = sandbox.start(proportion("e").plan(plan));
    run(experiment, 0, 200, 5, 5);
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.KEEP_CONTROL);
    assertThat(decision.conclusive()).isTrue();
    assertThat(decision.reasons().get(0)).contains("as good as equal");
  }

  @Test
  void refusesPlansThatKeepNothing() {
    assertThatThrownBy(() -> AnalysisPlan.groupSequential(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 looks");
    assertThatThrownBy(
            () -> new GroupSequential(Spending.lanDeMetsPocock(), List.of(0.5, 0.4, 1.0), null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> new GroupSequential(Spending.lanDeMetsPocock(), List.of(0.5), null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the last at 1");
    assertThatThrownBy(
            () -> AnalysisPlan.fixedHorizon().correction(PValueAdjustment.BENJAMINI_HOCHBERG))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("share of false findings");
    assertThatThrownBy(() -> AnalysisPlan.alwaysValid().minimumRunTime(Duration.ofDays(-1)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> AnalysisPlan.alwaysValid().minimumRunTime(Duration.ofMillis(1500)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> AnalysisPlan.bayesian().certainty(0.4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("certainty 0.4");
    assertThatThrownBy(() -> AnalysisPlan.bayesian().prior(Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void thePlanCannotBeChangedAfterTheStart() {
    sandbox.start(looks(3));
    assertThatThrownBy(() -> sandbox.start(looks(4)))
        .hasMessageContaining("with another definition")
        .hasMessageContaining("plan recorded");
  }
}
