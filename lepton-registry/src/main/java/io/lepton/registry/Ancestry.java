package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The graph of versions across models, as it was when it was first looked at: one query a model.
 * Belongs to one thread.
 */
final class Ancestry {
  /** Newest first; the id decides between those saved in one instant. */
  private static final Comparator<VersionEntry> NEWEST_FIRST =
      Comparator.comparing(VersionEntry::time)
          .thenComparing(VersionEntry::number)
          .reversed()
          .thenComparing(VersionEntry::id);

  private final Store store;
  private final Map<VersionId, VersionEntry> known = new HashMap<>();

  Ancestry(Store store) {
    this.store = store;
  }

  VersionEntry entry(VersionId id) {
    VersionEntry entry = known.get(id);
    if (entry == null) {
      VersionEntry found = store.entry(id);
      store.catalog.versions(found.model()).forEach(one -> known.put(one.id(), one));
      known.put(id, found);
      return found;
    }
    return entry;
  }

  List<VersionId> parents(VersionId id) {
    return entry(id).parents();
  }

  /** Versions and all they follow. */
  Set<VersionId> ancestors(Collection<VersionId> from) {
    Set<VersionId> seen = new HashSet<>(from);
    Deque<VersionId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (VersionId parent : parents(open.pop())) {
        if (seen.add(parent)) {
          open.push(parent);
        }
      }
    }
    return seen;
  }

  boolean follows(VersionId later, VersionId earlier) {
    return ancestors(List.of(later)).contains(earlier);
  }

  /** Some versions, each after its parents among them; what is free is taken oldest first. */
  List<VersionId> parentsFirst(Set<VersionId> some) {
    Map<VersionId, List<VersionId>> children = new HashMap<>();
    Map<VersionId, Integer> awaited = new HashMap<>();
    PriorityQueue<VersionEntry> free = new PriorityQueue<>(NEWEST_FIRST.reversed());
    for (VersionId id : some) {
      Set<VersionId> parents = new HashSet<>(parents(id));
      parents.retainAll(some);
      awaited.put(id, parents.size());
      parents.forEach(p -> children.computeIfAbsent(p, at -> new ArrayList<>()).add(id));
      if (parents.isEmpty()) {
        free.add(entry(id));
      }
    }
    List<VersionId> order = new ArrayList<>();
    for (VersionEntry next = free.poll(); next != null; next = free.poll()) {
      order.add(next.id());
      for (VersionId child : children.getOrDefault(next.id(), List.of())) {
        if (awaited.merge(child, -1, Integer::sum) == 0) {
          free.add(entry(child));
        }
      }
    }
    return order;
  }

  /**
   * The common ancestors that no other common ancestor follows.
   *
   * @return newest first; empty if the two are unrelated
   */
  List<VersionId> bestCommon(Collection<VersionId> some, Collection<VersionId> others) {
    Set<VersionId> common = ancestors(some);
    common.retainAll(ancestors(others));
    Set<VersionId> best = new HashSet<>(common);
    // All ancestors of a common ancestor are common, so a parent of one is followed by one.
    common.forEach(id -> parents(id).forEach(best::remove));
    return best.stream().map(this::entry).sorted(NEWEST_FIRST).map(VersionEntry::id).toList();
  }
}
