package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.StorageException;
import io.lepton.registry.StoreStats.OfCodec;
import io.lepton.registry.StoreStats.OfModel;
import io.lepton.registry.StoreStats.OfVersion;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts for {@link StoreStats} in one pass over the manifests: for each chunk it keeps the only
 * version, and the only model, that was seen to need it. Belongs to one thread.
 */
final class Statistician {
  private static final int MANY = -1;

  private final Store store;
  private final MaintenanceProgress progress;
  private final Map<Digest, Chunk> index = new HashMap<>();
  private final Map<Digest, Users> users = new HashMap<>();
  private final List<VersionCount> versions = new ArrayList<>();
  private final List<ModelCount> models = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  /** Positions of the only version and model that need a chunk, or {@link #MANY}. */
  private static final class Users {
    int version;
    int model;

    Users(int version, int model) {
      this.version = version;
      this.model = model;
    }
  }

  private static final class VersionCount {
    final VersionEntry entry;
    long logical;
    long stored;
    long unique;
    long delta;

    VersionCount(VersionEntry entry) {
      this.entry = entry;
    }
  }

  private static final class ModelCount {
    final String name;
    final Set<Digest> needs = new HashSet<>();
    int versions;
    int retired;
    long logical;
    long stored;
    long unique;
    long delta;

    ModelCount(String name) {
      this.name = name;
    }
  }

  Statistician(Store store, MaintenanceProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  StoreStats run() {
    List<String> packs = store.catalog.packs();
    List<List<VersionEntry>> all =
        store.catalog.models().stream().map(store.catalog::versions).toList();
    packs.forEach(
        pack -> store.catalog.chunksOf(pack).forEach(chunk -> index.put(chunk.digest(), chunk)));
    long total = all.stream().mapToLong(List::size).sum();
    for (List<VersionEntry> model : all) {
      ModelCount count = new ModelCount(model.get(0).model());
      models.add(count);
      for (VersionEntry entry : model) {
        add(entry, count);
        progress.at("read manifests", versions.size(), total);
      }
      count.needs.forEach(
          digest -> {
            count.stored += stored(digest);
            count.delta += delta(digest);
          });
      count.needs.clear();
    }
    return result(packs.size());
  }

  private void add(VersionEntry entry, ModelCount model) {
    VersionCount version = new VersionCount(entry);
    int position = versions.size();
    versions.add(version);
    model.versions++;
    model.retired += entry.retirement() == null ? 0 : 1;
    // The record of a version is never destroyed, so it is nobody's unique possession.
    use(entry.id().digest(), MANY, MANY);
    model.needs.add(entry.id().digest());
    version.stored += stored(entry.id().digest());
    if (entry.retirement() != null) {
      return;
    }
    Manifest manifest;
    try {
      manifest = store.manifest(entry.id());
    } catch (CorruptDataException | FormatTooNewException | StorageException e) {
      unreadable.add(store.describe(entry.id()) + ": " + e.getMessage());
      return;
    }
    manifest.tensors().forEach(tensor -> version.logical += tensor.bytes());
    manifest.files().forEach(file -> version.logical += file.bytes());
    model.logical += version.logical;
    for (Digest digest : Needs.closure(manifest.chunks(), index)) {
      use(digest, position, models.size() - 1);
      version.delta += delta(digest);
      version.stored += digest.equals(entry.id().digest()) ? 0 : stored(digest);
      model.needs.add(digest);
    }
  }

  private void use(Digest digest, int version, int model) {
    Users before = users.putIfAbsent(digest, new Users(version, model));
    if (before != null) {
      before.version = before.version == version ? version : MANY;
      before.model = before.model == model ? model : MANY;
    }
  }

  private long stored(Digest digest) {
    Chunk chunk = index.get(digest);
    return chunk == null ? 0 : Packs.footprint(chunk);
  }

  private long delta(Digest digest) {
    Chunk chunk = index.get(digest);
    return chunk == null || chunk.base() == null ? 0 : Packs.footprint(chunk);
  }

  private StoreStats result(int packs) {
    Map<Integer, OfCodec> codecs = new TreeMap<>();
    long stored = 0;
    for (Map.Entry<Digest, Users> use : users.entrySet()) {
      Chunk chunk = index.remove(use.getKey());
      if (chunk != null) {
        stored += Packs.footprint(chunk);
        codecs.merge(
            chunk.codec(),
            new OfCodec(Packs.codecName(chunk.codec()), 1, chunk.rawLength(), chunk.storedLength()),
            Statistician::sum);
        Users by = use.getValue();
        if (by.version != MANY) {
          versions.get(by.version).unique += Packs.footprint(chunk);
        }
        if (by.model != MANY) {
          models.get(by.model).unique += Packs.footprint(chunk);
        }
      }
    }
    long idle = index.values().stream().mapToLong(Packs::footprint).sum();
    return new StoreStats(
        models.stream().mapToLong(model -> model.logical).sum(),
        stored,
        idle,
        packs,
        List.copyOf(codecs.values()),
        models.stream().map(Statistician::ofModel).toList(),
        versions.stream().map(Statistician::ofVersion).toList(),
        unreadable);
  }

  private static OfCodec sum(OfCodec one, OfCodec other) {
    return new OfCodec(
        one.codec(),
        one.chunks() + other.chunks(),
        one.rawBytes() + other.rawBytes(),
        one.storedBytes() + other.storedBytes());
  }

  private static OfModel ofModel(ModelCount count) {
    return new OfModel(
        count.name,
        count.versions,
        count.retired,
        count.logical,
        count.stored,
        count.unique,
        count.delta);
  }

  private static OfVersion ofVersion(VersionCount count) {
    return new OfVersion(
        count.entry.id(),
        count.entry.model(),
        count.entry.number(),
        count.entry.retirement() != null,
        count.logical,
        count.stored,
        count.unique,
        count.delta);
  }
}
