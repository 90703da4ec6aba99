package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which packs are written anew, and what of them is kept.
 *
 * @param batches each is swapped in one transaction
 * @param kept packs that cannot be looked into, and why
 */
record GcPlan(List<Batch> batches, List<String> kept) {
  /** Below this a pack costs more in requests than in bytes. */
  private static final long SMALL = 4L << 20;

  /** So many small packs are worth a rewriting. */
  private static final int MANY = 16;

  /** Merged packs stay small enough to be rewritten cheaply when something in them is retired. */
  private static final long ROLL_SMALL = 32L << 20;

  private static final long ROLL = 256L << 20;

  /** Bounds the room that old and new packs take beside each other. */
  private static final long BATCH = 512L << 20;

  /** A pack to be replaced. */
  record Victim(String pack, long size, List<Chunk> kept, List<Digest> dropped) {
    long keptBytes() {
      return kept.stream().mapToLong(Packs::footprint).sum();
    }
  }

  /** Packs that are replaced together. */
  record Batch(List<Victim> victims, long roll) {
    int freshPacks() {
      return (int) (fresh() >> 40);
    }

    long freshBytes() {
      return fresh() & (1L << 40) - 1;
    }

    /** As the compactor will roll: packs above bit 40, bytes below. */
    private long fresh() {
      long packs = 0;
      long bytes = 0;
      long open = 0;
      for (Victim victim : victims) {
        for (Chunk chunk : victim.kept) {
          if (open == 0) {
            packs++;
            bytes += Packs.frame();
            open = Packs.header();
          }
          bytes += Packs.footprint(chunk);
          open += Packs.inPack(chunk);
          open = open >= roll ? 0 : open;
        }
      }
      return packs << 40 | bytes;
    }
  }

  private record Looked(String pack, long size, long live, List<Digest> dead) {}

  static GcPlan empty() {
    return new GcPlan(List.of(), List.of());
  }

  static GcPlan make(Store store, Marking marking, double share, MaintenanceProgress progress) {
    List<String> kept = new ArrayList<>();
    if (marking.blocked().isPresent()) {
      return empty();
    }
    List<Looked> all = new ArrayList<>();
    List<String> packs = store.catalog.packs();
    for (String pack : packs) {
      look(store, marking, pack, kept, all);
      progress.at("look at packs", all.size() + kept.size(), packs.size());
    }
    if (marking.blocked().isPresent()) {
      return new GcPlan(List.of(), kept);
    }
    List<Looked> large = new ArrayList<>();
    List<Looked> small = new ArrayList<>();
    List<Looked> merely = new ArrayList<>();
    for (Looked pack : all) {
      boolean garbage = pack.size - pack.live >= share * pack.size;
      if (pack.live < SMALL) {
        (garbage ? small : merely).add(pack);
      } else if (garbage) {
        large.add(pack);
      }
    }
    if (small.size() + merely.size() >= MANY && !merely.isEmpty()) {
      small.addAll(merely);
    }
    List<Batch> batches = new ArrayList<>();
    batch(store, marking, small, ROLL_SMALL, all, batches);
    batch(store, marking, large, ROLL, all, batches);
    return new GcPlan(batches, kept);
  }

  private static void look(
      Store store, Marking marking, String pack, List<String> kept, List<Looked> all) {
    long size;
    Packs packs = new Packs(store.blobs, store.chunks, store.workers);
    try {
      size = store.blobs.size(pack);
      long live = Packs.frame();
      List<Digest> dead = new ArrayList<>();
      for (Chunk chunk : store.catalog.chunksOf(pack)) {
        if (marking.needs(chunk.digest())) {
          live += Packs.footprint(chunk);
        } else {
          dead.add(chunk.digest());
        }
      }
      if (!dead.isEmpty() && hasUnlisted(packs, marking, pack)) {
        look(store, marking, pack, kept, all); // it needs more than we thought
        return;
      }
      all.add(new Looked(pack, size, live == Packs.frame() ? 0 : live, dead));
    } catch (NotFoundException | CorruptDataException | FormatTooNewException e) {
      if (store.catalog.packs().contains(pack)) {
        kept.add("pack " + pack + ", which must be repaired first: " + e.getMessage());
      }
    }
  }

  /** Adds what versions need that only a pack knows; whether there was one. */
  private static boolean hasUnlisted(Packs packs, Marking marking, String pack) {
    Set<Digest> unlisted = new HashSet<>(packs.manifestNames(pack));
    unlisted.removeIf(name -> marking.lists(name) || marking.needs(name));
    if (unlisted.isEmpty()) {
      return false;
    }
    packs
        .manifests(
            pack,
            (name, why) -> {
              if (unlisted.contains(name)) {
                marking.block(
                    "all chunks, since pack "
                        + pack
                        + " holds a damaged manifest of a version that the catalogue does not list:"
                        + " "
                        + why.getMessage());
              }
            })
        .forEach(
            (name, json) -> {
              if (unlisted.contains(name)) {
                marking.addUnlisted(name, json);
              }
            });
    return marking.blocked().isEmpty();
  }

  private static void batch(
      Store store,
      Marking marking,
      List<Looked> chosen,
      long roll,
      List<Looked> all,
      List<Batch> batches) {
    List<Looked> group = new ArrayList<>();
    long bytes = 0;
    for (Looked pack : chosen) {
      group.add(pack);
      bytes += pack.live;
      if (bytes >= BATCH) {
        batches.add(batchOf(store, marking, group, roll, all));
        group.clear();
        bytes = 0;
      }
    }
    if (!group.isEmpty()) {
      batches.add(batchOf(store, marking, group, roll, all));
    }
  }

  private static Batch batchOf(
      Store store, Marking marking, List<Looked> group, long roll, List<Looked> all) {
    Set<String> names = new HashSet<>();
    group.forEach(pack -> names.add(pack.pack));
    // What stays in the index keeps its bases there, needed or not: the next saves may share it.
    Set<Digest> staying = new HashSet<>();
    for (Looked pack : all) {
      if (!names.contains(pack.pack)) {
        staying.addAll(pack.dead);
      }
    }
    Map<Digest, Chunk> bases = new HashMap<>(Bases.closure(store.catalog, staying));
    List<Victim> victims = new ArrayList<>();
    for (Looked pack : group) {
      List<Chunk> kept = new ArrayList<>();
      List<Digest> dropped = new ArrayList<>();
      for (Chunk chunk : store.catalog.chunksOf(pack.pack)) {
        if (marking.needs(chunk.digest()) || bases.containsKey(chunk.digest())) {
          kept.add(chunk);
        } else {
          dropped.add(chunk.digest());
        }
      }
      victims.add(new Victim(pack.pack, pack.size, kept, dropped));
    }
    return new Batch(victims, roll);
  }
}
