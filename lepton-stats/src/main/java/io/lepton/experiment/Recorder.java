package io.lepton.experiment;

import io.lepton.assign.UnitId;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.Entry.Covariate;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Segment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Puts into the log what is measured or known of units, if the design has a use for it. */
final class Recorder {
  private final ExperimentStore store;
  private final Design design;
  private final InstantSource clock;

  /** Ids of outcomes that came without one must differ between processes. */
  private final String writer = UUID.randomUUID().toString();

  private final AtomicLong outcomes = new AtomicLong();

  Recorder(ExperimentStore store, Design design, InstantSource clock) {
    this.store = store;
    this.design = design;
    this.clock = clock;
  }

  void outcome(String unit, String metric, double value) {
    append(unit, metric, value, writer + "-" + outcomes.incrementAndGet(), null);
  }

  void outcome(
      String unit, String metric, double value, String eventId, @Nullable Instant occurred) {
    UnitId.requireValid("event id", eventId);
    append(unit, metric, value, eventId, occurred);
  }

  private void append(
      String unit, String metric, double value, String eventId, @Nullable Instant occurred) {
    UnitId.requireValid("unit id", unit);
    List<Metric> uses =
        design.metrics().stream().filter(each -> each.outcomes().contains(metric)).toList();
    if (uses.isEmpty()) {
      throw new NotFoundException(
          Design.refused(design.name())
              + "no metric \""
              + metric
              + "\"; outcomes are recorded under "
              + design.metrics().stream()
                  .flatMap(each -> each.outcomes().stream())
                  .distinct()
                  .toList());
    }
    uses.forEach(each -> MetricRules.requireOutcome(each, value));
    append(new Outcome(eventId, unit, metric, value, occurred, clock.instant()));
  }

  void covariate(String unit, String name, double value, @Nullable Instant asOf) {
    UnitId.requireValid("unit id", unit);
    List<String> known =
        design.metrics().stream()
            .flatMap(metric -> metric.options().covariates().stream())
            .distinct()
            .toList();
    if (!known.contains(name)) {
      throw new NotFoundException(
          Design.refused(design.name())
              + "no metric is adjusted by \""
              + name
              + "\"; covariates are "
              + known);
    }
    MetricRules.requireSize("covariate \"" + name + "\"", value);
    append(new Covariate(unit, name, value, asOf, clock.instant()));
  }

  void segment(String unit, String name, String value) {
    UnitId.requireValid("unit id", unit);
    MetricRules.requireName("segment", name);
    MetricRules.requireName("value of segment \"" + name + "\"", value);
    append(new Segment(unit, name, value, null, clock.instant()));
  }

  private void append(Entry entry) {
    store.append(design.name(), List.of(entry));
  }
}
