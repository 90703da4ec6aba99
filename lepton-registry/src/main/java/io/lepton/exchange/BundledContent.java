package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds a version's chunks in its weights and files, cut as its manifest says. */
final class BundledContent {
  private final String where;
  private final Manifest manifest;
  private final Map<Digest, ByteSource> pieces = new HashMap<>();

  BundledContent(String where, Manifest manifest) {
    this.where = where;
    this.manifest = manifest;
  }

  Map<Digest, ByteSource> pieces(ByteSource safetensors, List<ByteSource> files) {
    Weights weights = Safetensors.read(safetensors, where).weights();
    for (TensorEntry entry : manifest.tensors()) {
      Tensor tensor =
          weights
              .find(entry.name())
              .filter(it -> it.dtype() == entry.dtype() && it.shape().equals(entry.shape()))
              .orElseThrow(() -> lacks("tensor", entry.name()));
      long at = 0;
      for (Digest chunk : entry.chunks()) {
        long length = Math.min(manifest.chunkBytes(), tensor.bytes().size() - at);
        pieces.put(chunk, tensor.bytes().slice(at, length));
        at += length;
      }
    }
    for (int i = 0; i < files.size(); i++) {
      Manifest.FileEntry entry = manifest.files().get(i);
      if (entry.bytes() != files.get(i).size()) {
        throw lacks("file", entry.name());
      }
      long at = 0;
      for (FileChunk chunk : entry.chunks()) {
        pieces.put(chunk.digest(), files.get(i).slice(at, chunk.bytes()));
        at += chunk.bytes();
      }
    }
    return pieces;
  }

  private CorruptDataException lacks(String what, String name) {
    return new CorruptDataException(
        where + " lacks the " + what + " \"" + name + "\" as its record describes it");
  }
}
