package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.registry.internal.pack.ChunkedSource;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes snapshots whose content is fetched when it is read. */
final class Loader {
  private final Store store;

  Loader(Store store) {
    this.store = store;
  }

  ModelSnapshot load(VersionId id) {
    store.requireLive(id);
    store.guard.requireLoad(store.entry(id).model(), "version " + id);
    return lazily(id, store.manifest(id));
  }

  /** Also a retired version, of which reading then fails. The caller asks for leave. */
  ModelSnapshot lazily(VersionId id, Manifest manifest) {
    Map<Digest, Chunk> places = store.catalog.chunks(manifest.chunks());
    String version = store.describe(id);
    Weights.Builder weights = Weights.builder();
    for (TensorEntry tensor : manifest.tensors()) {
      ByteSource bytes = tensor(id, version, tensor, manifest.chunkBytes(), places);
      weights.put(tensor.name(), Tensor.of(tensor.dtype(), tensor.shape(), bytes));
    }
    ModelSnapshot.Builder snapshot =
        ModelSnapshot.builder(manifest.format())
            .config(manifest.config())
            .weights(weights.build())
            .hyperparameters(manifest.hyperparameters())
            .signature(manifest.signature())
            .lineage(manifest.lineage());
    for (FileEntry file : manifest.files()) {
      snapshot.file(file.name(), file(id, version, file, places));
    }
    return snapshot.build();
  }

  private ByteSource tensor(
      VersionId id, String version, TensorEntry tensor, int chunkBytes, Map<Digest, Chunk> places) {
    int[] lengths = new int[tensor.chunks().size()];
    Arrays.fill(lengths, chunkBytes);
    if (lengths.length > 0) {
      lengths[lengths.length - 1] =
          (int) (tensor.bytes() - (long) (lengths.length - 1) * chunkBytes);
    }
    return source(
        id, "tensor \"" + tensor.name() + "\" of " + version, tensor.chunks(), lengths, places);
  }

  private ByteSource file(VersionId id, String version, FileEntry file, Map<Digest, Chunk> places) {
    return source(
        id,
        "file \"" + file.name() + "\" of " + version,
        file.chunks().stream().map(FileChunk::digest).toList(),
        file.chunks().stream().mapToInt(FileChunk::bytes).toArray(),
        places);
  }

  private ByteSource source(
      VersionId id, String what, List<Digest> chunks, int[] lengths, Map<Digest, Chunk> places) {
    return new StoreSource.LiveSource(
        store, id, new ChunkedSource(store.chunks, store.workers, what, chunks, lengths, places));
  }
}
