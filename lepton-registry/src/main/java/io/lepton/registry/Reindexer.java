package io.lepton.registry;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Fills an empty catalogue from the packs. Belongs to one thread. */
final class Reindexer {
  private static final String WHY = "rebuilt from packs";

  private final Store store;
  private final Packs packs;
  private final List<Found> found = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> withoutWeights = new ArrayList<>();

  private record Found(VersionId id, Manifest manifest) {}

  Reindexer(Store store) {
    this.store = store;
    this.packs = new Packs(store.blobs, store.workers);
  }

  ReindexReport run() {
    List<String> keys;
    try (Stream<String> all = store.blobs.list("")) {
      keys = all.sorted().toList();
    }
    int indexed = 0;
    for (String key : keys) {
      try {
        packs
            .manifests(key)
            .forEach(
                (name, json) ->
                    found.add(
                        new Found(
                            new VersionId(name), Manifest.read(json, "manifest of " + name))));
        store.catalog.apply(List.of(packs.contents(key)));
        indexed++;
      } catch (CorruptDataException | FormatTooNewException e) {
        skipped.add(String.valueOf(e.getMessage()));
      }
    }
    int versions = recordInOrder();
    return new ReindexReport(indexed, versions, withoutWeights, skipped);
  }

  /** Parents first, otherwise by time, so that numbers come out as they were if clocks agreed. */
  private int recordInOrder() {
    found.sort(Comparator.comparing((Found it) -> it.manifest.time()).thenComparing(it -> it.id));
    Set<VersionId> recorded = new HashSet<>();
    Set<VersionId> followed = new HashSet<>();
    List<Found> waiting = new ArrayList<>(found);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Iterator<Found> each = waiting.iterator(); each.hasNext(); ) {
        Found next = each.next();
        if (recorded.containsAll(next.manifest.parents())) {
          each.remove();
          if (recorded.add(next.id)) {
            record(next);
            followed.addAll(next.manifest.parents());
          }
          progress = true;
        }
      }
    }
    waiting.forEach(
        it -> skipped.add("version " + it.id.hex() + ": a version it follows is in no pack"));
    recorded.stream().filter(id -> !followed.contains(id)).sorted().forEach(this::branch);
    return recorded.size();
  }

  private void record(Found it) {
    Manifest manifest = it.manifest;
    List<Change> changes = new ArrayList<>();
    changes.add(
        new AddVersion(
            it.id,
            manifest.model(),
            manifest.parents(),
            manifest.time(),
            manifest.author(),
            manifest.message(),
            List.of(it.id.digest())));
    boolean whole = store.catalog.chunks(manifest.chunks()).size() == manifest.chunks().size();
    if (!whole) {
      changes.add(
          new RetireVersion(
              it.id, store.clock.instant(), store.author, WHY + ", which lack its weights"));
    }
    store.catalog.apply(changes);
    if (!whole) {
      withoutWeights.add(store.describe(it.id));
    }
  }

  /** Packs know no refs: each version that none follows gets a branch, so that logs reach all. */
  private void branch(VersionId id) {
    var entry = store.entry(id);
    Ref ref = new Ref(entry.model(), Ref.Kind.BRANCH, "recovered/v" + entry.number());
    store.catalog.apply(
        List.of(new MoveRef(ref, null, id, store.clock.instant(), store.author, WHY)));
  }
}
