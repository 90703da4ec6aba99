package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.internal.pack.ChunkReader;
import io.lepton.registry.internal.pack.Cutter;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.pack.StoredReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Who may have the raw bytes of a chunk. What it gives need not be right; the caller checks. */
@FunctionalInterface
interface ChunkSupply {
  /** The bytes, or empty. */
  Optional<ByteBuffer> find(Digest chunk);

  /** A sealed chunk as it lies there, or empty; not damaged, but not held against its name. */
  default Optional<StoredChunk> sealed(Digest chunk) {
    return Optional.empty();
  }

  /** Nobody. */
  static ChunkSupply none() {
    return chunk -> Optional.empty();
  }

  /** The chunks another store can read, and those it has sealed. */
  static ChunkSupply of(ChunkReader reader, StoredReader stored) {
    return new ChunkSupply() {
      @Override
      public Optional<ByteBuffer> find(Digest chunk) {
        return unlessDamaged(() -> Optional.of(reader.read(chunk, "chunk " + chunk)));
      }

      @Override
      public Optional<StoredChunk> sealed(Digest chunk) {
        return unlessDamaged(() -> stored.read(chunk));
      }
    };
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

  /** The chunks of a snapshot, cut as a save cuts it. */
  static ChunkSupply of(ModelSnapshot snapshot) {
    Map<Digest, Piece> pieces = new HashMap<>();
    snapshot.weights().asMap().values().forEach(it -> cut(it.bytes(), pieces));
    for (ByteSource file : snapshot.files().values()) {
      cut(file, pieces); // as the first format did
      cut(file, Cutter.files().cut(file), pieces);
    }
    return chunk -> Optional.ofNullable(pieces.get(chunk)).map(Piece::read);
  }

  /** A part of some content. */
  record Piece(ByteSource content, long offset, int length) {
    ByteBuffer read() {
      return content.read(offset, length);
    }
  }

  private static void cut(ByteSource content, Map<Digest, Piece> pieces) {
    long size = content.size();
    for (long at = 0; at < size; at += Saving.CHUNK_BYTES) {
      put(content, at, (int) Math.min(Saving.CHUNK_BYTES, size - at), pieces);
    }
  }

  private static void cut(ByteSource content, List<Integer> lengths, Map<Digest, Piece> pieces) {
    long at = 0;
    for (int length : lengths) {
      put(content, at, length, pieces);
      at += length;
    }
  }

  private static void put(ByteSource content, long at, int length, Map<Digest, Piece> pieces) {
    Piece piece = new Piece(content, at, length);
    pieces.put(Digest.of(piece.read()), piece);
  }
}
