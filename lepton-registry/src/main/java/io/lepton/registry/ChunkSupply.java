package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.seal.ModelCipher;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Who may have the raw bytes of a chunk. What it gives need not be right; the caller checks. */
@FunctionalInterface
interface ChunkSupply {
  /** The bytes, or empty. */
  Optional<ByteBuffer> find(Digest chunk);

  /**
   * The bytes that have this name under a key, or empty; may look through all there is of a model.
   */
  default Optional<ByteBuffer> find(Digest name, String model, ModelCipher cipher) {
    return find(name);
  }

  /** A sealed chunk as it lies there, or empty; not damaged, but not held against its name. */
  default Optional<StoredChunk> sealed(Digest chunk) {
    return Optional.empty();
  }

  /** Nobody. */
  static ChunkSupply none() {
    return chunk -> Optional.empty();
  }
}
