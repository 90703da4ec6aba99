package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireVersionCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs that no index names: of saves that run, or that a crash ended. A blob store tells no age,
 * and clocks of machines differ, so a run notes what it sees, and a later one, by the clock of the
 * store, finds it old enough. Belongs to one thread.
 */
final class Strays {
  private static final String SEEN = "lepton/unindexed-packs-seen";
  private static final int PATIENCE = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private final Store store;
  private final Packs packs;
  private final Duration grace;

  /** Packs with their sizes whose time is over, and packs whose time is not. */
  record Found(Map<String, Long> expired, List<String> waiting) {}

  Strays(Store store, Duration grace) {
    this.store = store;
    this.packs = new Packs(store.blobs, store.chunks, store.workers);
    this.grace = grace;
  }

  /** Looks, and changes nothing; a stray that cannot be read blocks the marking. */
  Found look(Marking marking) {
    Map<String, Instant> seen = new HashMap<>();
    for (Event event : Swaps.all(store, SEEN)) {
      seen.put(event.id(), event.time());
    }
    Instant now = store.clock.instant();
    Map<String, Long> expired = new TreeMap<>();
    List<String> waiting = new ArrayList<>();
    for (String pack : unindexed()) {
      try {
        packs.manifestNames(pack);
        Instant since = seen.getOrDefault(pack, now);
        if (since.plus(grace).isAfter(now)) {
          waiting.add(pack);
        } else {
          expired.put(pack, packs.size(pack));
        }
      } catch (NotFoundException e) {
        LOG.trace("pack {} was deleted since it was listed", pack, e);
      } catch (CorruptDataException | FormatTooNewException e) {
        // A save publishes whole packs, so a rebuilding left this one out: it may hold versions.
        marking.block(
            "all chunks, since pack "
                + pack
                + ", which no index names, cannot be read, so what versions in it need is not"
                + " known; repair it, or move it out of the store: "
                + e.getMessage());
      }
    }
    return new Found(expired, waiting);
  }

  private List<String> unindexed() {
    List<String> present;
    try (Stream<String> keys = store.blobs.list("")) {
      present = keys.filter(Packs::isName).sorted().toList();
    }
    // After the blobs: a pack that was published and indexed meanwhile is no stray.
    Set<String> indexed = Set.copyOf(store.catalog.packs());
    return present.stream().filter(pack -> !indexed.contains(pack)).toList();
  }

  /** Notes those seen for the first time, and dooms those whose time is over. */
  Found condemn(Marking marking, Found found) {
    Instant now = store.clock.instant();
    List<Change> notes = new ArrayList<>();
    found.waiting().forEach(pack -> notes.add(new AppendEvent(SEEN, pack, now, "{}")));
    if (!notes.isEmpty()) {
      store.catalog.apply(notes);
    }
    Map<String, Long> expired = new TreeMap<>(found.expired());
    for (int attempt = 0; attempt < PATIENCE && !expired.isEmpty(); attempt++) {
      long swaps = store.streamEnd(Swaps.STREAM);
      marking.update();
      expired.keySet().removeAll(Set.copyOf(store.catalog.packs()));
      List<Change> changes = new ArrayList<>();
      changes.add(new RequireVersionCount(marking.count()));
      changes.addAll(Swaps.swap(store, swaps));
      for (String pack : expired.keySet()) {
        changes.add(new RemovePack(pack)); // should one be indexed without a version or a swap
        changes.add(new AppendEvent(Swaps.CONDEMNED, pack, now, "{}"));
        changes.add(new AppendEvent(Leftovers.DOOMED, pack, now, "{}"));
      }
      try {
        store.catalog.apply(changes);
        new Leftovers(store).sweep();
        return new Found(expired, found.waiting());
      } catch (ConflictException e) {
        LOG.debug("something was saved or swapped: one of {} may be in use now", expired, e);
      }
    }
    List<String> waiting = new ArrayList<>(found.waiting());
    waiting.addAll(expired.keySet());
    return new Found(Map.of(), waiting);
  }
}
