package io.lepton.testkit;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.Retirement;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one apply: each is made at once, with a note of how to take it back. Taking back
 * costs as much as what was changed, where a copy would cost as much as all there is.
 */
final class CatalogChanges {
  private final CatalogTables tables;
  private final Deque<Runnable> takeBack = new ArrayDeque<>();

  CatalogChanges(CatalogTables tables) {
    this.tables = tables;
  }

  void undo() {
    while (!takeBack.isEmpty()) {
      takeBack.pop().run();
    }
  }

  void make(Change change) {
    if (change instanceof AddVersion add) {
      addVersion(add);
    } else if (change instanceof MoveRef move) {
      moveRef(move);
    } else if (change instanceof AddPack add) {
      addPack(add);
    } else if (change instanceof RemovePack remove) {
      removePack(remove.pack());
    } else if (change instanceof RequireVersionCount required) {
      requireVersionCount(required.count());
    } else if (change instanceof RequireStreamEnd required) {
      requireStreamEnd(required);
    } else if (change instanceof AttachEvaluation attach) {
      attach(attach);
    } else if (change instanceof RetireVersion retire) {
      retire(retire);
    } else if (change instanceof AppendEvent append) {
      append(append);
    } else {
      throw new IllegalStateException("an unknown kind of change: " + change);
    }
  }

  private <K, V> void put(Map<K, V> table, K key, V value) {
    V before = table.put(key, value);
    takeBack.push(
        () -> {
          if (before == null) {
            table.remove(key);
          } else {
            table.put(key, before);
          }
        });
  }

  private <K, V> void remove(Map<K, V> table, K key) {
    V before = table.remove(key);
    if (before != null) {
      takeBack.push(() -> table.put(key, before));
    }
  }

  private <T> void add(List<T> list, T item) {
    list.add(item);
    takeBack.push(() -> list.remove(list.size() - 1));
  }

  private <K, T> void addTo(Map<K, List<T>> table, K key, T item) {
    List<T> list = table.get(key);
    if (list == null) {
      list = new ArrayList<>();
      put(table, key, list);
    }
    add(list, item);
  }

  private VersionEntry require(VersionId id, String role) {
    VersionEntry entry = tables.versions.get(id);
    if (entry == null) {
      throw new NotFoundException(role + " " + id + " is not a recorded version");
    }
    return entry;
  }

  private void addVersion(AddVersion add) {
    VersionEntry there = tables.versions.get(add.id());
    if (there != null) {
      throw new AlreadyExistsException(
          "version "
              + add.id()
              + " is recorded already as number "
              + there.number()
              + " of "
              + there.model());
    }
    for (VersionId parent : add.parents()) {
      require(parent, "parent");
    }
    for (Digest chunk : add.chunks()) {
      if (!tables.chunks.containsKey(chunk)) {
        throw new ConflictException(
            "chunk "
                + chunk
                + " of version "
                + add.id()
                + " is not indexed; store it again and try again");
      }
    }
    addTo(tables.numbers, add.model(), add.id());
    put(
        tables.versions,
        add.id(),
        new VersionEntry(
            add.id(),
            add.model(),
            tables.numbers.getOrDefault(add.model(), List.of()).size(),
            List.copyOf(add.parents()),
            add.time(),
            add.author(),
            add.message(),
            null));
  }

  private void moveRef(MoveRef move) {
    Ref ref = move.ref();
    VersionId found = tables.refs.get(ref);
    if (found != null && ref.kind() == Ref.Kind.TAG) {
      throw new AlreadyExistsException(ref + " is at " + found + "; a tag never moves");
    }
    if (!Objects.equals(found, move.expected())) {
      throw new ConflictException(
          ref + ": expected " + place(move.expected()) + ", found " + place(found));
    }
    VersionId target = move.target();
    if (target == null) {
      remove(tables.refs, ref);
    } else {
      if (!require(target, "target").model().equals(ref.model())) {
        throw new NotFoundException("target " + target + " is not a version of " + ref.model());
      }
      if (ref.kind().needsWeights() && require(target, "target").retirement() != null) {
        throw new ConflictException(ref + " cannot point at " + target + ", which is retired");
      }
      put(tables.refs, ref, target);
    }
    addTo(
        tables.history,
        ref,
        new RefMove(ref, found, target, move.time(), move.author(), move.reason()));
  }

  private static String place(@Nullable VersionId id) {
    return id == null ? "nothing" : id.toString();
  }

  private void addPack(AddPack add) {
    List<Chunk> own = new ArrayList<>(tables.packs.getOrDefault(add.pack(), List.of()));
    for (Chunk chunk : add.chunks()) {
      if (!tables.chunks.containsKey(chunk.digest())) {
        put(tables.chunks, chunk.digest(), chunk);
        own.add(chunk);
      }
    }
    own.sort(Comparator.comparingLong(Chunk::offset));
    put(tables.packs, add.pack(), own);
  }

  private void removePack(String pack) {
    for (Chunk chunk : tables.packs.getOrDefault(pack, List.of())) {
      remove(tables.chunks, chunk.digest());
    }
    remove(tables.packs, pack);
  }

  private void requireVersionCount(long count) {
    if (tables.versions.size() != count) {
      throw new ConflictException(
          "expected "
              + count
              + " recorded versions, found "
              + tables.versions.size()
              + "; look again and decide again");
    }
  }

  private void requireStreamEnd(RequireStreamEnd required) {
    int end = tables.streams.getOrDefault(required.stream(), List.of()).size();
    if (end > required.sequence()) {
      throw new ConflictException(
          "stream "
              + required.stream()
              + " was expected to end at "
              + required.sequence()
              + ", found "
              + end
              + "; look again and decide again");
    }
  }

  private void attach(AttachEvaluation attach) {
    require(attach.version(), "evaluated");
    add(
        tables.evaluations,
        new EvaluationEntry(attach.version(), attach.evaluation(), attach.time(), attach.author()));
  }

  private void retire(RetireVersion retire) {
    VersionEntry entry = require(retire.version(), "retired");
    if (entry.retirement() != null) {
      throw new ConflictException(
          "version " + entry.id() + " was retired already at " + entry.retirement().time());
    }
    tables.refs.forEach(
        (ref, target) -> {
          if (ref.kind().needsWeights() && target.equals(entry.id())) {
            throw new ConflictException(
                "version " + entry.id() + " cannot be retired: " + ref + " points at it");
          }
        });
    put(
        tables.versions,
        entry.id(),
        new VersionEntry(
            entry.id(),
            entry.model(),
            entry.number(),
            entry.parents(),
            entry.time(),
            entry.author(),
            entry.message(),
            new Retirement(retire.time(), retire.author(), retire.reason())));
  }

  private void append(AppendEvent append) {
    CatalogTables.EventId id = new CatalogTables.EventId(append.stream(), append.id());
    if (!tables.eventIds.add(id)) {
      return;
    }
    takeBack.push(() -> tables.eventIds.remove(id));
    long sequence = tables.streams.getOrDefault(append.stream(), List.of()).size() + 1L;
    addTo(
        tables.streams,
        append.stream(),
        new Event(sequence, append.id(), append.time(), append.payload()));
  }
}
