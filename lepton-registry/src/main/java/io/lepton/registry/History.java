package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The graph of one model's versions; parents in other models are not followed. */
final class History {
  private final Store store;
  private final Map<VersionId, VersionEntry> entries;

  History(Store store, String model) {
    this.store = store;
    this.entries =
        store.catalog.versions(model).stream()
            .collect(Collectors.toMap(VersionEntry::id, Function.identity()));
  }

  /** A version and all it follows. */
  Set<VersionId> ancestors(VersionId from) {
    Set<VersionId> seen = new HashSet<>();
    Deque<VersionId> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      VersionEntry entry = entries.get(open.pop());
      if (entry != null && seen.add(entry.id())) {
        entry.parents().forEach(open::push);
      }
    }
    return seen;
  }

  /** Newest first: a version's number is above those of its parents. */
  List<Version> log(VersionId from) {
    return entries(from).stream().map(store::version).toList();
  }

  List<VersionEntry> entries(VersionId from) {
    Set<VersionId> reached = ancestors(from);
    return entries.values().stream()
        .filter(entry -> reached.contains(entry.id()))
        .sorted(Comparator.comparingLong(VersionEntry::number).reversed())
        .toList();
  }
}
