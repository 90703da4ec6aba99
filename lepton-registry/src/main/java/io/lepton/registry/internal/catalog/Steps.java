package io.lepton.registry.internal.catalog;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders versions by how many steps they are away from one that follows them all. */
final class Steps {
  private Steps() {}

  static List<VersionEntry> sorted(VersionId from, List<VersionEntry> entries) {
    Map<VersionId, VersionEntry> left = new LinkedHashMap<>();
    entries.forEach(entry -> left.put(entry.id(), entry));
    List<VersionEntry> sorted = new ArrayList<>();
    List<VersionId> step = List.of(from);
    while (!step.isEmpty()) {
      List<VersionId> next = new ArrayList<>();
      for (VersionId id : step) {
        VersionEntry entry = left.remove(id);
        if (entry != null) {
          sorted.add(entry);
          next.addAll(entry.parents());
        }
      }
      step = next;
    }
    return sorted;
  }
}
