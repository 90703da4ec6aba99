package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * One run of a {@link Retire}. New packs are written without the destroyed chunks, one transaction
 * swaps them in, and then the old packs are deleted. The transaction holds only if no version was
 * saved and none retired since the run looked at what the others need; otherwise it looks again.
 */
final class Retiring {
  private final Store store;
  private final Packs packs;
  private final VersionId version;
  private final String reason;

  private record Swap(String old, long oldSize, Optional<AddPack> fresh) {}

  Retiring(Store store, VersionId version, String reason) {
    this.store = store;
    this.packs = new Packs(store.blobs, store.workers);
    this.version = version;
    this.reason = reason;
  }

  Retirement run() {
    while (true) {
      long count = store.catalog.versionCount();
      long end = Retirements.end(store);
      List<Swap> swaps = new ArrayList<>();
      Retirement certificate;
      try {
        certificate = prepare(swaps);
      } catch (NotFoundException e) {
        discard(swaps);
        if (Retirements.end(store) == end) {
          throw e;
        }
        continue; // another retirement took away a pack we looked at
      } catch (LeptonException e) {
        discard(swaps);
        throw e;
      }
      try {
        store.catalog.apply(changes(certificate, swaps, count, end));
      } catch (ConflictException e) {
        discard(swaps);
        if (store.catalog.versionCount() == count && Retirements.end(store) == end) {
          throw e;
        }
        continue;
      }
      new Leftovers(store).sweep();
      return certificate;
    }
  }

  private Retirement prepare(List<Swap> swaps) {
    Set<Digest> all = store.manifest(version).chunks();
    Set<Digest> doomed = new HashSet<>(all);
    for (String model : store.catalog.models()) {
      for (VersionEntry other : store.catalog.versions(model)) {
        doomed.remove(other.id().digest()); // a file may be a copy of a manifest
        if (!other.id().equals(version) && other.retirement() == null && !doomed.isEmpty()) {
          doomed.removeAll(store.manifest(other.id()).chunks());
        }
      }
    }
    List<String> leftovers = new ArrayList<>();
    Set<String> indexed = Set.copyOf(store.catalog.packs());
    for (String pack : doomed.isEmpty() ? List.<String>of() : blobs()) {
      if (holds(pack, doomed, leftovers)) {
        if (indexed.contains(pack)) {
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

  private List<String> blobs() {
    try (Stream<String> keys = store.blobs.list("")) {
      return keys.sorted().toList();
    }
  }

  /** Looks into the pack itself: two savers may have stored one chunk, and only one is indexed. */
  private boolean holds(String pack, Set<Digest> doomed, List<String> leftovers) {
    try {
      return packs.contents(pack).chunks().stream().map(Chunk::digest).anyMatch(doomed::contains);
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
    changes.add(new RequireStreamEnd(Retirements.STREAM, end));
    for (Swap swap : swaps) {
      changes.add(new RemovePack(swap.old));
      changes.add(new AppendEvent(Leftovers.DOOMED, swap.old, time, "{}"));
    }
    // Only when all old packs are forgotten: a chunk indexed before would keep its old place.
    swaps.forEach(swap -> swap.fresh.ifPresent(changes::add));
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
              LoggerFactory.getLogger(Retiring.class)
                  .debug("pack {} stays behind", fresh.pack(), e);
            }
          });
    }
  }
}
