package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Sandbox.Log;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.PostStratification;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Post-stratified metrics, against R (strata-reference.R) and by simulation. */
class PostStratifiedMetricTest {
  @TempDir Path folder;

  private static Log log(Metric primary, Metric... guardrails) {
    ExperimentDefinition definition = Sandbox.proportion("e").primary(primary);
    if (primary.kind() != Metric.Kind.PROPORTION) {
      definition = definition.baseline(0.5, 1);
    }
    for (Metric guardrail : guardrails) {
      definition = definition.guardrail(guardrail.margin(1));
    }
    return new Log(definition);
  }

  private static double[] numbers(String name) throws IOException {
    try (InputStream json =
        PostStratification.class.getResourceAsStream("aggregate-reference.json")) {
      JsonNode node = new ObjectMapper().readTree(json).get(name);
      double[] values = new double[node.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = node.get(i).asDouble();
      }
      return values;
    }
  }

  private static String band(double u) {
    return u <= 1 ? "a" : u <= 3 ? "b" : u <= 6 ? "c" : "d";
  }

  private static final Metric[] METRICS = {
    Metric.mean("y").postStratifiedBy("band"),
    Metric.mean("with v").of("y").adjustedBy("v").postStratifiedBy("band"),
    Metric.ratio("y by v", "y", "w").postStratifiedBy("band"),
  };

  private static Log reference(List<String> rows) throws IOException {
    Log log = log(METRICS[0], METRICS[1], METRICS[2]);
    for (int arm = 1; arm <= 2; arm++) {
      double[] y = numbers("y" + arm);
      double[] u = numbers("u" + arm);
      double[] v = numbers("v" + arm);
      for (int i = 0; i < y.length; i++) {
        String unit = arm + "-" + i;
        String name = arm == 1 ? "old" : "new";
        log.segment(unit, "band", band(u[i]));
        log.covariate(unit, "v", v[i]);
        log.expose(unit, name);
        log.outcome(unit, "y", y[i]);
        log.outcome(unit, "w", v[i]);
        rows.add(unit + "," + name + "," + y[i] + "," + v[i] + "," + v[i] + "," + band(u[i]));
      }
    }
    return log;
  }

  @Test
  void recordedOrFromALogItAgreesWithR() throws IOException {
    List<String> rows = new ArrayList<>(List.of("unit,arm,y,w,v,band"));
    Log log = reference(rows);
    Path csv = Files.write(folder.resolve("log.csv"), rows);
    DataAnalysis data =
        ExperimentData.of(UnitRows.csv(csv).wide().segment("band"))
            .control("old")
            .treatments("new")
            .analyse(METRICS);
    double[][] expected = {
      {3.1359752775809113, 0.3039226332333738},
      {3.1527316753796488, 0.3027496758935198},
      {0.032283121365020900, 0.003110025993977486}
    };
    for (int m = 0; m < METRICS.length; m++) {
      Effect effect = Samples.of(log.design.metrics().get(m), log.observations()).effect(1);
      assertThat(effect.estimate()).isCloseTo(expected[m][0], within(1e-9));
      assertThat(effect.standardError()).isCloseTo(expected[m][1], within(1e-9));
      assertThat(effect.method()).contains("post-stratification, 4 strata");
      Comparison comparison = data.metrics().get(m).comparisons().get(0);
      assertThat(comparison.difference()).isCloseTo(expected[m][0], within(1e-9));
      assertThat(comparison.standardError()).isCloseTo(expected[m][1], within(1e-9));
    }
  }

  @Test
  void aLogWithoutTheStrataSaysSo() {
    UnitRows rows = UnitRows.duckDb("SELECT 1 AS unit, 'a' AS arm, 1.0 AS y").wide();
    assertThatThrownBy(
            () -> ExperimentData.of(rows).control("a").treatments("b").analyse(METRICS[0]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("segment(\"band\")");
  }

  @Test
  void smallStrataAreJoinedAndTheReportTells() {
    Log log = log(Metric.mean("y").postStratifiedBy("country"));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 60; i++) {
      String unit = "u" + i;
      String country = i < 50 ? (i % 4 < 2 ? "NO" : "SE") : i < 54 ? "FI" + i : "";
      if (!country.isEmpty()) {
        log.segment(unit, "country", country);
      }
      log.expose(unit, i % 2 == 0 ? "old" : "new");
      log.outcome(unit, "y", random.nextGaussian());
    }
    Effect effect = Samples.of(log.design.primary(), log.observations()).effect(1);
    assertThat(effect.method())
        .isEqualTo("post-stratification, 4 strata, of which one is 4 small ones joined");
    Log lonely = log(Metric.mean("y").postStratifiedBy("country"));
    lonely.expose("a", "old");
    assertThat(lonely.report().comparisons()).isEmpty();
  }

  @Test
  void takesTheVarianceBetweenStrataAndKeepsCoverage() {
    Metric plain = Metric.proportion("plain").of("bought");
    Metric strata = Metric.proportion("bought").postStratifiedBy("kind");
    int runs = 400;
    double[] estimates = new double[runs];
    double[] unadjusted = new double[runs];
    int covered = 0;
    SplittableRandom random = new SplittableRandom(21);
    for (int run = 0; run < runs; run++) {
      Log log = log(strata, plain);
      for (int i = 0; i < 200; i++) {
        boolean loyal = random.nextInt(2) == 0;
        boolean treated = random.nextInt(2) == 0;
        log.segment("u" + i, "kind", loyal ? "loyal" : "new");
        log.expose("u" + i, treated ? "new" : "old");
        double rate = (loyal ? 0.8 : 0.1) + (treated ? 0.1 : 0);
        log.outcome("u" + i, "bought", random.nextDouble() < rate ? 1 : 0);
      }
      Effect effect = Samples.of(strata, log.observations()).effect(1);
      estimates[run] = effect.estimate();
      unadjusted[run] =
          Samples.of(log.design.metric("plain"), log.observations()).effect(1).estimate();
      covered += effect.interval(0.95).contains(0.1) ? 1 : 0;
    }
    // of .45·.55 and .55·.45 the strata leave (.16 + .09)/2 and (.09 + .16)/2, a share of .505
    double ratio = SampleSummary.of(estimates).variance() / SampleSummary.of(unadjusted).variance();
    assertThat(ratio).isCloseTo(0.505, within(0.505 * 4 * Math.sqrt(4.0 / runs)));
    assertThat((double) covered / runs).isCloseTo(0.95, within(4 * Math.sqrt(0.05 * 0.95 / runs)));
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThatThrownBy(() -> Metric.quantile("q", 0.5).postStratifiedBy("country"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no mean of the strata");
    assertThatThrownBy(
            () -> Metric.mean("y").adjustedBy(Slopes.PER_ARM, "x").postStratifiedBy("country"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("slopes common to both arms");
  }
}
