package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The whole way as an application goes it, through the public API only. */
class ExperimentTest {
  private static Version version(int number) {
    return version(number, Hyperparameters.none());
  }

  private static Version version(int number, Hyperparameters parameters) {
    return new Version(
        new VersionId(Digest.of("manifest " + number)),
        "credit",
        number,
        List.of(),
        "format",
        Map.of(),
        Map.of(),
        parameters,
        new Signature(List.of(), List.of()),
        Lineage.unknown(),
        "Ada",
        Sandbox.START,
        "message");
  }

  @Test
  void comparesTwoVersionsFromDefinitionToDecision() {
    Sandbox sandbox = new Sandbox();
    Version v1 = version(1);
    Version v2 = version(2);
    Experiment experiment =
        Experiment.named("credit-v2")
            .control(v1)
            .treatment(v2)
            .primary(Metric.proportion("repaid"))
            .guardrail(
                Metric.mean("latency_ms").perUnit(Aggregation.MEAN).lowerIsBetter().margin(5))
            .baseline(0.7)
            .minimumDetectableEffect(0.1)
            .power(0.8)
            .alpha(0.05)
            .start(sandbox.store, sandbox.clock);
    assertThat(experiment.design().requiredUnits()).containsExactly(294L, 294L);

    RandomGenerator world = new SplittableRandom(1);
    for (int i = 0; !experiment.report().reachedPlannedSample(); i++) {
      String applicant = "applicant-" + i;
      Variant arm = experiment.assign(applicant);
      VersionId model = arm.findVersion().orElseThrow();
      assertThat(model).isEqualTo(arm.isControl() ? v1.id() : v2.id());
      experiment.record(applicant, "latency_ms", 20 + world.nextGaussian());
      boolean repaid = world.nextDouble() < (model.equals(v2.id()) ? 0.85 : 0.7);
      experiment.record(applicant, "repaid", repaid ? 1 : 0, "loan of " + applicant);
    }
    Decision decision = experiment.decide();
    assertThat(decision.verdict()).isEqualTo(Verdict.SHIP);
    assertThat(decision.findWinner().flatMap(Variant::findVersion)).contains(v2.id());
    assertThat(experiment.report().toString())
        .contains("credit v1", "credit v2", "Decision: SHIP credit v2");
  }

  @Test
  void recordsWhatDiffersBetweenTheArms() {
    Sandbox sandbox = new Sandbox();
    Version faster = version(2, Hyperparameters.of(Map.of("learning_rate", 0.1)));
    ExperimentDefinition definition = Sandbox.proportion("e").control(version(1)).treatment(faster);
    assertThat(definition.controlledVariables()).containsOnlyKeys("credit v2");
    sandbox.start(definition);
    Experiment resumed = Experiment.resume(sandbox.store, "e");
    // the lineage says nothing of data and code, so it cannot be said that only this differs
    assertThat(resumed.design().changes().get("credit v2"))
        .contains("HYPERPARAMETERS", "Record a lineage");
    assertThat(resumed.report().toString()).contains("credit v2: ");
    assertThat(resumed.report().html()).contains("what credit v2 changes");
  }
}
