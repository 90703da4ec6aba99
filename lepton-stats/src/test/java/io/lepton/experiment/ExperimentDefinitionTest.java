package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.model.VersionId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExperimentDefinitionTest {
  private final Sandbox sandbox = new Sandbox();

  private static void refuses(ExperimentDefinition definition, String... said) {
    assertThatThrownBy(() -> definition.design(START))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void namesWhatIsMissing() {
    ExperimentDefinition nothing = Experiment.named("e");
    refuses(nothing, "control");
    refuses(nothing.control("a"), "primary");
    ExperimentDefinition metric = nothing.control("a").primary(Metric.proportion("m"));
    refuses(metric, "minimum detectable effect");
    refuses(metric.minimumDetectableEffect(0.1), "baseline");
    refuses(metric.minimumDetectableEffect(0.1).baseline(0.5), "at least one treatment");
    refuses(proportion("e").primary(Metric.mean("m")), "baseline(mean, standardDeviation)");
    refuses(proportion("e").baseline(0.5, 1), "baseline(rate)");
  }

  @Test
  void refusesWhatDoesNotFit() {
    refuses(proportion("e").treatment("new"), "arm \"new\" comes twice");
    refuses(proportion("e").guardrail(Metric.mean("repaid").margin(1)), "repaid", "twice");
    refuses(proportion("e").guardrail(Metric.mean("ms").lowerIsBetter()), "ms", "margin(..)");
    refuses(proportion("e").primary(Metric.proportion("m").margin(0.1)), "margin");
    for (double outside : new double[] {0, 1, -0.1, 2, Double.NaN}) {
      refuses(proportion("e").alpha(outside), "alpha " + outside);
      refuses(proportion("e").power(outside), "power " + outside);
      refuses(proportion("e").baseline(outside), "baseline rate " + outside);
    }
    for (double size : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuses(proportion("e").minimumDetectableEffect(size), "effect " + size);
    }
    refuses(proportion("e").minimumDetectableEffect(0.6), "proportion of 1.1");
    refuses(proportion("not a name"), "not a name");
    refuses(proportion("e").treatment(Variant.of("tiny").weight(1e-30)), "tiny");
  }

  @Test
  void isImmutable() {
    ExperimentDefinition definition = proportion("e");
    Design before = definition.design(START);
    definition.treatment("c").alpha(0.01).salt("other").guardrail(Metric.mean("m").margin(1));
    assertThat(definition.design(START)).isEqualTo(before);
  }

  @Test
  void plansTheSampleSizesOfR() {
    // R 4.2.2: power.prop.test(p1 = .5, p2 = .75, power = .9)$n is 76.7
    assertThat(
            proportion("e")
                .baseline(0.5)
                .minimumDetectableEffect(0.25)
                .power(0.9)
                .design(START)
                .requiredUnits())
        .containsExactly(77L, 77L);
    // lower is better: from .75 to .5 is as far
    assertThat(
            proportion("e")
                .primary(Metric.proportion("churn").lowerIsBetter())
                .baseline(0.75)
                .minimumDetectableEffect(0.25)
                .power(0.9)
                .design(START)
                .requiredUnits())
        .containsExactly(77L, 77L);
    // R: power.t.test(delta = 1, sd = 1, power = .8689528)$n is 20
    assertThat(
            proportion("e")
                .primary(Metric.mean("spend"))
                .baseline(10, 1)
                .minimumDetectableEffect(1)
                .power(0.8689528)
                .design(START)
                .requiredUnits()
                .get(0))
        .isBetween(20L, 21L);
  }

  @Test
  void unequalWeightsAndMoreTreatmentsNeedMoreUnitsInAll() {
    ExperimentDefinition even = proportion("e");
    long evenly = total(even);
    long lopsided = total(even.control(Variant.of("old").weight(9)));
    long three = total(even.treatment("newer"));
    assertThat(lopsided).isGreaterThan(2 * evenly);
    assertThat(three).isGreaterThan(evenly * 3 / 2);
    Design design = even.control(Variant.of("old").weight(9)).design(START);
    assertThat((double) design.requiredUnits().get(0) / design.requiredUnits().get(1))
        .isBetween(8.9, 9.1);
  }

  private static long total(ExperimentDefinition definition) {
    return definition.design(START).requiredUnits().stream().mapToLong(n -> n).sum();
  }

  @Test
  void startingTheSameDefinitionAgainResumes() {
    Design first = sandbox.start(proportion("e")).design();
    sandbox.clock.advance(Duration.ofDays(1));
    assertThat(sandbox.start(proportion("e")).design()).isEqualTo(first);
    assertThat(Experiment.resume(sandbox.store, "e").design()).isEqualTo(first);
    assertThat(first.started()).isEqualTo(START);
    assertThat(first.salt()).isEqualTo("e");
  }

  @Test
  void refusesANameThatWasStartedWithAnotherDefinition() {
    sandbox.start(proportion("e"));
    assertThatThrownBy(() -> sandbox.start(proportion("e").alpha(0.01).salt("s")))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("alpha recorded 0.05, asked 0.01")
        .hasMessageContaining("salt recorded e, asked s");
    assertThatThrownBy(() -> sandbox.start(proportion("e").control(Variant.of("old").weight(2))))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("weight 2.0");
  }

  @Test
  void resumingAnUnknownNameListsTheKnown() {
    sandbox.start(proportion("one"));
    sandbox.start(proportion("two"));
    assertThatThrownBy(() -> Experiment.resume(sandbox.store, "three"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[one, two]");
  }

  @Test
  void armsCarryTheirVersions() {
    VersionId version = new VersionId(Digest.of("v"));
    Experiment experiment =
        sandbox.start(
            proportion("e")
                .treatment(version)
                .treatment(Variant.of(version).named("again").weight(2)));
    Design design = Experiment.resume(sandbox.store, "e").design();
    assertThat(design).isEqualTo(experiment.design());
    assertThat(design.variants()).hasSize(4);
    assertThat(design.variant(version.abbreviated()).findVersion()).contains(version);
    assertThat(design.variant("again").findVersion()).contains(version);
    assertThat(design.control().isControl()).isTrue();
    assertThat(design.control().findVersion()).isEmpty();
    assertThat(design.treatments()).noneMatch(Variant::isControl);
  }

  @Test
  void aMetricKeepsKindAndAggregationTogether() {
    assertThatThrownBy(() -> Metric.proportion("p").perUnit(Aggregation.SUM))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Metric.mean("p").perUnit(Aggregation.ANY))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Metric.mean("m").margin(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Metric.mean(" ")).isInstanceOf(InvalidInputException.class);
  }
}
