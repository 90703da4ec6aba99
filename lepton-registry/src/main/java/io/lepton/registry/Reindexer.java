package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fills an empty catalogue from the packs. Belongs to one thread. */
final class Reindexer {
  private static final String WHY = "rebuilt from packs";

  private final Store store;
  private final Packs packs;
  private final List<Found> found = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> withoutWeights = new ArrayList<>();
  private final Set<String> keys;
  private boolean packsLost;

  private record Found(VersionId id, Manifest manifest) {}

  Reindexer(Store store) {
    this.store = store;
    this.packs = new Packs(store.blobs, store.chunks, store.workers);
    this.keys = Set.copyOf(store.keys.ids());
  }

  ReindexReport run() {
    List<String> keys;
    try (Stream<String> all = store.blobs.list("")) {
      keys = all.filter(key -> !key.startsWith(Keyring.FOLDER)).sorted().toList();
    }
    // What a quarantined pack lost was not destroyed on purpose.
    packsLost = keys.stream().anyMatch(key -> key.startsWith(Repairing.QUARANTINE));
    keys = keys.stream().filter(key -> !key.startsWith(Repairing.QUARANTINE)).toList();
    int indexed = 0;
    List<AddPack> differences = new ArrayList<>();
    for (String key : keys) {
      try {
        packs.manifests(key, (name, e) -> skip(e)).forEach(this::find);
        // Also if a manifest is damaged: others need the chunks beside it.
        AddPack contents = packs.contents(key);
        Map<Boolean, List<Chunk>> parts =
            contents.chunks().stream()
                .collect(Collectors.partitioningBy(chunk -> chunk.base() == null));
        store.catalog.apply(List.of(new AddPack(key, parts.getOrDefault(true, List.of()))));
        differences.add(new AddPack(key, parts.getOrDefault(false, List.of())));
        indexed++;
      } catch (CorruptDataException e) {
        skip(e);
        packsLost = true;
      }
    }
    // Last, and in order: of several copies of a chunk the first counts, and no two may rest on
    // each other.
    Bases.ordered(differences).forEach(pack -> store.catalog.apply(List.of(pack)));
    int versions = recordInOrder();
    store.keys.ids().forEach(this::recordKey);
    return new ReindexReport(indexed, versions, withoutWeights, skipped);
  }

  private void recordKey(String id) {
    String model = store.keys.record(id).model();
    Encryption state = Encryption.of(store, model);
    store.catalog.apply(List.of(state.begin(store, id)));
  }

  /** A model's key that is gone was destroyed on purpose; what it sealed is no more. */
  private boolean isShredded(Manifest manifest) {
    for (Chunk chunk : store.catalog.chunks(manifest.chunks()).values()) {
      if (Codecs.isSealed(chunk)) {
        return !keys.contains(packs.keyOf(chunk));
      }
    }
    return false;
  }

  private void find(Digest name, byte[] json) {
    try {
      found.add(new Found(new VersionId(name), Manifest.read(json, "manifest of " + name)));
    } catch (CorruptDataException e) {
      skip(e);
    }
  }

  private void skip(CorruptDataException why) {
    skipped.add(String.valueOf(why.getMessage()));
  }

  /** Parents first, otherwise by time, so that numbers come out as they were if clocks agreed. */
  private int recordInOrder() {
    found.sort(Comparator.comparing((Found it) -> it.manifest.time()).thenComparing(it -> it.id));
    Set<VersionId> all = found.stream().map(Found::id).collect(Collectors.toSet());
    Set<VersionId> recorded = new HashSet<>();
    Set<VersionId> followed = new HashSet<>();
    List<Found> waiting = new ArrayList<>(found);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Iterator<Found> each = waiting.iterator(); each.hasNext(); ) {
        Found next = each.next();
        List<VersionId> parents = next.manifest.parents().stream().filter(all::contains).toList();
        if (recorded.containsAll(parents)) {
          each.remove();
          if (recorded.add(next.id)) {
            record(next, parents);
            followed.addAll(next.manifest.parents());
          }
          progress = true;
        }
      }
    }
    recorded.stream().filter(id -> !followed.contains(id)).sorted().forEach(this::branch);
    return recorded.size();
  }

  private void record(Found it, List<VersionId> parents) {
    Manifest manifest = it.manifest;
    List<Change> changes = new ArrayList<>();
    changes.add(
        new AddVersion(
            it.id,
            manifest.model(),
            parents,
            manifest.time(),
            manifest.author(),
            manifest.message(),
            List.of(it.id.digest())));
    Set<Digest> needed = new HashSet<>(manifest.chunks());
    needed.addAll(Bases.of(store.catalog, needed));
    boolean whole = store.catalog.chunks(needed).size() == needed.size();
    // A retired version protects nothing. While a pack cannot be read, nobody can tell whether the
    // chunks that lack were destroyed or are in there, so what is left must stay.
    boolean shredded = whole && isShredded(manifest);
    if (shredded || (!whole && !packsLost)) {
      changes.add(
          new RetireVersion(
              it.id, store.clock.instant(), store.author, WHY + ", which lack its weights"));
    }
    store.catalog.apply(changes);
    if (!whole || shredded) {
      withoutWeights.add(store.describe(it.id));
    }
    if (parents.size() < manifest.parents().size()) {
      List<VersionId> lost = new ArrayList<>(manifest.parents());
      lost.removeAll(parents);
      skipped.add(
          store.describe(it.id) + " follows versions that no pack gave; kept without: " + lost);
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
