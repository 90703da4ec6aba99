package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that are needed: the manifest of every version, everything of each living one, and all
 * bases of these. Grows with the versions; never shrinks. Belongs to one thread.
 */
final class Marking {
  private final Store store;
  private final MaintenanceProgress progress;
  private final Set<Digest> needed = new HashSet<>();
  private final Set<VersionId> seen = new HashSet<>();
  private long count;
  private @Nullable String blocked;

  Marking(Store store, MaintenanceProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Adds what versions need that were saved since the last call. */
  void update() {
    count = store.catalog.versionCount(); // first: what is saved after it makes a swap fail
    for (String model : store.catalog.models()) {
      for (VersionEntry version : store.catalog.versions(model)) {
        if (seen.add(version.id())) {
          add(version);
          progress.at("mark versions", seen.size(), Math.max(count, seen.size()));
        }
      }
    }
  }

  private void add(VersionEntry version) {
    needed.add(version.id().digest());
    if (version.retirement() == null) {
      try {
        add(store.manifest(version.id()));
      } catch (CorruptDataException | FormatTooNewException e) {
        blocked =
            "all chunks, since nobody can tell what "
                + store.describe(version.id())
                + " needs; repair the store first: "
                + e.getMessage();
      }
    }
    needed.addAll(Bases.closure(store.catalog, Set.of(version.id().digest())).keySet());
  }

  private void add(Manifest manifest) {
    Set<Digest> chunks = manifest.chunks();
    needed.addAll(chunks);
    needed.addAll(Bases.closure(store.catalog, chunks).keySet());
  }

  /** A version that a rebuilt catalogue could not list still needs what it names. */
  void addUnlisted(Digest name, byte[] json) {
    needed.add(name);
    add(Manifest.read(json, "manifest of " + name));
  }

  /** Keeps everything, whatever else is found. */
  void block(String reason) {
    blocked = reason;
  }

  /** Why nothing may be dropped; empty if something may. */
  Optional<String> blocked() {
    return Optional.ofNullable(blocked);
  }

  /** What is needed and in no pack. */
  Set<Digest> missing() {
    Set<Digest> missing = new HashSet<>(needed);
    missing.removeAll(store.catalog.chunks(needed).keySet());
    return missing;
  }

  boolean needs(Digest chunk) {
    return needed.contains(chunk);
  }

  boolean lists(Digest manifest) {
    return seen.contains(new VersionId(manifest));
  }

  /** The number of versions this knows of at least. */
  long count() {
    return count;
  }
}
