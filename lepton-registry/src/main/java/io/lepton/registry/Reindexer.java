package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills a catalogue that is empty, or holds what a backup said, from the packs. Belongs to one
 * thread.
 */
final class Reindexer {
  private static final String WHY = "rebuilt from packs";

  private final Store store;
  private final Restored restored;
  private final Packs packs;
  private final Rekeying keys;
  private final List<Found> found = new ArrayList<>();
  private final List<String> skipped;
  private final List<String> withoutWeights = new ArrayList<>();
  private final List<String> newer = new ArrayList<>();
  private boolean packsLost;

  private record Found(VersionId id, Manifest manifest) {}

  Reindexer(Store store, Restored restored) {
    this.store = store;
    this.restored = restored;
    this.packs = new Packs(store.blobs, store.chunks, store.workers);
    this.keys = new Rekeying(store, packs);
    this.skipped = new ArrayList<>(restored.damaged());
  }

  ReindexReport run() {
    int indexed = index(packNames());
    List<VersionEntry> known =
        store.catalog.models().stream()
            .flatMap(model -> store.catalog.versions(model).stream())
            .toList();
    known.forEach(this::look);
    int fresh = recordInOrder(known.stream().map(VersionEntry::id).collect(Collectors.toSet()));
    keys.run();
    Optional<ReindexReport.Backup> backup =
        restored.used().map(it -> new ReindexReport.Backup(it.key(), it.time(), known.size()));
    return new ReindexReport(
        indexed,
        known.size() + fresh,
        withoutWeights,
        skipped,
        backup,
        backup.isPresent() ? newer : List.of());
  }

  private List<String> packNames() {
    // What was to be deleted was replaced by other packs, and may hold what was destroyed.
    Set<String> doomed = new Leftovers(store).doomed();
    List<String> names = new ArrayList<>();
    try (Stream<String> all = store.blobs.list("")) {
      all.filter(
              key ->
                  !key.startsWith(Keyring.FOLDER)
                      && !key.startsWith(Backups.FOLDER)
                      && !doomed.contains(key))
          .sorted()
          .forEach(names::add);
    }
    // What a quarantined pack lost was not destroyed on purpose.
    packsLost = names.removeIf(key -> key.startsWith(Repairing.QUARANTINE));
    return names;
  }

  private int index(List<String> names) {
    int indexed = 0;
    List<AddPack> differences = new ArrayList<>();
    for (String name : names) {
      try {
        packs.manifests(name, (manifest, e) -> skip(e)).forEach(this::find);
        // Also if a manifest is damaged: others need the chunks beside it.
        AddPack contents = packs.contents(name);
        Map<Boolean, List<Chunk>> parts =
            contents.chunks().stream()
                .collect(Collectors.partitioningBy(chunk -> chunk.base() == null));
        store.catalog.apply(List.of(new AddPack(name, parts.getOrDefault(true, List.of()))));
        differences.add(new AddPack(name, parts.getOrDefault(false, List.of())));
        indexed++;
      } catch (CorruptDataException e) {
        skip(e);
        packsLost = true;
      }
    }
    // Last, and in order: of several copies of a chunk the first counts, and no two may rest on
    // each other.
    Bases.ordered(differences).forEach(pack -> store.catalog.apply(List.of(pack)));
    return indexed;
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

  /** What a backup says lived is not taken for retired because packs lack: that may be damage. */
  private void look(VersionEntry entry) {
    String name = store.describe(entry.id());
    if (entry.retirement() != null) {
      withoutWeights.add(name);
      return;
    }
    Manifest manifest;
    try {
      manifest = store.manifest(entry.id());
    } catch (CorruptDataException e) {
      skip(e);
      withoutWeights.add(name);
      return;
    }
    if (!isWhole(manifest)) {
      withoutWeights.add(name);
    } else if (keys.isShredded(manifest)) {
      withoutWeights.add(name);
      retireUnlessInUse(entry);
    }
  }

  private void retireUnlessInUse(VersionEntry entry) {
    boolean used =
        store.catalog.refs(entry.model()).entrySet().stream()
            .anyMatch(it -> it.getKey().kind().needsWeights() && it.getValue().equals(entry.id()));
    if (!used) {
      store.catalog.apply(List.of(retirement(entry.id(), ", whose key was destroyed")));
    }
  }

  private RetireVersion retirement(VersionId id, String how) {
    return new RetireVersion(id, store.clock.instant(), store.author, WHY + how);
  }

  private boolean isWhole(Manifest manifest) {
    Set<Digest> needed = new HashSet<>(manifest.chunks());
    needed.addAll(Bases.of(store.catalog, needed));
    return store.catalog.chunks(needed).size() == needed.size();
  }

  /** Parents first, otherwise by time, so that numbers come out as they were if clocks agreed. */
  private int recordInOrder(Set<VersionId> known) {
    found.sort(Comparator.comparing((Found it) -> it.manifest.time()).thenComparing(it -> it.id));
    Set<VersionId> all = found.stream().map(Found::id).collect(Collectors.toSet());
    all.addAll(known);
    Set<VersionId> recorded = new HashSet<>(known);
    Set<VersionId> followed = new HashSet<>();
    found.forEach(it -> followed.addAll(it.manifest.parents()));
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
          }
          progress = true;
        }
      }
    }
    recorded.removeAll(known);
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
    boolean whole = isWhole(manifest);
    // A retired version protects nothing. While a pack cannot be read, nobody can tell whether the
    // chunks that lack were destroyed or are in there, so what is left must stay.
    boolean shredded = whole && keys.isShredded(manifest);
    if (shredded || (!whole && !packsLost)) {
      changes.add(retirement(it.id, ", which lack its weights"));
    }
    store.catalog.apply(changes);
    String name = store.describe(it.id);
    newer.add(name);
    if (!whole || shredded) {
      withoutWeights.add(name);
    }
    if (parents.size() < manifest.parents().size()) {
      List<VersionId> lost = new ArrayList<>(manifest.parents());
      lost.removeAll(parents);
      skipped.add(name + " follows versions that no pack gave; kept without: " + lost);
    }
  }

  /** Packs know no refs: each version that none follows gets a branch, so that logs reach all. */
  private void branch(VersionId id) {
    VersionEntry entry = store.entry(id);
    Ref ref = new Ref(entry.model(), Ref.Kind.BRANCH, "recovered/v" + entry.number());
    if (store.catalog.ref(ref).isPresent()) {
      ref = new Ref(entry.model(), Ref.Kind.BRANCH, "recovered/" + id.abbreviated());
    }
    store.catalog.apply(
        List.of(new MoveRef(ref, null, id, store.clock.instant(), store.author, WHY)));
  }
}
