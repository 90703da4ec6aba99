package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What chunks rest on, and what rests on them. The index keeps one rule: a chunk in it has its base
 * in it. Whoever takes chunks away must first give those that rest on them another form.
 */
public final class Bases {
  private Bases() {}

  /**
   * What reading needs.
   *
   * @param catalog the index
   * @param digests of chunks, any number
   * @return their places and those of all they rest on, directly or not; without those that are not
   *     indexed
   */
  public static Map<Digest, Chunk> closure(Catalog catalog, Collection<Digest> digests) {
    Map<Digest, Chunk> found = new HashMap<>();
    Set<Digest> asked = new HashSet<>(digests);
    Collection<Digest> next = asked;
    while (!next.isEmpty()) {
      Map<Digest, Chunk> places = catalog.chunks(next);
      found.putAll(places);
      next = new HashSet<>();
      for (Chunk place : places.values()) {
        Digest base = place.base();
        if (base != null && !found.containsKey(base) && asked.add(base)) {
          next.add(base);
        }
      }
    }
    return found;
  }

  /**
   * Names what reading needs, also what is not indexed.
   *
   * @param catalog the index
   * @param digests of chunks, any number
   * @return the bases of these chunks and all those rest on; some of the chunks may be among them
   */
  public static Set<Digest> of(Catalog catalog, Collection<Digest> digests) {
    Set<Digest> bases = new HashSet<>();
    for (Chunk place : closure(catalog, digests).values()) {
      Digest base = place.base();
      if (base != null) {
        bases.add(base);
      }
    }
    return bases;
  }

  /**
   * What a damage spreads to.
   *
   * @param catalog the index
   * @param digests of chunks, any number; they need not be indexed
   * @return the chunks that cannot be read without one of these
   */
  public static Set<Digest> dependents(Catalog catalog, Collection<Digest> digests) {
    Set<Digest> found = new HashSet<>();
    Collection<Digest> next = digests;
    while (!next.isEmpty()) {
      Set<Digest> direct = new HashSet<>();
      for (Chunk chunk : catalog.chunksBasedOn(next)) {
        if (found.add(chunk.digest())) {
          direct.add(chunk.digest());
        }
      }
      next = direct;
    }
    return found;
  }

  /**
   * How many chunks must be read before one.
   *
   * @param digest of the chunk
   * @param places as {@link #closure} gave them
   * @return 0 if it is stored by itself; more than any reader follows if its chain has no end here
   */
  static int depth(Digest digest, Map<Digest, Chunk> places) {
    Digest at = digest;
    for (int depth = 0; depth <= Delta.DEEPEST; depth++) {
      Chunk place = places.get(at);
      if (place == null) {
        break;
      }
      Digest base = place.base();
      if (base == null) {
        return depth;
      }
      at = base;
    }
    return Integer.MAX_VALUE;
  }

  /**
   * Orders the indexing of packs that may hold several copies of a chunk, of which the first
   * counts: a chunk comes when its base is there, so that no two copies rest on each other.
   *
   * @param packs to be indexed
   * @return changes with the same packs and chunks; a pack may come several times
   */
  public static List<AddPack> ordered(List<AddPack> packs) {
    Set<Digest> waiting = new HashSet<>();
    packs.forEach(pack -> pack.chunks().forEach(chunk -> waiting.add(chunk.digest())));
    List<AddPack> changes = new ArrayList<>();
    List<AddPack> left = packs;
    boolean first = true;
    while (!left.isEmpty()) {
      List<AddPack> later = new ArrayList<>();
      Set<Digest> placed = new HashSet<>();
      for (AddPack pack : left) {
        List<Chunk> ready = new ArrayList<>();
        List<Chunk> notYet = new ArrayList<>();
        for (Chunk chunk : pack.chunks()) {
          boolean resting = chunk.base() != null && waiting.contains(chunk.base());
          (resting ? notYet : ready).add(chunk);
        }
        ready.forEach(chunk -> placed.add(chunk.digest()));
        if (first || !ready.isEmpty()) {
          changes.add(new AddPack(pack.pack(), ready));
        }
        if (!notYet.isEmpty()) {
          later.add(new AddPack(pack.pack(), notYet));
        }
      }
      if (!waiting.removeAll(placed)) {
        changes.addAll(later); // they rest on each other: damage, which reading reports
        break;
      }
      left = later;
      first = false;
    }
    return changes;
  }
}
