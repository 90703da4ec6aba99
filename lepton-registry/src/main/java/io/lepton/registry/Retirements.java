package io.lepton.registry;

import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Event;
import java.util.List;
import java.util.Optional;

/** The certificates of retirements: a stream of events. */
final class Retirements {
  static final String STREAM = "lepton/retirements";
  private static final int PAGE = 1000;

  private Retirements() {}

  /** The stream's last sequence, 0 for none. */
  static long end(Store store) {
    return Streams.end(store.catalog, STREAM);
  }

  static Optional<Retirement> find(Store store, VersionId version) {
    if (store.entry(version).retirement() == null) {
      return Optional.empty();
    }
    long end = 0;
    List<Event> page = store.catalog.events(STREAM, end, PAGE);
    while (!page.isEmpty()) {
      for (Event event : page) {
        if (event.id().equals(version.hex())) {
          return Optional.of(
              Json.read(event.payload(), Retirement.class, "retirement of " + version));
        }
      }
      end = page.get(page.size() - 1).sequence();
      page = store.catalog.events(STREAM, end, PAGE);
    }
    return Optional.empty();
  }
}
