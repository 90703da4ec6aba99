package io.lepton.testkit;

import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    List<Event> all = tables.streams.getOrDefault(stream, List.of());
    int from = (int) Math.min(all.size(), after); // an event's sequence is its place, from 1
    return List.copyOf(all.subList(from, (int) Math.min(all.size(), (long) from + limit)));
  }

  @Override
  public synchronized List<String> streams(String prefix) {
    return tables.streams.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Does nothing; what was applied stays. */
  @Override
  public void close() {}
}
