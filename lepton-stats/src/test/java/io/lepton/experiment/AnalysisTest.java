package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.experiment.GuardrailCheck.Status;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Sandbox.Log;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.test.TwoProportionZ;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  /** {@code n} units of an arm, the first {@code successes} of which convert. */
  private static void arm(Log log, String arm, int n, int successes) {
    for (int i = 0; i < n; i++) {
      log.expose(arm + i, arm);
      log.outcome(arm + i, "repaid", i < successes ? 1 : 0);
    }
  }

  @Test
  void comparesProportionsByThePooledZTest() {
    Log log = new Log(proportion("e"));
    arm(log, "old", 500, 220);
    arm(log, "new", 500, 260);
    Report report = log.report();
    Comparison comparison = report.comparisons().get(0);
    // Python: math.erfc(0.08 / math.sqrt(0.48 * 0.52 * 2 / 500) / math.sqrt(2))
    assertThat(comparison.pValue()).isCloseTo(0.011346302958474856, within(1e-14));
    assertThat(comparison.difference()).isCloseTo(0.08, CLOSE);
    assertThat(comparison.findRelativeLift().orElseThrow()).isCloseTo(0.08 / 0.44, CLOSE);
    assertThat(comparison.interval())
        .isEqualTo(Newcombe.withDefaults().interval(260, 500, 220, 500));
    assertThat(comparison.finding()).isEqualTo(Finding.BETTER);
    Measure old = report.arm("old").primary().findMeasure().orElseThrow();
    assertThat(old.value()).isEqualTo(0.44);
    assertThat(old.interval()).isEqualTo(Wilson.withDefaults().interval(220, 500));
  }

  /** R's sleep data: t = -1.860813, df = 17.77647, p = 0.07939414, interval of R's t.test. */
  @Test
  void comparesMeansAsRDoes() {
    double[] group1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] group2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    Log log =
        new Log(
            proportion("e")
                .primary(Metric.mean("sleep"))
                .baseline(0.75, 1.8)
                .minimumDetectableEffect(1.5));
    for (int i = 0; i < 10; i++) {
      log.expose("a" + i, "old");
      log.expose("b" + i, "new");
      log.outcome("a" + i, "sleep", group1[i] - 1);
      log.outcome("a" + i, "sleep", 1);
      log.outcome("b" + i, "sleep", group2[i]);
    }
    Report report = log.report();
    Comparison comparison = report.comparisons().get(0);
    assertThat(comparison.pValue()).isCloseTo(0.07939414, within(1e-8));
    assertThat(comparison.interval().low()).isCloseTo(-0.2054832, within(1e-6));
    assertThat(comparison.interval().high()).isCloseTo(3.3654832, within(1e-6));
    assertThat(comparison.finding()).isEqualTo(Finding.INCONCLUSIVE);
    // R: t.test(extra[group == 1])$conf.int
    Interval one = report.arm("old").primary().findMeasure().orElseThrow().interval();
    assertThat(one.low()).isCloseTo(-0.5297804, within(1e-6));
    assertThat(one.high()).isCloseTo(2.0297804, within(1e-6));
  }

  @Test
  void correctsForSeveralTreatments() {
    Log log = new Log(proportion("e").treatment("newer").treatment("newest"));
    int[] successes = {100, 120, 125, 131};
    String[] arms = {"old", "new", "newer", "newest"};
    for (int i = 0; i < 4; i++) {
      arm(log, arms[i], 200, successes[i]);
    }
    Report report = log.report();
    double[] raw = new double[3];
    for (int i = 0; i < 3; i++) {
      raw[i] = TwoProportionZ.withDefaults().test(successes[i + 1], 200, 100, 200).pValue();
    }
    double[] holm = PValueAdjustment.HOLM.adjust(raw);
    for (int i = 0; i < 3; i++) {
      Comparison comparison = report.comparisons().get(i);
      assertThat(comparison.pValue()).isEqualTo(raw[i]);
      assertThat(comparison.adjustedPValue()).isEqualTo(holm[i]);
      assertThat(comparison.interval().level()).isCloseTo(1 - 0.05 / 3, CLOSE);
    }
    assertThat(report.comparison(log.design.variant("newest")))
        .contains(report.comparisons().get(2));
  }

  @ParameterizedTest
  @CsvSource({
    // difference is about x ± 0.55
    "0.3, 1.0, true, PASS",
    "0.6, 1.0, true, INCONCLUSIVE",
    "2.0, 1.0, true, FAIL",
    "-2.0, 1.0, true, PASS",
    "-0.3, 1.0, false, PASS",
    "-2.0, 1.0, false, FAIL",
    "2.0, 1.0, false, PASS",
  })
  void judgesGuardrailsByTheirIntervals(
      double shift, double margin, boolean lowerIsBetter, Status expected) {
    Metric metric = Metric.mean("ms").perUnit(Aggregation.MEAN).margin(margin);
    Metric directed = lowerIsBetter ? metric.lowerIsBetter() : metric;
    Log log = new Log(proportion("e").minimumDetectableEffect(0.2).guardrail(directed));
    for (int i = 0; i < 102; i++) {
      log.expose("o" + i, "old");
      log.expose("n" + i, "new");
      log.outcome("o" + i, "ms", 10 + (i % 3 - 1) * 2.45);
      log.outcome("n" + i, "ms", 10 + (i % 3 - 1) * 2.45 + shift);
    }
    GuardrailCheck check = log.report().guardrails().get(0);
    assertThat(check.findDifference().orElseThrow()).isCloseTo(shift, CLOSE);
    assertThat(check.findInterval().orElseThrow().width()).isBetween(1.0, 1.2);
    assertThat(check.status()).isEqualTo(expected);
  }

  @Test
  void saysNothingWhereNothingIsKnown() {
    Log log = new Log(proportion("e").guardrail(Metric.mean("m").margin(1)));
    Report empty = log.report();
    assertThat(empty.comparisons()).isEmpty();
    assertThat(empty.guardrails())
        .extracting(GuardrailCheck::status)
        .containsExactly(Status.INCONCLUSIVE);
    assertThat(empty.sampleRatios().get(0).status()).isEqualTo(SampleRatio.Status.NO_UNITS);
    assertThat(empty.decision().verdict()).isEqualTo(Verdict.CONTINUE);
    assertThat(empty.toString()).doesNotContain("NaN").contains("no data");
    arm(log, "old", 1, 0);
    Report one = log.report();
    assertThat(one.comparisons()).isEmpty();
    assertThat(one.arm("old").primary().findMeasure().orElseThrow().interval()).isNull();
    arm(log, "new", 1, 0);
    Report two = log.report();
    assertThat(two.comparisons().get(0).pValue()).isEqualTo(1);
    assertThat(two.comparisons().get(0).findRelativeLift()).isEmpty();
    assertThat(two.toString()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void checksTheSampleRatioOfWhoIsLeftToo() {
    Log log =
        new Log(proportion("e").guardrail(Metric.mean("ms").perUnit(Aggregation.MEAN).margin(1)));
    for (int i = 0; i < 400; i++) {
      log.expose("o" + i, "old");
      log.expose("n" + i, "new");
      log.outcome("o" + i, "ms", i % 10);
      if (i < 300) {
        log.outcome("n" + i, "ms", i % 10);
      }
    }
    Report report = log.report();
    assertThat(report.sampleRatios().get(0).status()).isEqualTo(SampleRatio.Status.AS_PLANNED);
    assertThat(report.sampleRatios().get(1).status()).isEqualTo(SampleRatio.Status.MISMATCH);
    assertThat(report.decision().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(report.decision().reasons().get(0)).contains("units with \"ms\"", "[400, 300]");
  }
}
