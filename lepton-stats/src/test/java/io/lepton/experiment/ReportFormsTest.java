package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.internal.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report as JSON and as a page. */
class ReportFormsTest {
  private final Sandbox sandbox = new Sandbox();

  private Experiment filled(AnalysisPlan plan, int units) {
    Experiment experiment =
        sandbox.start(
            Sandbox.proportion("<e>".replace("<", "a").replace(">", "b"))
                .treatment("third <b>")
                .plan(plan)
                .guardrail(Metric.mean("ms").lowerIsBetter().margin(5)));
    for (int i = 0; i < units; i++) {
      Variant arm = experiment.assign("u" + i);
      experiment.record("u" + i, "repaid", i % 10 < (arm.isControl() ? 5 : 6) ? 1 : 0);
      experiment.record("u" + i, "ms", 100 + i % 21);
    }
    return experiment;
  }

  @Test
  void jsonHoldsTheReportsNumbers() {
    Report report = filled(AnalysisPlan.alwaysValid(), 900).report();
    JsonNode json = Json.read(report.json(), JsonNode.class, "report");
    assertThat(json.path("decision").path("verdict").asText())
        .isEqualTo(report.decision().verdict().name());
    assertThat(json.path("arms")).hasSize(3);
    Comparison first = report.comparisons().get(0);
    JsonNode comparison = json.path("comparisons").get(0);
    assertThat(comparison.path("difference").asDouble()).isEqualTo(first.difference());
    assertThat(comparison.path("interval").path("low").asDouble())
        .isEqualTo(first.interval().low());
    assertThat(json.path("guardrails").get(1).path("status").asText())
        .isEqualTo(report.guardrails().get(1).status().name());
    assertThat(json.path("path")).hasSameSizeAs(report.path());
  }

  @Test
  void thePageShowsVerdictIntervalsAndTheWay() {
    String html = filled(AnalysisPlan.groupSequential(3), 900).report().html();
    assertThat(html).contains("CONTINUE", "On the way", "no difference", "planned for", "margin");
    assertThat(html).contains("third &lt;b&gt;").doesNotContain("third <b>", "NaN");
    assertThat(html).doesNotContain("http://", "https://", "<script");
    assertThat(html.split("<svg", -1)).hasSize(1 + 3);
  }

  @Test
  void anEmptyExperimentHasAPageToo() {
    Report report = filled(AnalysisPlan.fixedHorizon(), 0).report();
    assertThat(report.html()).contains("CONTINUE", "no data").doesNotContain("<svg");
    assertThat(Json.read(report.json(), JsonNode.class, "report").path("path")).isEmpty();
  }

  @Test
  void theWayStaysShortHoweverLongTheLog() {
    List<PathPoint> path = filled(AnalysisPlan.alwaysValid(), 9_000).report().path();
    assertThat(path).hasSizeBetween(PathRecorder.MOST / 2 - 1, PathRecorder.MOST);
    for (int i = 1; i < path.size(); i++) {
      assertThat(path.get(i).units()).isGreaterThan(path.get(i - 1).units());
    }
    PathPoint last = path.get(path.size() - 1);
    assertThat(last.differences()).hasSize(2);
    assertThat(last.differences().get(0).interval()).isNotNull();
  }
}
