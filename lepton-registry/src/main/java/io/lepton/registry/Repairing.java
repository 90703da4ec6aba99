package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Compactor;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RemovePack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One repair. Of each damaged pack the good entries are taken over, the others fetched and checked
 * against their names; one transaction swaps the new packs in. What nobody has is dropped from the
 * index, with all that rests on it, and the damaged pack kept aside. Belongs to one thread.
 */
final class Repairing {
  /** Keys under this are no packs and never garbage. */
  static final String QUARANTINE = "quarantine/";

  private static final long ROLL = 256L << 20;
  private static final int PATIENCE = 8;
  private static final int COPIED_AT_ONCE = 1 << 20;

  private final Store store;
  private final MaintenanceProgress progress;
  private final ChunkSupply supply;
  private final Packs packs;
  private final Set<Digest> healed = new HashSet<>();
  private final Set<Digest> lost = new LinkedHashSet<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final List<String> quarantined = new ArrayList<>();
  private int replaced;

  Repairing(Store store, MaintenanceProgress progress, ChunkSupply supply) {
    this.store = store;
    this.progress = progress;
    this.supply = supply;
    this.packs = new Packs(store.blobs, store.chunks, store.workers);
  }

  RepairReport run() {
    for (int attempt = 0; ; attempt++) {
      long swaps = store.streamEnd(Swaps.STREAM);
      healed.clear();
      lost.clear();
      reasons.clear();
      Map<String, Set<Digest>> damage = damage();
      if ((damage.isEmpty() || replace(damage, swaps)) && fetchMissing()) {
        break;
      }
      if (attempt == PATIENCE) {
        throw new ConflictException("packs kept being swapped by others; repair again");
      }
    }
    return new RepairReport(
        replaced,
        healed.size(),
        lost.size(),
        quarantined,
        List.copyOf(reasons),
        new Verifier(store, progress).incomplete());
  }

  /** The damaged packs, and which of their chunks cannot be trusted. */
  private Map<String, Set<Digest>> damage() {
    Map<String, Set<Digest>> damage = new TreeMap<>();
    List<String> indexed = store.catalog.packs();
    int done = 0;
    for (String pack : indexed) {
      packs.check(
          pack,
          store.catalog.chunksOf(pack),
          (fault, why) -> {
            if (why instanceof StorageException || why instanceof FormatTooNewException) {
              throw why; // not damage: trying again, or a newer Lepton, may help
            }
            if (why instanceof KeyUnavailableException) {
              return; // nothing is known of what is sealed, so it is kept as it is
            }
            Set<Digest> chunks = damage.computeIfAbsent(pack, it -> new HashSet<>());
            fault.chunk().ifPresent(chunks::add);
          });
      progress.at("check packs", ++done, indexed.size());
    }
    return damage;
  }

  /** False if another swapped packs meanwhile. */
  private boolean replace(Map<String, Set<Digest>> damage, long swaps) {
    Set<String> aside = new LinkedHashSet<>();
    try (Compactor compactor = new Compactor(store.blobs, ROLL)) {
      List<AddPack> fresh;
      try {
        // What rests on a lost chunk is lost too, unless somebody has it.
        Map<String, Set<Digest>> work = damage;
        while (!work.isEmpty()) {
          compactor.restart();
          lost.clear();
          reasons.clear();
          aside.clear();
          rescue(damage, compactor, aside);
          work = restingOnLost(damage);
        }
        fresh = compactor.finish();
        for (String pack : aside) {
          quarantine(pack);
        }
      } catch (StorageException e) {
        compactor.discard();
        throw e;
      }
      List<Change> changes = new ArrayList<>(Swaps.swap(store, swaps));
      for (String pack : damage.keySet()) {
        changes.add(new RemovePack(pack));
        changes.add(new AppendEvent(Leftovers.DOOMED, pack, store.clock.instant(), "{}"));
      }
      changes.addAll(Bases.ordered(fresh));
      try {
        store.catalog.apply(changes);
      } catch (ConflictException e) {
        compactor.discard();
        return false;
      }
    }
    replaced += damage.size();
    new Leftovers(store).sweep();
    return true;
  }

  private void rescue(Map<String, Set<Digest>> damage, Compactor compactor, Set<String> aside) {
    Map<Digest, Chunk> broken = new LinkedHashMap<>();
    damage.forEach(
        (pack, bad) -> {
          for (Chunk chunk : store.catalog.chunksOf(pack)) {
            if (bad.contains(chunk.digest()) || !compactor.copyIntact(chunk)) {
              broken.put(chunk.digest(), chunk);
            }
          }
        });
    SealedRescue sealed = new SealedRescue(store, supply, broken.keySet());
    broken.forEach(
        (digest, chunk) -> {
          boolean found =
              Codecs.isSealed(chunk) ? sealed.heal(digest, compactor) : heal(digest, compactor);
          if (found) {
            healed.add(digest);
          } else {
            lost.add(digest);
            aside.add(chunk.pack());
          }
        });
    reasons.addAll(sealed.reasons());
  }

  private boolean heal(Digest digest, Compactor compactor) {
    ByteBuffer raw = find(digest);
    if (raw != null) {
      compactor.add(isManifest(digest), digest, raw);
    }
    return raw != null;
  }

  private boolean isManifest(Digest digest) {
    return store.catalog.version(new VersionId(digest)).isPresent();
  }

  private @org.jspecify.annotations.Nullable ByteBuffer find(Digest digest) {
    try {
      return store.chunks.read(digest, "chunk " + digest); // only its header was damaged
    } catch (CorruptDataException | NotFoundException | FormatTooNewException e) {
      return supply.find(digest).filter(raw -> Digest.of(raw).equals(digest)).orElse(null);
    }
  }

  /** Adds to the damage what rests on lost chunks; what was added. */
  private Map<String, Set<Digest>> restingOnLost(Map<String, Set<Digest>> damage) {
    Map<String, Set<Digest>> added = new LinkedHashMap<>();
    Set<Digest> resting = Bases.dependents(store.catalog, lost);
    resting.removeAll(lost);
    for (Chunk chunk : store.catalog.chunks(resting).values()) {
      Set<Digest> bad = damage.computeIfAbsent(chunk.pack(), it -> new HashSet<>());
      if (bad.add(chunk.digest())) {
        added.computeIfAbsent(chunk.pack(), it -> new HashSet<>()).add(chunk.digest());
      }
    }
    return added;
  }

  /** Keeps a damaged pack as it is under another key, as far as it can be read. */
  private void quarantine(String pack) {
    String key = QUARANTINE + pack + ".damaged";
    long size;
    try {
      size = store.blobs.size(pack);
    } catch (NotFoundException e) {
      return; // the whole pack is missing
    }
    try (BlobStore.Writer writer = store.blobs.create(key)) {
      for (long at = 0; at < size; at += COPIED_AT_ONCE) {
        writer.write(store.blobs.read(pack, at, (int) Math.min(COPIED_AT_ONCE, size - at)));
      }
      writer.commit();
    } catch (AlreadyExistsException e) {
      quarantined.remove(key); // by an attempt that got no further
    }
    quarantined.add(key);
  }

  /** Brings chunks that living versions need and no pack has; false if it must be tried again. */
  private boolean fetchMissing() {
    long swaps = store.streamEnd(Swaps.STREAM);
    Marking marking = new Marking(store, progress);
    marking.update();
    Set<Digest> missing = marking.missing();
    List<AddPack> fresh;
    try (Compactor compactor = new Compactor(store.blobs, ROLL)) {
      try {
        SealedRescue sealed = new SealedRescue(store, supply, missing);
        for (Digest digest : missing) {
          if (heal(digest, compactor) || sealed.heal(digest, compactor)) {
            healed.add(digest);
            lost.remove(digest);
          } else {
            lost.add(digest);
          }
        }
        reasons.addAll(sealed.reasons());
        fresh = compactor.finish();
      } catch (StorageException e) {
        compactor.discard();
        throw e;
      }
      if (fresh.isEmpty()) {
        return true;
      }
      List<Change> changes = new ArrayList<>(Swaps.swap(store, swaps));
      changes.addAll(Bases.ordered(fresh));
      try {
        store.catalog.apply(changes);
      } catch (ConflictException e) {
        compactor.discard();
        return false;
      }
    }
    // A healed manifest may name more that is missing.
    return marking.blocked().isEmpty() || fetchMissing();
  }
}
