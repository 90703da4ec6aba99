package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.spi.Catalog.Chunk;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens sealed chunks that are not in the index yet and holds them against their keyed names. They
 * may rest on each other and on what is indexed. Thread-safe.
 */
public final class SealedCheck {
  private final ChunkReader reader;
  private final Map<Digest, StoredChunk> pending = new ConcurrentHashMap<>();

  /**
   * Starts with nothing pending.
   *
   * @param reader of the store, with the keys
   */
  public SealedCheck(ChunkReader reader) {
    this.reader = reader;
  }

  /**
   * Lets others rest on a chunk.
   *
   * @param chunk that is not indexed yet
   */
  public void expect(StoredChunk chunk) {
    pending.put(chunk.digest(), chunk);
  }

  /**
   * Whether {@link #expect} was told of a chunk.
   *
   * @param digest its name
   * @return whether others may rest on it
   */
  public boolean holds(Digest digest) {
    return pending.containsKey(digest);
  }

  /** Forgets all chunks: they are indexed, or given up. */
  public void clear() {
    pending.clear();
  }

  /**
   * Opens a chunk.
   *
   * @param chunk whose base is pending or indexed
   * @throws CorruptDataException if it is not what its name says
   * @throws io.lepton.error.KeyUnavailableException if its key is not to be had
   */
  public void check(StoredChunk chunk) {
    String what = "received chunk " + chunk.digest();
    if (chunk.rawLength() < 0 || chunk.rawLength() > PackFormat.MAX_RAW_LENGTH) {
      throw new CorruptDataException(what + " cannot have " + chunk.rawLength() + " bytes");
    }
    byte[] raw = new byte[chunk.rawLength()];
    try (Scratches scratches = new Scratches()) {
      open(chunk, what, 0, scratches).decodeNamed(place(chunk), raw, 0, what);
    }
  }

  private Opened open(StoredChunk chunk, String what, int followed, Scratches scratches) {
    if (followed > Delta.DEEPEST) {
      throw new CorruptDataException(
          what + ": more than " + Delta.DEEPEST + " chunks rest on each other");
    }
    return reader.open(
        place(chunk),
        chunk.stored(),
        what,
        (base, length) -> {
          StoredChunk near = pending.get(base);
          if (near == null) {
            return reader.readBase(base, what + ", its base", length);
          } else if (near.rawLength() != length) {
            throw new CorruptDataException(
                what + ": its base has " + near.rawLength() + " bytes, expected " + length);
          } else {
            return open(near, what, followed + 1, scratches).decoding();
          }
        },
        scratches);
  }

  private static Chunk place(StoredChunk chunk) {
    return new Chunk(
        chunk.digest(),
        "on its way",
        0,
        chunk.stored().remaining(),
        chunk.rawLength(),
        Codec.SEALED.number(),
        chunk.base());
  }
}
