package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who follows whom, asked version by version, across models and stores. Belongs to one thread. */
final class Descent {
  private final List<Function<VersionId, Optional<VersionEntry>>> stores;

  /** Looks in several stores, since one may lack what is known to be in the other. */
  Descent(List<Function<VersionId, Optional<VersionEntry>>> stores) {
    this.stores = stores;
  }

  /** Whether one version is another, or follows it. */
  boolean leads(VersionId from, VersionId to) {
    Set<VersionId> seen = new HashSet<>(List.of(from));
    Deque<VersionId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      VersionId id = open.remove();
      if (id.equals(to)) {
        return true;
      }
      for (VersionId parent : parents(id, to)) {
        if (seen.add(parent)) {
          open.add(parent);
        }
      }
    }
    return false;
  }

  /** Empty also if they cannot lead to the goal: a store numbers a model's parents first. */
  private List<VersionId> parents(VersionId id, VersionId goal) {
    for (Function<VersionId, Optional<VersionEntry>> store : stores) {
      VersionEntry entry = store.apply(id).orElse(null);
      if (entry != null) {
        boolean past =
            store
                .apply(goal)
                .map(it -> it.model().equals(entry.model()) && it.number() > entry.number())
                .orElse(false);
        return past ? List.of() : entry.parents();
      }
    }
    return List.of();
  }
}
