package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.Metric.Aggregation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private final Sandbox sandbox = new Sandbox();
  private final Experiment experiment =
      sandbox.start(
          proportion("e")
              .guardrail(Metric.mean("spend").margin(1))
              .guardrail(Metric.mean("ms").perUnit(Aggregation.MEAN).lowerIsBetter().margin(1)));

  private List<Stored> log() {
    return sandbox.store.read("e", 0, 1000);
  }

  private ArmSummary armOf(String unit) {
    return experiment.report().arm(experiment.peek(unit).name());
  }

  @Test
  void recordsEachExposureOnce() {
    Variant arm = experiment.assign("u");
    assertThat(experiment.assign("u")).isEqualTo(arm);
    assertThat(Experiment.resume(sandbox.store, "e").assign("u")).isEqualTo(arm);
    assertThat(log()).hasSize(2);
    assertThat(armOf("u").exposed()).isEqualTo(1);
  }

  @Test
  void peekingRecordsNothing() {
    Variant arm = experiment.peek("u");
    assertThat(log()).hasSize(1);
    assertThat(experiment.assign("u")).isEqualTo(arm);
  }

  @Test
  void aProportionCountsUnitsNotEvents() {
    experiment.assign("u");
    experiment.record("u", "repaid", 1);
    experiment.record("u", "repaid", 0);
    experiment.record("u", "repaid", 1);
    ArmSummary.MetricSummary repaid = armOf("u").primary();
    assertThat(repaid.findMeasure().orElseThrow().value()).isEqualTo(1);
    assertThat(repaid.units()).isEqualTo(1);
    assertThat(repaid.outcomes()).isEqualTo(3);
  }

  @Test
  void aMeanIsOverUnits() {
    List<String> units = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    Variant arm = experiment.peek("a");
    List<String> mates = units.stream().filter(u -> experiment.peek(u).equals(arm)).toList();
    mates.forEach(experiment::assign);
    for (double value : new double[] {1, 2, 6}) {
      experiment.record("a", "spend", value);
      experiment.record("a", "ms", value);
    }
    List<ArmSummary.MetricSummary> metrics = armOf("a").metrics();
    assertThat(metrics.get(1).findMeasure().orElseThrow().value()).isEqualTo(9.0 / mates.size());
    assertThat(metrics.get(1).units()).isEqualTo(mates.size()).isGreaterThan(1);
    assertThat(metrics.get(2).findMeasure().orElseThrow().value()).isEqualTo(3);
    assertThat(metrics.get(2).units()).isEqualTo(1);
  }

  @Test
  void anEventIdCountsOnce() {
    experiment.assign("u");
    experiment.record("u", "spend", 5, "order-1");
    experiment.record("u", "spend", 5, "order-1");
    experiment.record("u", "spend", 2, "order-2");
    Experiment.resume(sandbox.store, "e").record("u", "spend", 5, "order-1");
    assertThat(armOf("u").metrics().get(1).findMeasure().orElseThrow().value()).isEqualTo(7);
  }

  @Test
  void outcomesWithoutIdAllCountAcrossHandles() {
    experiment.assign("u");
    experiment.record("u", "spend", 1);
    Experiment.resume(sandbox.store, "e").record("u", "spend", 1);
    assertThat(armOf("u").metrics().get(1).findMeasure().orElseThrow().value()).isEqualTo(2);
  }

  @Test
  void outcomesOfUnexposedUnitsAreKeptCountedAndNotAnalysed() {
    experiment.record("early", "spend", 100);
    experiment.assign("early");
    experiment.record("stranger", "repaid", 1);
    Report report = experiment.report();
    assertThat(report.excluded().unexposed()).isEqualTo(2);
    assertThat(log()).hasSize(4);
    assertThat(armOf("early").metrics().get(1).findMeasure().orElseThrow().value()).isZero();
  }

  @Test
  void outcomesFromBeforeTheExposureAreCountedAndNotAnalysed() {
    experiment.assign("u");
    experiment.recordAt("u", "spend", 100, "old", START.minusSeconds(1));
    experiment.recordAt("u", "spend", 1, "same moment", START);
    experiment.recordAt("u", "spend", 2, "later", START.plusSeconds(1));
    assertThat(experiment.report().excluded().beforeExposure()).isEqualTo(1);
    assertThat(armOf("u").metrics().get(1).findMeasure().orElseThrow().value()).isEqualTo(3);
  }

  @Test
  void refusesWhatCannotBeAnalysed() {
    experiment.assign("u");
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e101}) {
      assertThatThrownBy(() -> experiment.record("u", "spend", value))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("spend")
          .hasMessageContaining("" + value);
    }
    assertThatThrownBy(() -> experiment.record("u", "repaid", 0.5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 or 1");
    assertThatThrownBy(() -> experiment.record("u", "repayed", 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[repaid, spend, ms]");
    assertThatThrownBy(() -> experiment.record("", "repaid", 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> experiment.record("u", "repaid", 1, ""))
        .isInstanceOf(InvalidInputException.class);
    assertThat(log()).hasSize(2);
  }

  @Test
  void anotherExperimentsWeightsChangeNothingHere() {
    List<String> before =
        IntStream.range(0, 500).mapToObj(i -> experiment.assign("u" + i).name()).toList();
    sandbox.start(proportion("other").control(Variant.of("old").weight(7)).treatment("third"));
    List<String> after =
        IntStream.range(0, 500).mapToObj(i -> experiment.peek("u" + i).name()).toList();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void unitsAndIdsMayHoldAnyText() {
    for (String text :
        List.of("definition", "decision", "exposure:u", "outcome:", "a\"\\/\n", "日本😀")) {
      experiment.assign(text);
      experiment.record(text, "spend", 1, text);
    }
    Report report = experiment.report();
    assertThat(report.arms().stream().mapToLong(ArmSummary::exposed).sum()).isEqualTo(6);
    assertThat(report.arms().stream().mapToLong(arm -> arm.metrics().get(1).outcomes()).sum())
        .isEqualTo(6);
  }
}
