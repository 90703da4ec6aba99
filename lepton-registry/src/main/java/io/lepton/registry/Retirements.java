package io.lepton.registry;

import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Event;
import java.util.Optional;

/** The certificates of retirements: a stream of events. */
final class Retirements {
  static final String STREAM = "lepton/retirements";

  private Retirements() {}

  /** The stream's last sequence, 0 for none. */
  static long end(Store store) {
    return store.catalog.lastEvent(STREAM).map(Event::sequence).orElse(0L);
  }

  static Optional<Retirement> find(Store store, VersionId version) {
    if (store.entry(version).retirement() == null) {
      return Optional.empty();
    }
    return store
        .catalog
        .event(STREAM, version.hex())
        .map(event -> Json.read(event.payload(), Retirement.class, "retirement of " + version));
  }
}
