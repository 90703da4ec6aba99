package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.pack.StoredReader;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.Catalog.VersionEntry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The chunks another store can read, and those it has sealed. Where it keeps a model in another way
 * (open, or under another key), names say nothing of what is equal: then all it has of the model is
 * read once and named anew. Belongs to one thread.
 */
final class StoreSupply implements ChunkSupply {
  private final Store store;
  private final StoredReader stored;
  private final Map<String, Map<Digest, Digest>> renamed = new HashMap<>();

  StoreSupply(Store store) {
    this.store = store;
    this.stored = new StoredReader(store.blobs, store.catalog);
  }

  @Override
  public Optional<ByteBuffer> find(Digest chunk) {
    return unlessDamaged(() -> Optional.of(store.chunks.read(chunk, "chunk " + chunk)));
  }

  @Override
  public Optional<StoredChunk> sealed(Digest chunk) {
    return unlessDamaged(() -> stored.read(chunk));
  }

  @Override
  public Optional<ByteBuffer> find(Digest name, String model, ModelCipher cipher) {
    Optional<ByteBuffer> same = find(name);
    if (same.isPresent() || store.keys.ids().contains(cipher.id())) {
      return same;
    }
    Digest here = renamed.computeIfAbsent(cipher.id(), it -> rename(model, cipher)).get(name);
    return here == null ? Optional.empty() : find(here);
  }

  /** From names under a key to those that the same bytes have here. */
  private Map<Digest, Digest> rename(String model, ModelCipher cipher) {
    Map<Digest, Digest> names = new HashMap<>();
    Set<Digest> seen = new HashSet<>();
    for (VersionEntry entry : store.catalog.versions(model)) {
      if (entry.retirement() == null) {
        Optional<Set<Digest>> chunks =
            unlessDamaged(() -> Optional.of(store.manifest(entry.id()).chunks()));
        chunks
            .orElse(Set.of())
            .forEach(
                chunk -> {
                  if (seen.add(chunk)) {
                    find(chunk).ifPresent(raw -> names.put(cipher.name(raw), chunk));
                  }
                });
      }
    }
    return names;
  }

  private static <T> Optional<T> unlessDamaged(Supplier<Optional<T>> reading) {
    try {
      return reading.get();
    } catch (StorageException e) {
      throw e;
    } catch (LeptonException e) {
      return Optional.empty(); // it has none, or a damaged one
    }
  }
}
