package io.lepton.registry;

import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What keeps those apart who move chunks between packs, in any process. Whoever swaps packs
 * requires that no other swap happened since it looked, and notes its own. Whoever deletes a pack
 * that no index names condemns it first, and a save is recorded only if none of its packs was.
 */
final class Swaps {
  /** Every swap of packs; looked at by those who swap. */
  static final String STREAM = "lepton/pack-swaps";

  /** Packs of no index that are being deleted; looked at by those who add packs. */
  static final String CONDEMNED = "lepton/packs-condemned";

  private static final int PAGE = 1000;

  private Swaps() {}

  /** The last sequence of a stream, 0 for none; reads on from the one that is known. */
  static long end(Store store, String stream, Map<String, Long> known) {
    long end = known.getOrDefault(stream, 0L);
    List<Event> page = store.catalog.events(stream, end, PAGE);
    while (!page.isEmpty()) {
      end = page.get(page.size() - 1).sequence();
      page = store.catalog.events(stream, end, PAGE);
    }
    known.merge(stream, end, Math::max);
    return end;
  }

  /** The changes that make a swap exclusive. */
  static List<Change> swap(Store store, long swapsSeen) {
    return List.of(
        new RequireStreamEnd(STREAM, swapsSeen),
        new AppendEvent(STREAM, UUID.randomUUID().toString(), store.clock.instant(), "{}"));
  }

  /** What a writer of packs knows of condemned ones. Belongs to one thread. */
  static final class Fence {
    private final Store store;
    private long seen;

    /** To be made before the first pack is written. */
    Fence(Store store) {
      this.store = store;
      this.seen = store.streamEnd(CONDEMNED);
    }

    /** Whether one of these packs was condemned; what is condemned later, {@link #change} meets. */
    boolean condemned(Set<String> packs) {
      boolean hit = false;
      List<Event> page = store.catalog.events(CONDEMNED, seen, PAGE);
      while (!page.isEmpty()) {
        hit |= page.stream().map(Event::id).anyMatch(packs::contains);
        seen = page.get(page.size() - 1).sequence();
        page = store.catalog.events(CONDEMNED, seen, PAGE);
      }
      return hit;
    }

    /** Grows with each condemned pack, of anyone, that was looked at. */
    long seen() {
      return seen;
    }

    /** Makes the transaction fail if any pack was condemned since. */
    Change change() {
      return new RequireStreamEnd(CONDEMNED, seen);
    }
  }

  static List<Event> all(Store store, String stream) {
    List<Event> all = new java.util.ArrayList<>();
    List<Event> page = store.catalog.events(stream, 0, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.catalog.events(stream, page.get(page.size() - 1).sequence(), PAGE);
    }
    return all;
  }
}
