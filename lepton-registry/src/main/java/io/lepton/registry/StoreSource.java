package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.ChunkedSource;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.pack.StoredReader;
import io.lepton.registry.internal.seal.WrappedKey;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A store as what others pull from. Thread-safe. */
final class StoreSource implements SealedSource {
  private final Store store;
  private final StoredReader stored;

  StoreSource(Store store) {
    this.store = store;
    this.stored = new StoredReader(store.blobs, store.catalog);
  }

  boolean isOf(Store other) {
    return store == other;
  }

  @Override
  public List<String> models() {
    return store.catalog.models();
  }

  @Override
  public boolean isEncrypted(String model) {
    return Encryption.of(store, model).isOn();
  }

  @Override
  public Optional<WrappedKey> key(String model) {
    store.guard.require(Action.READ, model, "model " + model);
    return Optional.ofNullable(Encryption.of(store, model).key()).map(store.keys::record);
  }

  @Override
  public Set<Digest> sealed(VersionId id, Collection<Digest> names) {
    store.guard.requireLoad(store.entry(id).model(), "version " + id);
    return store.catalog.chunks(names).values().stream()
        .filter(Codecs::isSealed)
        .map(Chunk::digest)
        .collect(Collectors.toSet());
  }

  @Override
  public StoredChunk stored(VersionId id, Digest name) {
    Optional<StoredChunk> found;
    try {
      found = stored.read(name);
    } catch (CorruptDataException e) {
      store.requireLive(id); // retired meanwhile: that is the better answer
      throw e;
    }
    return found.orElseThrow(
        () -> {
          store.requireLive(id);
          return new CorruptDataException(
              "sealed chunk " + name + ", which " + store.describe(id) + " needs, is in no pack");
        });
  }

  @Override
  public List<Event> keyEvents(String model) {
    return Swaps.all(store, Encryption.PREFIX + model);
  }

  @Override
  public List<VersionEntry> versions(String model) {
    return store.catalog.versions(model);
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    return store.catalog.version(id);
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    return store.catalog.refs(model);
  }

  @Override
  public byte[] manifest(VersionId id) {
    return store.manifestBytes(id);
  }

  @Override
  public List<ByteSource> content(VersionId id, List<Piece> pieces) {
    store.guard.requireLoad(store.entry(id).model(), "version " + id);
    List<Digest> names = pieces.stream().map(Piece::digest).toList();
    int[] lengths = pieces.stream().mapToInt(Piece::bytes).toArray();
    ByteSource all =
        new LiveSource(
            store,
            id,
            new ChunkedSource(
                store.chunks,
                store.workers,
                store.describe(id),
                names,
                lengths,
                Bases.closure(store.catalog, names)));
    List<ByteSource> each = new ArrayList<>();
    long at = 0;
    for (int length : lengths) {
      each.add(all.slice(at, length));
      at += length;
    }
    return each;
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    return store.catalog.evaluations(model);
  }

  @Override
  public Optional<Retirement> retirement(VersionId id) {
    return Retirements.find(store, id);
  }

  /** Content of a version that may be retired while it is read. */
  record LiveSource(Store store, VersionId id, ByteSource content) implements ByteSource {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public ByteBuffer read(long offset, int length) {
      try {
        return content.read(offset, length);
      } catch (CorruptDataException | KeyUnavailableException e) {
        store.requireLive(id); // retired meanwhile: that is the better answer
        throw e;
      }
    }

    @Override
    public void writeTo(long offset, long length, WritableByteChannel channel) throws IOException {
      try {
        content.writeTo(offset, length, channel);
      } catch (CorruptDataException | KeyUnavailableException e) {
        store.requireLive(id);
        throw e;
      }
    }
  }
}
