package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.registry.internal.pack.Ingest.Kin;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chunk that a version needs: how long it is, and what it is like. */
record Part(int bytes, Kin kin) {
  static final Part UNKNOWN = new Part(0, Kin.UNKNOWN);

  private static final int MAX_PIECE = 1 << 28;

  /** Those of a version by name; related to what its parents have at the receiver. */
  static Map<Digest, Part> of(Store target, VersionEntry entry, Manifest manifest) {
    VersionId id = entry.id();
    Ancestors ancestors =
        new Ancestors(target, entry.parents(), entry.model(), false, manifest.chunkBytes());
    Map<Digest, Part> parts = new LinkedHashMap<>();
    for (TensorEntry tensor : manifest.tensors()) {
      Kin kin = ancestors.kin(tensor.name(), tensor.dtype(), tensor.shape());
      long left = tensor.bytes();
      for (int i = 0; i < tensor.chunks().size(); i++) {
        int bytes = (int) Math.min(left, manifest.chunkBytes());
        put(parts, id, tensor.chunks().get(i), new Part(bytes, at(kin, i)));
        left -= bytes;
      }
    }
    for (FileEntry file : manifest.files()) {
      for (FileChunk chunk : file.chunks()) {
        put(parts, id, chunk.digest(), new Part(chunk.bytes(), Kin.UNKNOWN));
      }
    }
    return parts;
  }

  /** What the chunk at one place of a tensor is like. */
  private static Kin at(Kin tensor, int place) {
    return new Kin(
        tensor.grouping(),
        tensor.relatives().stream()
            .filter(chunks -> place < chunks.size())
            .map(chunks -> List.of(chunks.get(place)))
            .toList());
  }

  private static void put(Map<Digest, Part> parts, VersionId id, Digest chunk, Part part) {
    Part before = parts.putIfAbsent(chunk, part);
    if (part.bytes > MAX_PIECE || (before != null && before.bytes != part.bytes)) {
      throw new CorruptDataException(
          "manifest of " + id + ": chunk " + chunk + " cannot have " + part.bytes + " bytes");
    }
  }
}
