package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.internal.pack.Cutter;
import io.lepton.registry.internal.seal.ModelCipher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The chunks of a snapshot, cut as a save cuts it. Belongs to one thread. */
final class SnapshotSupply implements ChunkSupply {
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, Map<Digest, Piece>> byName = new HashMap<>();

  SnapshotSupply(ModelSnapshot snapshot) {
    snapshot.weights().asMap().values().forEach(it -> cut(it.bytes()));
    for (ByteSource file : snapshot.files().values()) {
      cut(file); // as the first format did
      cut(file, Cutter.files().cut(file));
    }
  }

  /** A part of some content. */
  private record Piece(ByteSource content, long offset, int length) {
    ByteBuffer read() {
      return content.read(offset, length);
    }
  }

  private void cut(ByteSource content) {
    long size = content.size();
    for (long at = 0; at < size; at += Saving.CHUNK_BYTES) {
      pieces.add(new Piece(content, at, (int) Math.min(Saving.CHUNK_BYTES, size - at)));
    }
  }

  private void cut(ByteSource content, List<Integer> lengths) {
    long at = 0;
    for (int length : lengths) {
      pieces.add(new Piece(content, at, length));
      at += length;
    }
  }

  @Override
  public Optional<ByteBuffer> find(Digest chunk) {
    return find(chunk, "", Digest::of);
  }

  @Override
  public Optional<ByteBuffer> find(Digest name, String model, ModelCipher cipher) {
    return find(name, cipher.id(), cipher::name);
  }

  private Optional<ByteBuffer> find(Digest name, String key, Function<ByteBuffer, Digest> naming) {
    Map<Digest, Piece> named =
        byName.computeIfAbsent(
            key,
            it -> {
              Map<Digest, Piece> all = new HashMap<>();
              pieces.forEach(piece -> all.put(naming.apply(piece.read()), piece));
              return all;
            });
    return Optional.ofNullable(named.get(name)).map(Piece::read);
  }
}
