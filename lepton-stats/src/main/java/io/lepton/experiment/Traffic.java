package io.lepton.experiment;

import io.lepton.error.StorageException;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.experiment.Placement.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assignment at the traffic the log says. Only a unit outside the traffic can be told something
 * new by a later look, so only such a unit makes it look, and not more often than {@link #DELAY}.
 */
final class Traffic {
  /** How long a process may not know of a raise made by another. */
  static final Duration DELAY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

  private final Design design;
  private final ExperimentStore store;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLook;
  private volatile Assignment assignment;

  Traffic(Design design, ExperimentStore store, InstantSource clock) {
    this.design = design;
    this.store = store;
    this.clock = clock;
    this.assignment = design.assignment();
    this.nextLook = new AtomicReference<>(Instant.MIN);
  }

  Placement placementOf(String unit, String cluster) {
    Placement placement = assignment.placementOf(unit, cluster);
    if (placement.reason() == Reason.OUTSIDE_TRAFFIC && isTimeToLook()) {
      tryToLook();
      return assignment.placementOf(unit, cluster);
    }
    return placement;
  }

  /** What is known after a look that must not fail. */
  double read() {
    double recorded =
        store.trafficRaises(design.name()).stream()
            .mapToDouble(TrafficRaised::share)
            .reduce(design.randomisation().traffic(), Math::max);
    know(recorded);
    return recorded;
  }

  /** Two threads may come with different shares; the larger is the later. */
  synchronized void know(double share) {
    if (share > assignment.traffic()) {
      assignment = assignment.withTraffic(share);
    }
  }

  private boolean isTimeToLook() {
    Instant now = clock.instant();
    Instant due = nextLook.get();
    return !now.isBefore(due) && nextLook.compareAndSet(due, now.plus(DELAY));
  }

  /** A store that fails must not keep a unit from what it gets anyway. */
  private void tryToLook() {
    try {
      read();
    } catch (StorageException e) {
      LOG.warn(
          "experiment \"{}\": cannot read whether its traffic was raised, going on at {}: {}",
          design.name(),
          assignment.traffic(),
          e.getMessage());
    }
  }
}
