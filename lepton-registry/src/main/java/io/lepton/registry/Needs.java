package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog.Chunk;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows chunks to those they are stored as differences from, in places that are known. */
final class Needs {
  private Needs() {}

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
}
