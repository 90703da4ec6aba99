package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Sandbox.Log;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.stats.bayes.BetaPosterior;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bayesian plans by kind of metric, and the designs that hold them. */
class PlanPriorsTest {
  private final Sandbox sandbox = new Sandbox();

  private static Report filled(ExperimentDefinition definition, int old, int fresh) {
    Log log = new Log(definition);
    for (int i = 0; i < 300; i++) {
      boolean control = i % 2 == 0;
      log.expose("u" + i, control ? "old" : "new");
      log.outcome("u" + i, "repaid", i / 2 < (control ? old : fresh) ? 1 : 0);
    }
    return log.report();
  }

  private static ExperimentDefinition with(BayesianPlan method) {
    return proportion("e").plan(method.plan());
  }

  @Test
  void proportionsHaveExactPosteriors() {
    Comparison comparison =
        filled(with(AnalysisPlan.bayesian().equivalence(0.05)), 3, 9).comparisons().get(0);
    BetaPosterior control = new BetaPosterior(3.5, 147.5);
    BetaPosterior treatment = new BetaPosterior(9.5, 141.5);
    Posterior posterior = comparison.findPosterior().orElseThrow();
    assertThat(posterior.probabilityBetter()).isEqualTo(treatment.probabilityToBeat(control));
    assertThat(posterior.expectedLoss()).isEqualTo(treatment.expectedLoss(control));
    assertThat(comparison.test()).isEqualTo("two proportions, exact posterior");
    assertThat(comparison.interval().contains(9.0 / 150 - 3.0 / 150)).isTrue();
    Posterior lower =
        filled(
                with(AnalysisPlan.bayesian()).primary(Metric.proportion("repaid").lowerIsBetter()),
                3,
                9)
            .comparisons()
            .get(0)
            .findPosterior()
            .orElseThrow();
    assertThat(lower.probabilityBetter())
        .isCloseTo(1 - posterior.probabilityBetter(), within(1e-9));
    // losses of both choices differ by the difference of the means
    assertThat(lower.expectedLoss() - posterior.expectedLoss())
        .isCloseTo(treatment.mean() - control.mean(), within(1e-9));
  }

  @Test
  void priorsOfEachArmCountAsSoManyUnits() {
    BayesianPlan informed =
        AnalysisPlan.bayesian().prior(new BetaPosterior(30, 970), new BetaPosterior(1, 1));
    Posterior posterior =
        filled(with(informed), 3, 9).comparisons().get(0).findPosterior().orElseThrow();
    assertThat(posterior.probabilityBetter())
        .isEqualTo(new BetaPosterior(10, 142).probabilityToBeat(new BetaPosterior(33, 1117)));
  }

  @Test
  void allSuccessesHaveAPosteriorToo() {
    Comparison comparison = filled(with(AnalysisPlan.bayesian()), 150, 150).comparisons().get(0);
    assertThat(comparison.findPosterior().orElseThrow().probabilityBetter())
        .isCloseTo(0.5, within(1e-9));
    assertThat(comparison.interval().width()).isBetween(0.005, 0.1);
  }

  @Test
  void refusesPriorsThatSayNothingOfTheMetric() {
    assertThatThrownBy(() -> with(AnalysisPlan.bayesian().prior(0, 0.02)).design(Sandbox.START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("give Beta priors");
    BayesianPlan beta = AnalysisPlan.bayesian().prior(new BetaPosterior(1, 9));
    assertThatThrownBy(
            () -> with(beta).primary(Metric.mean("m")).baseline(1, 1).design(Sandbox.START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not adjusted");
    assertThatThrownBy(
            () ->
                with(beta)
                    .primary(Metric.proportion("p").postStratifiedBy("country"))
                    .design(Sandbox.START))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> beta.prior(0.1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a proportion wants Beta priors");
    assertThat(
            with(AnalysisPlan.bayesian().prior(0, 0.02))
                .primary(Metric.proportion("p").adjustedBy("age"))
                .design(Sandbox.START)
                .plan()
                .describe(Metric.proportion("p")))
        .contains("N(0, 0.02²)");
  }

  /**
   * As format 2 wrote it, never to be made anew: a normal prior of a proportion, as agreed then.
   */
  private static final String FORMAT_2 =
      "{\"alpha\":0.05,\"arms\":[{\"name\":\"old\",\"requiredUnits\":388,\"version\":null,"
          + "\"weight\":1.0},{\"name\":\"new\",\"requiredUnits\":388,\"version\":null,"
          + "\"weight\":1.0}],\"baselineMean\":0.5,\"baselineStandardDeviation\":0.5,"
          + "\"format\":2,\"guardrails\":[{\"aggregation\":\"SUM\",\"direction\":"
          + "\"HIGHER_IS_BETTER\",\"kind\":\"MEAN\",\"margin\":1.0,\"name\":\"spend\","
          + "\"options\":{\"covariates\":[\"age\"],\"denominator\":null,\"lower\":0.0,"
          + "\"lowerKind\":\"NONE\",\"outcome\":null,\"quantile\":null,\"slopes\":\"COMMON\","
          + "\"upper\":0.0,\"upperKind\":\"NONE\",\"windowFrom\":null,\"windowTo\":null}}],"
          + "\"minimumDetectableEffect\":0.1,\"name\":\"e\",\"plan\":{\"correction\":\"HOLM\","
          + "\"fractions\":[],\"futility\":null,\"method\":\"BAYESIAN\",\"minimumSeconds\":0,"
          + "\"numbers\":[\"0.0\",\"0.1\",\"0.95\",\"0.002\",\"0.0\"],\"spending\":null},"
          + "\"power\":0.8,\"primary\":{\"aggregation\":\"ANY\",\"direction\":"
          + "\"HIGHER_IS_BETTER\",\"kind\":\"PROPORTION\",\"margin\":null,\"name\":\"repaid\"},"
          + "\"salt\":\"e\",\"started\":\"2026-05-01T09:00:00Z\"}";

  private Experiment resumed(String design) {
    sandbox.catalog.apply(
        List.of(new AppendEvent("experiment/e", "definition", Sandbox.START, design)));
    return Experiment.resume(sandbox.store, "e", sandbox.clock);
  }

  @Test
  void readsAndKeepsWhatFormat2Recorded() {
    Experiment experiment = resumed(FORMAT_2);
    Design design = experiment.design();
    assertThat(design.plan().method())
        .isEqualTo(AnalysisPlan.bayesian().prior(0, 0.1).acceptedLoss(0.002));
    assertThat(design.guardrails().get(0).options().covariates()).containsExactly("age");
    assertThat(Json.text(DesignFormat.tree(design))).isEqualTo(FORMAT_2);
    for (int i = 0; i < 300; i++) {
      experiment.assign("u" + i);
      experiment.record("u" + i, "repaid", i % 2);
    }
    assertThat(experiment.report().comparisons().get(0).interval().method())
        .isEqualTo("normal posterior");
  }

  @Test
  void writesFormat3OnlyForWhatIsNewInIt() {
    Design strata =
        proportion("s")
            .primary(Metric.proportion("p").postStratifiedBy("country"))
            .design(Sandbox.START);
    Design priors =
        with(AnalysisPlan.bayesian().prior(new BetaPosterior(1, 1), new BetaPosterior(2, 3)))
            .design(Sandbox.START);
    Design before = with(AnalysisPlan.bayesian()).design(Sandbox.START);
    assertThat(DesignFormat.tree(strata).path("format").asInt()).isEqualTo(3);
    assertThat(DesignFormat.tree(priors).path("format").asInt()).isEqualTo(3);
    assertThat(DesignFormat.tree(before).path("format").asInt()).isEqualTo(2);
    for (Design each : List.of(strata, priors, before)) {
      assertThat(DesignFormat.design(DesignFormat.tree(each).toString(), "test")).isEqualTo(each);
    }
    assertThatThrownBy(() -> resumed(FORMAT_2.replace("\"format\":2", "\"format\":4")))
        .isInstanceOf(FormatTooNewException.class);
  }
}
