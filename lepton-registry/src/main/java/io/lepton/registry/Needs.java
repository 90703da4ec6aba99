package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows chunks to those they are stored as differences from, and back. */
final class Needs {
  private Needs() {}

  /** Where chunks lie, and all they are based on, as far as the catalogue has them. */
  static Map<Digest, Chunk> places(Collection<Digest> chunks, Catalog catalog) {
    Map<Digest, Chunk> places = new HashMap<>();
    Collection<Digest> wave = chunks;
    while (!wave.isEmpty()) {
      Map<Digest, Chunk> found = catalog.chunks(wave);
      places.putAll(found);
      Set<Digest> bases = new HashSet<>();
      for (Chunk chunk : found.values()) {
        Digest base = chunk.base();
        if (base != null && !places.containsKey(base)) {
          bases.add(base);
        }
      }
      wave = bases;
    }
    return places;
  }

  /** The first of a chunk and those it is based on that lies nowhere. */
  static Optional<Digest> missing(Digest chunk, Map<Digest, Chunk> places) {
    @Nullable Digest next = chunk;
    while (next != null) {
      Chunk place = places.get(next);
      if (place == null) {
        return Optional.of(next);
      }
      next = place.base();
    }
    return Optional.empty();
  }

  /** The chunks and all they are based on. */
  static Set<Digest> closure(Collection<Digest> chunks, Map<Digest, Chunk> places) {
    Set<Digest> all = new HashSet<>(chunks);
    for (Digest chunk : chunks) {
      Chunk place = places.get(chunk);
      @Nullable Digest base = place == null ? null : place.base();
      while (base != null && all.add(base)) {
        place = places.get(base);
        base = place == null ? null : place.base();
      }
    }
    return all;
  }

  /** The chunks and all that cannot be read without them. */
  static Set<Digest> dependants(Collection<Digest> chunks, Catalog catalog) {
    Set<Digest> all = new HashSet<>(chunks);
    Collection<Digest> wave = chunks;
    while (!wave.isEmpty()) {
      Set<Digest> next = new HashSet<>();
      for (Chunk chunk : catalog.chunksBasedOn(wave)) {
        if (all.add(chunk.digest())) {
          next.add(chunk.digest());
        }
      }
      wave = next;
    }
    return all;
  }
}
