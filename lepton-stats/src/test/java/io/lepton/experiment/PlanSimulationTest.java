package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.proportion;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.stats.interval.ClopperPearson;
import io.lepton.testkit.FakeClock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * How often whole experiments, from assignment to the final verdict, find a difference that is not
 * there, or the planned one, when somebody looks after every few units. The seeds are fixed; each
 * rate is judged by its exact binomial interval at 99.99 %.
 */
class PlanSimulationTest {
  private static final int EVERY = 40;

  private record Outcome(boolean shipped, boolean settledWorse, long units) {}

  private static Design design(AnalysisPlan plan) {
    return proportion("e").minimumDetectableEffect(0.2).plan(plan).design(Sandbox.START);
  }

  /** The sample is planned once for all runs; each has units of its own, so its own split. */
  private static Outcome run(Design design, long seed, double control, double treatment) {
    RandomGenerator random = new SplittableRandom(seed);
    ExperimentStore store = new InMemoryExperimentStore();
    store.append("e", List.of(new Entry.Started(design)));
    Experiment experiment = Experiment.resume(store, "e", FakeClock.at(Sandbox.START));
    Decision decision = experiment.decide();
    long units = 0;
    while (!decision.isFinal()) {
      for (int i = 0; i < EVERY; i++) {
        String unit = seed + "-" + units++;
        Variant arm = experiment.assign(unit);
        double rate = arm.isControl() ? control : treatment;
        experiment.record(unit, "repaid", random.nextDouble() < rate ? 1 : 0);
      }
      decision = experiment.decide();
    }
    boolean shipped = decision.verdict() == Verdict.SHIP;
    return new Outcome(shipped, !shipped && decision.conclusive(), units);
  }

  private static void assertAtMost(long hits, int runs, double rate) {
    assertThat(ClopperPearson.withDefaults().withLevel(0.9999).interval(hits, runs).low())
        .as("%d of %d", hits, runs)
        .isLessThanOrEqualTo(rate);
  }

  private static void assertAtLeast(long hits, int runs, double rate) {
    assertThat(ClopperPearson.withDefaults().withLevel(0.9999).interval(hits, runs).high())
        .as("%d of %d", hits, runs)
        .isGreaterThanOrEqualTo(rate);
  }

  private static void keepsAlphaAndPower(AnalysisPlan plan) {
    Design design = design(plan);
    int runs = 100;
    long found = 0;
    long shipped = 0;
    long units = 0;
    for (int seed = 0; seed < runs; seed++) {
      Outcome none = run(design, seed, 0.5, 0.5);
      found += none.shipped() || none.settledWorse() ? 1 : 0;
      Outcome planned = run(design, runs + seed, 0.4, 0.6);
      shipped += planned.shipped() ? 1 : 0;
      units += planned.units();
    }
    assertAtMost(found, runs, 0.05);
    assertAtLeast(shipped, runs, 0.8);
    long most = design.requiredUnits().stream().mapToLong(n -> n).sum();
    assertThat(units / runs).as("stops early").isLessThan(most);
  }

  @Test
  void aLookAtAnyTimeKeepsAlphaAndPower() {
    keepsAlphaAndPower(AnalysisPlan.alwaysValid());
  }

  @Test
  void plannedLooksKeepAlphaAndPower() {
    keepsAlphaAndPower(AnalysisPlan.groupSequential(4));
  }
}
