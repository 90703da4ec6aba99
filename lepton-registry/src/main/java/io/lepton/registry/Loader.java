package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.ChunkedSource;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    Map<Digest, Chunk> places = Bases.closure(store.catalog, manifest.chunks());
    Contents contents = new Contents(id, places);
    Weights.Builder weights = Weights.builder();
    for (TensorEntry tensor : manifest.tensors()) {
      ByteSource bytes = contents.of(tensor, manifest.chunkBytes());
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
      snapshot.file(file.name(), contents.of(file));
    }
    return snapshot.build();
  }

  /** Makes the contents of one version, in the order in which most read them. */
  private final class Contents {
    private final VersionId id;
    private final String version;
    private final Map<Digest, Chunk> places;
    private @Nullable ChunkedSource last;

    Contents(VersionId id, Map<Digest, Chunk> places) {
      this.id = id;
      this.version = store.describe(id);
      this.places = places;
    }

    ByteSource of(TensorEntry tensor, int chunkBytes) {
      int[] lengths = new int[tensor.chunks().size()];
      Arrays.fill(lengths, chunkBytes);
      if (lengths.length > 0) {
        lengths[lengths.length - 1] =
            (int) (tensor.bytes() - (long) (lengths.length - 1) * chunkBytes);
      }
      return source("tensor \"" + tensor.name() + "\" of " + version, tensor.chunks(), lengths);
    }

    ByteSource of(FileEntry file) {
      return source(
          "file \"" + file.name() + "\" of " + version,
          file.chunks().stream().map(FileChunk::digest).toList(),
          file.chunks().stream().mapToInt(FileChunk::bytes).toArray());
    }

    private ByteSource source(String what, List<Digest> chunks, int[] lengths) {
      ChunkedSource source =
          new ChunkedSource(store.chunks, store.workers, what, chunks, lengths, places);
      if (last != null && lengths.length > 0) {
        last.follow(source);
      }
      last = lengths.length > 0 ? source : last;
      return new StoreSource.LiveSource(store, id, source);
    }
  }
}
