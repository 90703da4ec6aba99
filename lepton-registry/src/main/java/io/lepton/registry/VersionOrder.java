package io.lepton.registry;

import io.lepton.error.CorruptDataException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts versions in an order in which they can be recorded. */
final class VersionOrder {
  private static final Comparator<VersionEntry> BY_TIME =
      Comparator.comparing(VersionEntry::time)
          .thenComparing(VersionEntry::number)
          .thenComparing(VersionEntry::id);

  private VersionOrder() {}

  /** Parents first, otherwise by time. */
  static List<VersionEntry> parentsFirst(Collection<VersionEntry> versions) {
    return sorted(versions, VersionEntry::parents);
  }

  /** Parents first, and by number within a model, so that numbers come out as they are. */
  static List<VersionEntry> byNumber(Collection<VersionEntry> versions) {
    Map<VersionId, VersionId> before = new HashMap<>();
    versions.stream()
        .collect(Collectors.groupingBy(VersionEntry::model))
        .values()
        .forEach(
            ofModel -> {
              List<VersionEntry> counted = new ArrayList<>(ofModel);
              counted.sort(Comparator.comparingLong(VersionEntry::number));
              for (int i = 1; i < counted.size(); i++) {
                before.put(counted.get(i).id(), counted.get(i - 1).id());
              }
            });
    return sorted(
        versions,
        version -> {
          List<VersionId> all = new ArrayList<>(version.parents());
          VersionId last = before.get(version.id());
          if (last != null) {
            all.add(last);
          }
          return all;
        });
  }

  private static List<VersionEntry> sorted(
      Collection<VersionEntry> versions, Function<VersionEntry, List<VersionId>> needs) {
    Map<VersionId, VersionEntry> waiting = new HashMap<>();
    versions.forEach(version -> waiting.put(version.id(), version));
    Map<VersionId, Integer> missing = new HashMap<>();
    Map<VersionId, List<VersionEntry>> followers = new HashMap<>();
    PriorityQueue<VersionEntry> ready = new PriorityQueue<>(BY_TIME);
    for (VersionEntry version : waiting.values()) {
      int count = 0;
      for (VersionId need : needs.apply(version)) {
        if (waiting.containsKey(need)) {
          followers.computeIfAbsent(need, id -> new ArrayList<>()).add(version);
          count++;
        }
      }
      missing.put(version.id(), count);
      if (count == 0) {
        ready.add(version);
      }
    }
    List<VersionEntry> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      VersionEntry next = ready.remove();
      order.add(next);
      for (VersionEntry follower : followers.getOrDefault(next.id(), List.of())) {
        if (missing.merge(follower.id(), -1, Integer::sum) == 0) {
          ready.add(follower);
        }
      }
    }
    if (order.size() < waiting.size()) {
      throw new CorruptDataException(
          "of " + waiting.size() + " versions some follow each other in a circle");
    }
    return order;
  }
}
