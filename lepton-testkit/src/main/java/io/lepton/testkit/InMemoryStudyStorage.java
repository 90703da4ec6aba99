package io.lepton.testkit;

import io.lepton.spi.StudyStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Studies without a disk, for tests of what shares a study. Thread-safe. */
public final class InMemoryStudyStorage implements StudyStorage {
  private final Map<String, List<Entry>> journals = new TreeMap<>();
  private final Map<String, Set<String>> ids = new TreeMap<>();

  /** An empty storage. */
  public InMemoryStudyStorage() {}

  @Override
  public synchronized boolean append(String study, String id, Instant time, String payload) {
    if (!ids.computeIfAbsent(study, name -> new HashSet<>()).add(id)) {
      return false;
    }
    List<Entry> journal = journals.computeIfAbsent(study, name -> new ArrayList<>());
    return journal.add(new Entry(journal.size() + 1, id, time, payload));
  }

  @Override
  public synchronized List<Entry> read(String study, long after, int limit) {
    List<Entry> journal = journals.getOrDefault(study, List.of());
    int from = (int) Math.min(after, journal.size());
    return List.copyOf(journal.subList(from, Math.min(journal.size(), from + limit)));
  }

  @Override
  public synchronized List<String> studies() {
    return List.copyOf(journals.keySet());
  }
}
