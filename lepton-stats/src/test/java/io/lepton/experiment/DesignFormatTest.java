package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.assign.Holdout;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Metric.Kind;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.Capping.Limit;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.multiple.PValueAdjustment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Format 3 of designs, which came with post-stratified metrics and Beta priors")
class DesignFormatTest {
  private static final VersionId VERSION = VersionId.parse("0123456789abcdef".repeat(4));
  private static final Variant OLD = new Variant("old", null, 1, Role.CONTROL);
  private static final Variant NEW = new Variant("new", VERSION, 0.5, Role.TREATMENT);

  /** Everything that a metric's options can say, spelled out, so that no default hides here. */
  private static final List<Metric> GUARDRAILS =
      List.of(
          new Metric(
              "spend",
              Kind.MEAN,
              Aggregation.SUM,
              Direction.HIGHER_IS_BETTER,
              1.5,
              new MetricOptions(
                  "sales",
                  null,
                  null,
                  new Window(Duration.ZERO, Duration.ofDays(7)),
                  new Capping(new Limit(Capping.Kind.ABSOLUTE, -1), percentile(0.999)),
                  List.of("age", "past spend"),
                  Slopes.COMMON,
                  "country")),
          new Metric(
              "clicks by views",
              Kind.RATIO,
              Aggregation.SUM,
              Direction.HIGHER_IS_BETTER,
              0.01,
              new MetricOptions(
                  "clicks",
                  "views",
                  null,
                  null,
                  new Capping(Limit.NONE, Limit.NONE),
                  List.of("age"),
                  Slopes.PER_ARM,
                  null)),
          new Metric(
              "slowest",
              Kind.QUANTILE,
              Aggregation.MEAN,
              Direction.LOWER_IS_BETTER,
              5.0,
              new MetricOptions(
                  null,
                  null,
                  0.9,
                  null,
                  new Capping(Limit.NONE, Limit.NONE),
                  List.of(),
                  Slopes.COMMON,
                  null)));

  private static final Design AGREED =
      new Design(
          "e",
          List.of(OLD, NEW),
          new Metric(
              "repaid",
              Kind.PROPORTION,
              Aggregation.ANY,
              Direction.HIGHER_IS_BETTER,
              null,
              new MetricOptions(
                  null,
                  null,
                  null,
                  null,
                  new Capping(Limit.NONE, Limit.NONE),
                  List.of(),
                  Slopes.COMMON,
                  null)),
          GUARDRAILS,
          new Baseline(0.5, 0.5),
          0.1,
          0.05,
          0.8,
          "pepper",
          new AnalysisPlan(
              new BayesianPlan(
                  0,
                  Double.POSITIVE_INFINITY,
                  0.975,
                  0.002,
                  0.01,
                  new BetaPosterior(30, 970),
                  new BetaPosterior(1.5, 2.5)),
              PValueAdjustment.HOLM,
              Duration.ofDays(14)),
          List.of(500L, 250L),
          START,
          new Randomisation(
              "lepton",
              0.25,
              null,
              new Holdout("global", 0.05),
              Map.of("Zoë", "new"),
              Map.of(),
              null),
          Map.of("new", "differs in learning_rate"));

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry.Started(AGREED),
          new Entry.Segment("Zoë", "country", "NO", null, START),
          new Entry.Covariate("Zoë", "age", 41, START.minusSeconds(3600), START),
          new Entry.Exposure("Zoë", "new", START),
          new Entry.Outcome("event-1", "Zoë", "sales", 12.5, START.plusSeconds(1), START),
          new Entry.Looked(1, 0.25, 5, START),
          new Entry.Decided(
              new Decision(Verdict.SHIP, NEW, true, List.of("a"), List.of("b"), 6, START)));

  private static Limit percentile(double share) {
    return new Limit(Capping.Kind.PERCENTILE, share);
  }

  /** The file is what format 3 is; it is never made anew. */
  private static List<String> released() throws IOException {
    try (InputStream file = DesignFormatTest.class.getResourceAsStream("log-v3.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String line(Event event) {
    return event.id() + " " + event.payload();
  }

  @Test
  void writesTheReleasedFormat() throws IOException {
    Sandbox sandbox = new Sandbox();
    sandbox.store.append("e", ENTRIES);
    assertThat(sandbox.catalog.events("experiment/e", 0, 10).stream().map(DesignFormatTest::line))
        .containsExactlyElementsOf(released());
  }

  @Test
  void readsTheReleasedFormatFieldByField() throws IOException {
    Sandbox sandbox = new Sandbox();
    for (String line : released()) {
      int space = line.indexOf(" {");
      AppendEvent event =
          new AppendEvent(
              "experiment/e", line.substring(0, space), START, line.substring(space + 1));
      sandbox.catalog.apply(List.of(event));
    }
    List<Entry> read =
        sandbox.store.read("e", 0, 10).stream().map(ExperimentStore.Stored::entry).toList();
    assertThat(read).usingRecursiveFieldByFieldElementComparator().isEqualTo(ENTRIES);
    assertThat(read).isEqualTo(ENTRIES);
    Design design = Experiment.resume(sandbox.store, "e", sandbox.clock).design();
    assertThat(design.guardrails().get(0).options().strata()).isEqualTo("country");
    assertThat(((BayesianPlan) design.plan().method()).findControlPrior())
        .contains(new BetaPosterior(30, 970));
  }

  @Test
  void aDesignThatWasReadIsWrittenAgainByteForByte() throws IOException {
    String kept = released().get(0).substring("definition ".length());
    assertThat(kept).contains("\"format\":3");
    assertThat(Json.text(DesignFormat.tree(DesignFormat.design(kept, "test")))).isEqualTo(kept);
  }
}
