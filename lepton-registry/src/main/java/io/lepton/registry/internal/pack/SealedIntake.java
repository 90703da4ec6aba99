package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Brings sealed chunks of another store into packs as they are. Each is opened, with what it rests
 * on, and held against its keyed name before the packs are given to anybody. Belongs to one thread.
 */
public final class SealedIntake implements AutoCloseable {
  private final SealedCheck check;
  private final Workers workers;
  private final PackSink sink;
  private final List<Future<@Nullable Void>> checks = new ArrayList<>();

  /**
   * Starts bringing chunks in.
   *
   * @param blobs takes the packs
   * @param reader of the same store, with the keys
   * @param workers check
   */
  public SealedIntake(BlobStore blobs, ChunkReader reader, Workers workers) {
    this.check = new SealedCheck(reader);
    this.workers = workers;
    this.sink = new PackSink(blobs, workers, new Buffers());
  }

  /**
   * Whether a chunk was added since the last {@link #publish}.
   *
   * @param digest its name
   * @return whether others may rest on it
   */
  public boolean holds(Digest digest) {
    return check.holds(digest);
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
    check.expect(chunk);
    checks.add(
        workers.submit(
            () -> {
              check.check(chunk);
              return null;
            }));
    sink.add(
        new Item(
            Kind.CHUNK,
            chunk.digest(),
            chunk.rawLength(),
            new Encoded(Codec.SEALED, copy(chunk.stored()), chunk.base())));
  }

  /** The sink takes the array of what it wrote for something else, while we may still read. */
  private static ByteBuffer copy(ByteBuffer stored) {
    byte[] bytes = new byte[stored.remaining()];
    stored.duplicate().get(bytes);
    return ByteBuffer.wrap(bytes);
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
    check.clear();
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
