package io.lepton.registry;

import io.lepton.error.LeptonException;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs that are out of the index and must go: they are noted in the transaction that forgets them,
 * so that a crash before they are deleted is made good by the next opening.
 */
final class Leftovers {
  static final String DOOMED = "lepton/packs-to-delete";
  private static final String GONE = "lepton/packs-deleted";
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int PAGE = 1000;

  private final Store store;

  Leftovers(Store store) {
    this.store = store;
  }

  /** Deletes them; gives those that could not be, which the next opening tries again. */
  List<String> sweep() {
    Set<String> doomed = doomed();
    List<String> left = new ArrayList<>();
    LeptonException why = null;
    for (String pack : doomed) {
      try {
        store.blobs.delete(pack);
        store.catalog.apply(List.of(new AppendEvent(GONE, pack, store.clock.instant(), "{}")));
      } catch (LeptonException e) {
        left.add(pack);
        why = e;
      }
    }
    if (why != null) {
      LOG.warn(
          "{} packs are out of the index and could not be deleted; tried again later: {}",
          left.size(),
          left,
          why);
    }
    return left;
  }

  /** Packs that must go and are not known to be gone; none of them may be indexed again. */
  Set<String> doomed() {
    Set<String> doomed = ids(DOOMED);
    if (!doomed.isEmpty()) {
      doomed.removeAll(ids(GONE));
    }
    return doomed;
  }

  private Set<String> ids(String stream) {
    Set<String> ids = new LinkedHashSet<>();
    List<Event> page = store.catalog.events(stream, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(event -> ids.add(event.id()));
      page = store.catalog.events(stream, page.get(page.size() - 1).sequence(), PAGE);
    }
    return ids;
  }
}
