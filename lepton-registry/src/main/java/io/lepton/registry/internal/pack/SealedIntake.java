package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Brings sealed chunks of another store into packs as they are. Each is opened, with what it rests
 * on, and held against its keyed name before the packs are given to anybody. Belongs to one thread.
 */
public final class SealedIntake implements AutoCloseable {
  private final ChunkReader reader;
  private final Workers workers;
  private final PackSink sink;
  private final Map<Digest, StoredChunk> pending = new ConcurrentHashMap<>();
  private final List<Future<@Nullable Void>> checks = new ArrayList<>();

  /**
   * Starts bringing chunks in.
   *
   * @param blobs takes the packs
   * @param reader of the same store, with the keys
   * @param workers check
   */
  public SealedIntake(BlobStore blobs, ChunkReader reader, Workers workers) {
    this.reader = reader;
    this.workers = workers;
    this.sink = new PackSink(blobs, workers);
  }

  /**
   * Whether a chunk was added since the last {@link #publish}.
   *
   * @param digest its name
   * @return whether others may rest on it
   */
  public boolean holds(Digest digest) {
    return pending.containsKey(digest);
  }

  /**
   * Adds a chunk; what it rests on was added before, or is indexed.
   *
   * @param chunk as it lies in the other store
   * @param key id of the data key it should have
   * @throws CorruptDataException if it has another
   */
  public void add(StoredChunk chunk, String key) {
    String found;
    try {
      found = chunk.key();
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("received chunk " + chunk.digest() + ": " + e.getMessage(), e);
    }
    if (!found.equals(key)) {
      throw new CorruptDataException(
          "received chunk "
              + chunk.digest()
              + ": expected it to be sealed under key "
              + key
              + ", found "
              + found);
    }
    pending.put(chunk.digest(), chunk);
    checks.add(
        workers.submit(
            () -> {
              check(chunk);
              return null;
            }));
    sink.add(
        new Item(
            Kind.CHUNK,
            chunk.digest(),
            chunk.rawLength(),
            new Encoded(Codec.SEALED, chunk.stored(), chunk.base())));
  }

  private void check(StoredChunk chunk) {
    String what = "received chunk " + chunk.digest();
    if (chunk.rawLength() < 0 || chunk.rawLength() > PackFormat.MAX_RAW_LENGTH) {
      throw new CorruptDataException(what + " cannot have " + chunk.rawLength() + " bytes");
    }
    byte[] raw = new byte[chunk.rawLength()];
    ChunkForm form = decode(chunk, raw, 0, what, 0);
    form.requireName(place(chunk), ByteBuffer.wrap(raw), what);
  }

  private ChunkForm decode(StoredChunk chunk, byte[] to, int at, String what, int followed) {
    if (followed > Delta.DEEPEST) {
      throw new CorruptDataException(
          what + ": more than " + Delta.DEEPEST + " chunks rest on each other");
    }
    return reader.decode(
        place(chunk),
        chunk.stored(),
        to,
        at,
        what,
        (base, target, targetAt, length) -> {
          StoredChunk near = pending.get(base);
          if (near == null) {
            reader.readInto(base, null, what + ", its base", target, targetAt, length);
          } else if (near.rawLength() != length) {
            throw new CorruptDataException(
                what + ": its base has " + near.rawLength() + " bytes, expected " + length);
          } else {
            decode(near, target, targetAt, what, followed + 1);
          }
        });
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

  /**
   * Makes everything added since the last call durable, if all of it is what its names say.
   *
   * @return the packs made, to be indexed
   * @throws CorruptDataException if a chunk is not
   */
  public List<AddPack> publish() {
    checks.forEach(Workers::join);
    checks.clear();
    List<AddPack> packs = sink.publish();
    pending.clear();
    return packs;
  }

  /** Abandons what is not published. */
  @Override
  public void close() {
    checks.forEach(check -> check.cancel(false));
    sink.discard();
    sink.close();
  }
}
