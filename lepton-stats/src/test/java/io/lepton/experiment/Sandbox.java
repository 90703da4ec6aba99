package io.lepton.experiment;

import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.spi.Catalog;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryCatalog;
import java.time.Instant;
import java.util.List;

/** Ready-made definitions, and a log without a store for simulations. */
final class Sandbox {
  static final Instant START = Instant.parse("2026-05-01T09:00:00Z");

  final FakeClock clock = FakeClock.at(START);
  final Catalog catalog = new InMemoryCatalog();
  final ExperimentStore store = new CatalogExperimentStore(catalog);

  /** Needs 388 units an arm. */
  static ExperimentDefinition proportion(String name) {
    return Experiment.named(name)
        .control("old")
        .treatment("new")
        .primary(Metric.proportion("repaid"))
        .baseline(0.5)
        .minimumDetectableEffect(0.1);
  }

  Experiment start(ExperimentDefinition definition) {
    return definition.start(store, clock);
  }

  /** Observations fed directly, in log order. */
  static final class Log {
    final Design design;
    private final Observations observations;
    final Assignment assignment;
    private long sequence = 1;

    Log(ExperimentDefinition definition) {
      this(definition.design(START));
    }

    Log(Design design) {
      this.design = design;
      observations = new Observations(design);
      assignment = design.assignment();
    }

    Variant expose(String unit) {
      Variant arm = assignment.variantOf(unit);
      expose(unit, arm.name());
      return arm;
    }

    void expose(String unit, String arm) {
      observations.add(new Stored(++sequence, new Exposure(unit, arm, START)));
    }

    void outcome(String unit, String metric, double value) {
      sequence++;
      observations.add(
          new Stored(sequence, new Outcome("o" + sequence, unit, metric, value, null, START)));
    }

    void covariate(String unit, String name, double value) {
      observations.add(new Stored(++sequence, new Entry.Covariate(unit, name, value, null, START)));
    }

    void segment(String unit, String name, String value) {
      observations.add(new Stored(++sequence, new Entry.Segment(unit, name, value, null, START)));
    }

    Observations observations() {
      return observations;
    }

    Report report() {
      return Analysis.report(
          design,
          new Journal.View(observations, List.of(), new PathRecorder(design), null, 0),
          START);
    }
  }
}
