package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.multiple.PValueAdjustment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A real randomised trial of 64,000 customers, against what R makes of it (hillstrom.R). */
class HillstromTest {
  private static final Path FILE = Path.of("..", "..", "shared", "data", "hillstrom.csv.gz");

  private static final String ROWS =
      "SELECT row_number() OVER () AS unit, segment AS arm, visit, conversion, spend, history,"
          + " zip_code FROM read_csv(?)";

  private final JsonNode expected;

  HillstromTest() throws IOException {
    try (InputStream json = HillstromTest.class.getResourceAsStream("hillstrom.json")) {
      expected = new ObjectMapper().readTree(json);
    }
  }

  @Test
  void agreesWithR() {
    assumeTrue(Files.exists(FILE), "no " + FILE.toAbsolutePath() + ": nothing was checked");
    DataAnalysis analysis =
        ExperimentData.of(UnitRows.duckDb(ROWS, FILE.toString()).wide().segment("zip_code"))
            .control("No E-Mail")
            .treatments("Mens E-Mail", "Womens E-Mail")
            .analyse(
                Metric.proportion("visit"),
                Metric.proportion("conversion"),
                Metric.mean("spend"),
                Metric.proportion("visit by history").of("visit").adjustedBy("history"),
                Metric.proportion("conversion by history").of("conversion").adjustedBy("history"),
                Metric.mean("spend by history").of("spend").adjustedBy("history"),
                Metric.revenue("spend capped", Capping.atPercentile(0.999)).of("spend"));
    assertThat(analysis.problems().sentences()).isEmpty();
    assertThat(analysis.problems().rows()).isEqualTo(64_000);
    assertThat(analysis.sampleRatio().status()).isEqualTo(SampleRatio.Status.AS_PLANNED);
    for (DataAnalysis.OfMetric each : analysis.metrics()) {
      assertThat(each.comparisons()).hasSize(2);
      for (Comparison comparison : each.comparisons()) {
        check(each.metric().name(), comparison);
      }
      checkCorrection(each);
    }
    for (SegmentCheck check : analysis.metric("visit").segments()) {
      JsonNode r = expected.get(check.treatment().name() + ", visit by zip_code");
      assertThat(check.groups()).hasSize(3);
      assertThat(check.findTest().orElseThrow().statistic())
          .isCloseTo(r.get(0).asDouble(), within(1e-8));
      assertThat(check.findTest().orElseThrow().pValue())
          .isCloseTo(r.get(1).asDouble(), within(1e-8));
    }
  }

  private void check(String metric, Comparison comparison) {
    JsonNode r = expected.get(comparison.treatment().name() + ", " + metric);
    close(comparison.difference(), r.get(0).asDouble());
    close(comparison.pValue(), r.get(r.size() - 1).asDouble());
    if (r.size() == 4) { // difference, standard error, degrees of freedom, p
      assertThat(comparison.interval().level()).isEqualTo(0.975);
      double reach = Tails.studentUpperQuantile(0.0125, r.get(2).asDouble()) * r.get(1).asDouble();
      close(comparison.interval().high(), r.get(0).asDouble() + reach);
    }
  }

  /** p-values of 1e-112 lose digits to the statistic's: relative 1e-9 of its square. */
  private static void close(double actual, double expected) {
    double digits = expected > 0 && expected < 1e-20 ? 1e-7 : 1e-9;
    assertThat(actual).isCloseTo(expected, within(digits * Math.abs(expected)));
  }

  private static void checkCorrection(DataAnalysis.OfMetric each) {
    double[] pValues = each.comparisons().stream().mapToDouble(Comparison::pValue).toArray();
    assertThat(each.comparisons().stream().mapToDouble(Comparison::adjustedPValue).toArray())
        .containsExactly(PValueAdjustment.HOLM.adjust(pValues));
  }
}
