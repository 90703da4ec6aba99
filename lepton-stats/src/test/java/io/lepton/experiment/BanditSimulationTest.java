package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.internal.Json;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.bandit.BanditSimulation;
import io.lepton.stats.bandit.EpsilonGreedy;
import io.lepton.stats.bandit.KlUcb;
import io.lepton.stats.bandit.OffPolicyEvaluation;
import io.lepton.stats.bandit.Policy;
import io.lepton.stats.bandit.Regret;
import io.lepton.stats.bandit.ThompsonSampling;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A live bandit, simulated")
class BanditSimulationTest {
  private static final double[] MEANS = {0.2, 0.5, 0.35};

  private static BanditExperiment run(BanditDefinition definition, int choices, long seed) {
    BanditExperiment bandit = definition.salt("s" + seed).start(new InMemoryExperimentStore());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < choices; i++) {
      BanditChoice choice = bandit.choose("u" + i);
      double mean = MEANS[bandit.design().arms().indexOf(choice.arm())];
      bandit.reward("u" + i, random.nextDouble() < mean ? 1 : 0);
    }
    return bandit;
  }

  private static BanditDefinition three(Policy policy) {
    return BanditExperiment.named("b").arm("low").arm("best").arm("middle").policy(policy);
  }

  @Test
  void losesAsMuchAsTheBarePolicy() {
    int choices = 100;
    for (Policy policy :
        List.of(new KlUcb(), EpsilonGreedy.constant(0.1), ThompsonSampling.gaussian(0.5, 0.5, 1))) {
      int runs = policy instanceof ThompsonSampling ? 20 : 60; // its propensities are integrals
      double[] regrets = new double[runs];
      for (int run = 0; run < runs; run++) {
        regrets[run] = Regret.pseudo(MEANS, run(three(policy), choices, 50 + run).state());
      }
      SampleSummary live = SampleSummary.of(regrets);
      BanditSimulation.AtHorizon bare =
          BanditSimulation.bernoulli(MEANS)
              .withRuns(400)
              .run(policy, new SplittableRandom(4), choices)
              .get(0);
      double error = Math.hypot(Math.sqrt(live.variance() / runs), bare.standardError());
      assertThat(live.mean())
          .as(policy.getClass().getSimpleName())
          .isCloseTo(bare.meanRegret(), within(4 * error));
    }
  }

  /** The sum of a propensity is the expected count, and the sum of p(1 − p) its variance. */
  @Test
  void drawsEachArmAsOftenAsItsPropensitiesSay() {
    BanditExperiment bandit =
        run(three(ThompsonSampling.gaussian(0.5, 0.5, 1)).minimumPropensity(0.03), 600, 1);
    for (int arm = 0; arm < 3; arm++) {
      double expected = 0;
      double variance = 0;
      for (int i = 0; i < 600; i++) {
        double p = bandit.choose("u" + i).propensities().get(arm);
        expected += p;
        variance += p * (1 - p);
      }
      assertThat((double) bandit.state().arms().get(arm).pulls())
          .isCloseTo(expected, within(4 * Math.sqrt(variance)));
    }
  }

  @Test
  void itsReportCoversTheTruthAndComesInEveryForm() {
    int covered = 0;
    int runs = 40;
    BanditReport report = null;
    for (int run = 0; run < runs; run++) {
      report = run(three(new KlUcb()).minimumPropensity(0.1), 300, 700 + run).report();
      for (int arm = 0; arm < 3; arm++) {
        covered += report.arms().get(arm).value().interval().contains(MEANS[arm]) ? 1 : 0;
      }
      assertThat(report.regret().interval().contains(Regret.pseudo(MEANS, state(report)))).isTrue();
      for (BanditReport.Alternative each : report.alternatives().subList(0, 3)) {
        assertThat(each.doublyRobust().warnings())
            .doesNotContain(OffPolicyEvaluation.Warning.LACK_OF_SUPPORT);
      }
    }
    // 120 intervals, three at a time dependent; four standard deviations below 95 %, less 2 %
    assertThat(covered / (3.0 * runs))
        .isBetween(0.95 - 4 * Math.sqrt(0.95 * 0.05 / 120) - 0.02, 1.0);
    var json = Json.read(report.json(), com.fasterxml.jackson.databind.JsonNode.class, "report");
    BanditArm best = report.arm("best");
    assertThat(json.path("arms").get(1).path("value").path("value").asDouble())
        .isEqualTo(best.value().value());
    assertThat(json.path("alternatives")).hasSize(4);
    assertThat(json.path("allocation")).hasSameSizeAs(report.allocation());
    assertThat(report.findBest()).contains(best);
    assertThat(report.allocation()).hasSizeLessThanOrEqualTo(40);
    assertThat(report.allocation().get(report.allocation().size() - 1).choices()).isEqualTo(300);
    assertThat(report.html())
        .contains("always best", "Where the traffic went", "biased")
        .doesNotContain("NaN", "http://", "https://", "<script");
    assertThat(report.html().split("<svg", -1)).hasSize(1 + 2);
    assertThat(report.toString())
        .contains("Most probably the best is best", "always low", "Do not report it")
        .doesNotContain("NaN");
  }

  private static io.lepton.stats.bandit.BanditState state(BanditReport report) {
    return new io.lepton.stats.bandit.BanditState(
        report.arms().stream()
            .map(
                arm ->
                    new io.lepton.stats.bandit.ArmStatistics(
                        arm.learned(), arm.mean() * arm.learned(), arm.mean() * arm.learned()))
            .toList());
  }

  @Test
  void anEmptyBanditAndOneThatCannotBeEvaluatedSaySo() {
    BanditReport empty = three(new KlUcb()).start(new InMemoryExperimentStore()).report();
    assertThat(empty.html()).doesNotContain("<svg", "NaN");
    assertThat(empty.findBest()).isEmpty();
    assertThat(empty.json()).contains("\"choices\":0");
    BanditReport sure = run(three(new KlUcb()), 60, 3).report();
    assertThat(sure.toString()).contains("too rarely could they be chosen", "minimum propensity");
    assertThat(sure.toString()).contains("may not yet be named the best");
  }
}
