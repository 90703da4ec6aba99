package io.lepton.registry;

import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out, while a catalogue is rebuilt, which model is kept under which key. */
final class Rekeying {
  private final Store store;
  private final Packs packs;
  private final Set<String> there;
  private final Set<String> used = new HashSet<>();

  Rekeying(Store store, Packs packs) {
    this.store = store;
    this.packs = packs;
    this.there = Set.copyOf(store.keys.ids());
  }

  /** A model's key that is gone was destroyed on purpose; what it sealed is no more. */
  boolean isShredded(Manifest manifest) {
    for (Chunk chunk : store.catalog.chunks(manifest.chunks()).values()) {
      if (Codecs.isSealed(chunk)) {
        String key = packs.keyOf(chunk);
        used.add(key);
        return !there.contains(key);
      }
    }
    return false;
  }

  /** Makes the streams of the models' encryption say what the keys' blobs do. */
  void run() {
    for (String stream : store.catalog.streams(Encryption.PREFIX)) {
      Encryption state = Encryption.of(store, stream.substring(Encryption.PREFIX.length()));
      String key = state.key();
      if (key != null && !there.contains(key)) {
        store.catalog.apply(List.of(state.lost(store, key)));
      }
    }
    // Of several keys of one model, such as one that a crash left, the last counts.
    List<String> ids = new ArrayList<>(there);
    ids.sort(
        Comparator.comparing((String id) -> used.contains(id))
            .thenComparing(Comparator.naturalOrder()));
    for (String id : ids) {
      Encryption state = Encryption.of(store, store.keys.record(id).model());
      if (!id.equals(state.key())) {
        store.catalog.apply(List.of(state.begin(store, id)));
      }
    }
  }
}
