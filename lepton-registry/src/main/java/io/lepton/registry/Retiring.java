package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a {@link Retire}. New packs are written without the destroyed chunks, one transaction
 * swaps them in, and then the old packs are deleted. The transaction holds only if no version was
 * saved and no pack swapped since the run looked at what the others need; otherwise it looks again.
 */
final class Retiring {
  private static final Logger LOG = LoggerFactory.getLogger(Retiring.class);

  private final Store store;
  private final Packs packs;
  private final VersionId version;
  private final String reason;

  private record Swap(String old, long oldSize, Optional<AddPack> fresh) {}

  Retiring(Store store, VersionId version, String reason) {
    this.store = store;
    this.packs = new Packs(store.blobs, store.chunks, store.workers);
    this.version = version;
    this.reason = reason;
  }

  Retirement run() {
    while (true) {
      long count = store.catalog.versionCount();
      long end = store.streamEnd(Swaps.STREAM);
      List<Swap> swaps = new ArrayList<>();
      Retirement certificate;
      try {
        certificate = prepare(swaps);
      } catch (NotFoundException | CorruptDataException e) {
        discard(swaps);
        if (store.streamEnd(Swaps.STREAM) == end) {
          throw e;
        }
        continue; // another retirement took away a pack, or a chunk, we looked at
      } catch (LeptonException e) {
        discard(swaps);
        throw e;
      }
      try {
        store.catalog.apply(changes(certificate, swaps, count, end));
      } catch (ConflictException e) {
        discard(swaps);
        if (store.catalog.versionCount() == count && store.streamEnd(Swaps.STREAM) == end) {
          throw e;
        }
        continue;
      }
      List<String> left = new Leftovers(store).sweep();
      return certificate.leaving(
          swaps.stream().map(Swap::old).filter(left::contains).map(Retiring::undeleted).toList());
    }
  }

  private static String undeleted(String pack) {
    return "pack " + pack + ": could not be deleted; tried again at the next opening";
  }

  private Retirement prepare(List<Swap> swaps) {
    Set<Digest> all = store.manifest(version).chunks();
    Set<Digest> doomed = new HashSet<>(all);
    Set<Digest> known = new HashSet<>();
    for (String model : store.catalog.models()) {
      for (VersionEntry other : store.catalog.versions(model)) {
        known.add(other.id().digest());
        doomed.remove(other.id().digest()); // a file may be a copy of a manifest
        if (!other.id().equals(version) && other.retirement() == null && !doomed.isEmpty()) {
          doomed.removeAll(store.manifest(other.id()).chunks());
        }
      }
    }
    List<String> leftovers = new ArrayList<>();
    Set<String> indexed = Set.copyOf(store.catalog.packs());
    List<String> present = doomed.isEmpty() ? List.of() : blobs();
    for (String pack : present) {
      if (indexed.contains(pack)) {
        spareUnlisted(pack, known, doomed);
      } else {
        requireReadable(pack);
      }
    }
    for (String pack : doomed.isEmpty() ? List.<String>of() : present) {
      boolean isIndexed = indexed.contains(pack);
      if (concerns(pack, isIndexed, doomed, leftovers)) {
        if (isIndexed) {
          swaps.add(new Swap(pack, packs.size(pack), packs.rewrite(pack, doomed)));
        } else {
          leftovers.add("pack " + pack + ": in no index, so of a save that runs or has crashed");
        }
      }
    }
    long freed = 0;
    for (Swap swap : swaps) {
      freed += swap.oldSize - swap.fresh.map(fresh -> packs.size(fresh.pack())).orElse(0L);
    }
    return new Retirement(
        version,
        store.clock.instant(),
        store.author,
        reason,
        freed,
        doomed.size(),
        all.size() - doomed.size(),
        leftovers);
  }

  /** A version that a rebuilt catalogue could not list still needs what it shares. */
  private void spareUnlisted(String pack, Set<Digest> known, Set<Digest> doomed) {
    Set<Digest> unlisted;
    try {
      unlisted = new HashSet<>(packs.manifestNames(pack));
    } catch (NotFoundException | CorruptDataException | FormatTooNewException e) {
      // Gone since it was listed; or damaged since it was indexed, and its versions with it.
      LOG.trace("pack {} cannot be looked into", pack, e);
      return;
    }
    unlisted.removeAll(known);
    if (unlisted.isEmpty()) {
      return;
    }
    Map<Digest, CorruptDataException> damaged = new HashMap<>();
    Map<Digest, byte[]> readable = packs.manifests(pack, damaged::put);
    damaged.keySet().retainAll(unlisted);
    damaged.forEach(
        (name, why) -> {
          throw unknowable(pack, why);
        });
    readable.keySet().retainAll(unlisted);
    readable.forEach(
        (name, json) -> {
          doomed.remove(name);
          doomed.removeAll(Manifest.read(json, "manifest of " + name).chunks());
        });
  }

  /** A save publishes only whole packs, so this one was damaged, and a rebuilding left it out. */
  private void requireReadable(String pack) {
    if (!Packs.isName(pack)) {
      return; // a stranger's file
    }
    try {
      packs.manifestNames(pack);
    } catch (NotFoundException e) {
      LOG.trace("pack {} was deleted since it was listed", pack, e);
    } catch (CorruptDataException | FormatTooNewException e) {
      throw unknowable(pack, e);
    }
  }

  private CorruptDataException unknowable(String pack, LeptonException why) {
    return new CorruptDataException(
        "cannot retire "
            + store.describe(version)
            + ": pack "
            + pack
            + " is damaged and holds versions that the catalogue does not list, so what they share"
            + " cannot be known; put the pack back from a copy and rebuild the catalogue, or, if it"
            + " is lost for good, move it out of the store: "
            + why.getMessage(),
        why);
  }

  private List<String> blobs() {
    try (Stream<String> keys = store.blobs.list("")) {
      return keys.filter(key -> !key.startsWith(Keyring.FOLDER) && !key.startsWith(Backups.FOLDER))
          .sorted()
          .toList();
    }
  }

  /**
   * Whether a pack holds a chunk to be destroyed, or one that rests on such. Looks into the pack
   * itself: two savers may have stored one chunk, and only one is indexed. What a running save
   * rests on them it will not get recorded.
   */
  private boolean concerns(
      String pack, boolean indexed, Set<Digest> doomed, List<String> leftovers) {
    try {
      return packs.contents(pack).chunks().stream()
          .anyMatch(
              chunk ->
                  doomed.contains(chunk.digest())
                      || (indexed && chunk.base() != null && doomed.contains(chunk.base())));
    } catch (NotFoundException e) {
      return false; // deleted since it was listed
    } catch (CorruptDataException | FormatTooNewException e) {
      leftovers.add("pack " + pack + ": cannot be looked into: " + e.getMessage());
      return false;
    }
  }

  private List<Change> changes(Retirement certificate, List<Swap> swaps, long count, long end) {
    Instant time = certificate.time();
    List<Change> changes = new ArrayList<>();
    changes.add(new RequireVersionCount(count));
    changes.addAll(Swaps.swap(store, end));
    for (Swap swap : swaps) {
      changes.add(new RemovePack(swap.old));
      changes.add(new AppendEvent(Leftovers.DOOMED, swap.old, time, "{}"));
    }
    // Only when all old packs are forgotten: a chunk indexed before would keep its old place.
    List<AddPack> fresh = new ArrayList<>();
    swaps.forEach(swap -> swap.fresh.ifPresent(fresh::add));
    changes.addAll(Bases.ordered(fresh));
    changes.add(new RetireVersion(version, time, store.author, reason));
    changes.add(new AppendEvent(Retirements.STREAM, version.hex(), time, Json.text(certificate)));
    return changes;
  }

  private void discard(List<Swap> swaps) {
    for (Swap swap : swaps) {
      swap.fresh.ifPresent(
          fresh -> {
            try {
              store.blobs.delete(fresh.pack());
            } catch (LeptonException e) {
              LOG.debug("pack {} stays behind", fresh.pack(), e);
            }
          });
    }
  }
}
