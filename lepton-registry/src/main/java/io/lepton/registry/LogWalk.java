package io.lepton.registry;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What a version follows, itself included, newest first, fetched as it is walked: a version's
 * number is above those of its parents, so the highest number that was seen comes next. Parents in
 * other models are not followed. Not thread-safe.
 */
final class LogWalk implements Iterator<VersionEntry> {
  private static final int FIRST_PAGE = 16;
  private static final int LARGEST_PAGE = 512;

  private final Store store;
  private final PriorityQueue<VersionEntry> open =
      new PriorityQueue<>(Comparator.comparingLong(VersionEntry::number).reversed());
  private final Set<VersionId> seen = new HashSet<>();
  private final Map<VersionId, VersionEntry> fetched = new HashMap<>();
  private int page;
  private boolean allFetched;

  /**
   * Begins a walk.
   *
   * @param from a version of this store
   * @param expected how many are likely to be asked for
   */
  LogWalk(Store store, VersionId from, int expected) {
    this.store = store;
    this.page = Math.min(Math.max(expected, FIRST_PAGE), LARGEST_PAGE);
    fetch(from, 0);
    see(from);
  }

  @Override
  public boolean hasNext() {
    return !open.isEmpty();
  }

  @Override
  public VersionEntry next() {
    VersionEntry entry = open.poll();
    if (entry == null) {
      throw new NoSuchElementException();
    }
    List<VersionId> unknown =
        entry.parents().stream()
            .filter(parent -> !seen.contains(parent) && !fetched.containsKey(parent))
            .toList();
    if (!unknown.isEmpty() && !allFetched) {
      fetch(entry.id(), entry.parents().size());
    }
    entry.parents().forEach(this::see);
    return entry;
  }

  /** Fetches what is near a version, all its parents at least. */
  private void fetch(VersionId from, int parents) {
    int limit = Math.max(page, parents + 1);
    List<VersionEntry> near = store.catalog.ancestry(from, limit);
    // With nothing left to be found, parents that are not among these are of other models.
    allFetched = near.size() < limit && fetched.isEmpty() && open.isEmpty();
    for (VersionEntry entry : near) {
      if (!seen.contains(entry.id())) {
        fetched.put(entry.id(), entry);
      }
    }
    page = Math.min(2 * page, LARGEST_PAGE);
  }

  private void see(VersionId id) {
    VersionEntry entry = fetched.remove(id);
    if (entry != null) {
      seen.add(id);
      open.add(entry);
    }
  }

  /** Walks on as far as an answer needs. */
  boolean reaches(VersionEntry target) {
    while (!seen.contains(target.id()) && !open.isEmpty()) {
      if (open.element().number() <= target.number()) {
        return false;
      }
      next();
    }
    return seen.contains(target.id());
  }
}
