package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.bytes.ByteSource;
import io.lepton.merge.Sameness;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.tensor.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens snapshots and compares what is in them by the names of chunks, so that nothing is read but
 * what was cut differently. Belongs to one thread.
 */
final class StoredContents implements Sameness {
  private record StoredTensor(TensorEntry entry, int chunkBytes) {}

  private final Store store;
  private final Map<VersionId, ModelSnapshot> opened = new HashMap<>();
  private final IdentityHashMap<Tensor, StoredTensor> tensors = new IdentityHashMap<>();
  private final IdentityHashMap<ByteSource, FileEntry> files = new IdentityHashMap<>();

  StoredContents(Store store) {
    this.store = store;
  }

  /** The content of a living version is about to be read: asked, and recorded, as a load is. */
  void requireLoad(Version version) {
    store.requireLive(version.id());
    store.guard.requireLoad(version.model(), "version " + version.id());
  }

  /** A version's snapshot; of a retired one the record, of which reading fails. */
  ModelSnapshot open(VersionId id) {
    ModelSnapshot known = opened.get(id);
    if (known != null) {
      return known;
    }
    store.guard.require(Action.LOAD, store.entry(id).model(), "version " + id);
    Manifest manifest = store.manifest(id);
    ModelSnapshot snapshot = new Loader(store).lazily(id, manifest);
    for (TensorEntry entry : manifest.tensors()) {
      StoredTensor stored = new StoredTensor(entry, manifest.chunkBytes());
      tensors.put(snapshot.weights().get(entry.name()), stored);
    }
    for (FileEntry entry : manifest.files()) {
      files.put(snapshot.files().get(entry.name()), entry);
    }
    opened.put(id, snapshot);
    return snapshot;
  }

  @Override
  public boolean sameTensor(Tensor one, Tensor other) {
    if (one == other) {
      return true;
    }
    StoredTensor a = tensors.get(one);
    StoredTensor b = tensors.get(other);
    if (a == null || b == null || a.chunkBytes != b.chunkBytes) {
      return BY_CONTENT.sameTensor(one, other);
    }
    return one.dtype() == other.dtype()
        && one.shape().equals(other.shape())
        && a.entry.chunks().equals(b.entry.chunks());
  }

  @Override
  public boolean sameFile(ByteSource one, ByteSource other) {
    FileEntry a = files.get(one);
    FileEntry b = files.get(other);
    if (one == other || (a != null && b != null && sameCuts(a, b))) {
      return one == other || (a != null && b != null && a.chunks().equals(b.chunks()));
    }
    return BY_CONTENT.sameFile(one, other);
  }

  private static boolean sameCuts(FileEntry a, FileEntry b) {
    return lengths(a).equals(lengths(b));
  }

  private static List<Integer> lengths(FileEntry file) {
    return file.chunks().stream().map(FileChunk::bytes).toList();
  }
}
