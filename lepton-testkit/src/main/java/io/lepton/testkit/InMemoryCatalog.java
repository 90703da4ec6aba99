package io.lepton.testkit;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A catalogue on the heap, behind one lock. {@link #close} does nothing: what was applied lives as
 * long as the object, so a test may close it and go on with it as if it had been opened again.
 */
public final class InMemoryCatalog implements Catalog {
  private final CatalogTables tables = new CatalogTables();

  /** Makes an empty catalogue. */
  public InMemoryCatalog() {}

  @Override
  public synchronized void apply(List<? extends Change> changes) {
    CatalogChanges pending = new CatalogChanges(tables);
    try {
      changes.forEach(pending::make);
    } catch (RuntimeException e) {
      pending.undo();
      throw e;
    }
  }

  @Override
  public synchronized List<String> models() {
    return List.copyOf(tables.numbers.keySet());
  }

  @Override
  public synchronized long versionCount() {
    return tables.versions.size();
  }

  @Override
  public synchronized Optional<VersionEntry> version(VersionId id) {
    return Optional.ofNullable(tables.versions.get(id));
  }

  @Override
  public synchronized Optional<VersionEntry> version(String model, long number) {
    List<VersionId> ids = tables.numbers.getOrDefault(model, List.of());
    return number < 1 || number > ids.size()
        ? Optional.empty()
        : version(ids.get((int) number - 1));
  }

  @Override
  public synchronized List<VersionEntry> versionsStartingWith(String hexPrefix) {
    return tables.versions.values().stream()
        .filter(entry -> entry.id().hex().startsWith(hexPrefix))
        .toList();
  }

  @Override
  public synchronized List<VersionEntry> versions(String model) {
    return tables.numbers.getOrDefault(model, List.of()).stream()
        .flatMap(id -> version(id).stream())
        .toList();
  }

  @Override
  public synchronized List<VersionEntry> versions(String model, long before, int limit) {
    requirePositive(limit);
    List<VersionEntry> page = new ArrayList<>(versions(model));
    Collections.reverse(page);
    return page.stream().filter(entry -> entry.number() < before).limit(limit).toList();
  }

  @Override
  public synchronized List<VersionEntry> ancestry(VersionId from, int limit) {
    requirePositive(limit);
    Map<VersionId, VersionEntry> found = new LinkedHashMap<>();
    Deque<VersionEntry> open = new ArrayDeque<>();
    version(from).ifPresent(open::add);
    while (!open.isEmpty() && found.size() < limit) {
      VersionEntry entry = open.remove();
      if (found.putIfAbsent(entry.id(), entry) == null) {
        entry.parents().stream()
            .flatMap(parent -> version(parent).stream())
            .filter(parent -> parent.model().equals(entry.model()))
            .forEach(open::add);
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public synchronized List<VersionQuery.Found> find(VersionQuery query) {
    return new CatalogFinder(tables, query).find();
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new InvalidInputException("limit " + limit + "; expected 1 or more");
    }
  }

  @Override
  public synchronized Optional<VersionId> ref(Ref ref) {
    return Optional.ofNullable(tables.refs.get(ref));
  }

  @Override
  public synchronized Map<Ref, VersionId> refs(String model) {
    Map<Ref, VersionId> found = new LinkedHashMap<>();
    tables.refs.forEach(
        (ref, id) -> {
          if (ref.model().equals(model)) {
            found.put(ref, id);
          }
        });
    return Collections.unmodifiableMap(found);
  }

  @Override
  public synchronized Map<String, VersionId> refs(String model, Ref.Kind kind) {
    Map<String, VersionId> found = new LinkedHashMap<>();
    refs(model)
        .forEach(
            (ref, id) -> {
              if (ref.kind() == kind) {
                found.put(ref.name(), id);
              }
            });
    return Collections.unmodifiableMap(found);
  }

  @Override
  public synchronized List<RefMove> history(Ref ref) {
    return List.copyOf(tables.history.getOrDefault(ref, List.of()));
  }

  @Override
  public synchronized Optional<VersionId> refAt(Ref ref, Instant time) {
    return history(ref).stream()
        .filter(move -> !move.time().isAfter(time))
        .reduce((earlier, later) -> later)
        .map(RefMove::to);
  }

  @Override
  public synchronized Map<Digest, Chunk> chunks(Collection<Digest> digests) {
    Map<Digest, Chunk> found = new LinkedHashMap<>();
    for (Digest digest : digests) {
      Chunk chunk = tables.chunks.get(digest);
      if (chunk != null) {
        found.put(digest, chunk);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  @Override
  public synchronized List<Chunk> chunksBasedOn(Collection<Digest> bases) {
    return tables.chunks.values().stream()
        .filter(chunk -> chunk.base() != null && bases.contains(chunk.base()))
        .toList();
  }

  @Override
  public synchronized List<Chunk> chunksOf(String pack) {
    return List.copyOf(tables.packs.getOrDefault(pack, List.of()));
  }

  @Override
  public synchronized List<String> packs() {
    return List.copyOf(tables.packs.keySet());
  }

  @Override
  public synchronized List<EvaluationEntry> evaluations(VersionId version) {
    return tables.evaluations.stream().filter(entry -> entry.version().equals(version)).toList();
  }

  @Override
  public synchronized List<EvaluationEntry> evaluations(String model) {
    return tables.evaluations.stream()
        .filter(entry -> version(entry.version()).orElseThrow().model().equals(model))
        .toList();
  }

  @Override
  public synchronized List<Event> events(String stream, long after, int limit) {
    requirePositive(limit);
    List<Event> all = tables.streams.getOrDefault(stream, List.of());
    int from = (int) Math.min(all.size(), after); // an event's sequence is its place, from 1
    return List.copyOf(all.subList(from, (int) Math.min(all.size(), (long) from + limit)));
  }

  @Override
  public synchronized Optional<Event> event(String stream, String id) {
    return tables.streams.getOrDefault(stream, List.of()).stream()
        .filter(event -> event.id().equals(id))
        .findFirst();
  }

  @Override
  public synchronized Optional<Event> lastEvent(String stream) {
    List<Event> all = tables.streams.getOrDefault(stream, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  @Override
  public synchronized List<String> streams(String prefix) {
    return tables.streams.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public void export(Consumer<Change> reader) {
    List<Change> all = new ArrayList<>();
    synchronized (this) {
      new CatalogExport(tables).to(all::add);
    }
    all.forEach(reader);
  }

  /** Does nothing; what was applied stays. */
  @Override
  public void close() {}
}
