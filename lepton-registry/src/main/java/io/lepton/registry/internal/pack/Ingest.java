package io.lepton.registry.internal.pack;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * Brings content into packs: cut, hash, leave out what the store has, compress, write. Works in
 * batches of bounded size, two at a time: while the workers hash one, the caller writes the one
 * before. Belongs to one thread.
 */
public final class Ingest implements AutoCloseable {
  private static final long BATCH_BYTES = 8L << 20;
  private static final int BATCH_PIECES = 4096;

  private final Catalog catalog;
  private final Workers workers;
  private final PackSink sink;
  private final Set<Digest> stored = new HashSet<>();
  private List<Piece> collecting = new ArrayList<>();
  private long collectingBytes;
  private List<Future<Item>> compressing = List.of();

  private record Piece(ByteSource source, long offset, int length, List<Digest> names) {}

  private record Hashed(Digest digest, ByteBuffer raw) {}

  /**
   * Starts bringing content in.
   *
   * @param blobs takes the packs
   * @param catalog knows what is stored already
   * @param workers hash and compress
   */
  public Ingest(BlobStore blobs, Catalog catalog, Workers workers) {
    this.catalog = catalog;
    this.workers = workers;
    this.sink = new PackSink(blobs);
  }

  /**
   * Adds content, cut at multiples of a size.
   *
   * @param content to be stored
   * @param chunkBytes size of every chunk but the last
   * @return the chunks' names in order; complete after {@link #flush}
   */
  public List<Digest> add(ByteSource content, int chunkBytes) {
    long size = content.size();
    List<Digest> names = new ArrayList<>();
    for (long at = 0; at < size; at += chunkBytes) {
      int length = (int) Math.min(chunkBytes, size - at);
      collecting.add(new Piece(content, at, length, names));
      collectingBytes += length;
      if (collectingBytes >= BATCH_BYTES || collecting.size() >= BATCH_PIECES) {
        advance();
      }
    }
    return names;
  }

  /** Names and compresses everything added so far. */
  public void flush() {
    advance();
    advance();
  }

  private void advance() {
    List<Future<Hashed>> hashing = new ArrayList<>(collecting.size());
    for (Piece piece : collecting) {
      hashing.add(workers.submit(() -> hash(piece)));
    }
    compressing.forEach(item -> sink.add(Workers.join(item)));
    List<Hashed> hashed = new ArrayList<>(hashing.size());
    for (int i = 0; i < hashing.size(); i++) {
      Hashed result = Workers.join(hashing.get(i));
      collecting.get(i).names.add(result.digest);
      hashed.add(result);
    }
    Set<Digest> known = catalog.chunks(hashed.stream().map(Hashed::digest).toList()).keySet();
    compressing = new ArrayList<>();
    for (Hashed chunk : hashed) {
      if (!known.contains(chunk.digest) && stored.add(chunk.digest)) {
        compressing.add(workers.submit(() -> item(Kind.CHUNK, chunk.digest, chunk.raw)));
      }
    }
    collecting = new ArrayList<>();
    collectingBytes = 0;
  }

  private static Hashed hash(Piece piece) {
    ByteBuffer raw = piece.source.read(piece.offset, piece.length);
    return new Hashed(Digest.of(raw), raw);
  }

  private static Item item(Kind kind, Digest digest, ByteBuffer raw) {
    return new Item(kind, digest, raw.remaining(), Codec.encode(raw));
  }

  /**
   * Makes everything added durable, together with a manifest. Called again, it replaces the
   * manifest.
   *
   * @param manifest the version's record
   * @return the packs made, to be indexed
   */
  public List<AddPack> finish(byte[] manifest) {
    flush();
    return sink.finish(manifestItem(manifest));
  }

  /**
   * Makes everything added since the last call durable, in packs that {@link #discard} leaves
   * alone, with any number of manifests behind it.
   *
   * @param manifests whose chunks are stored, or were added before
   * @return the packs made, to be indexed; none if there was nothing new
   */
  public List<AddPack> publish(List<byte[]> manifests) {
    flush();
    manifests.forEach(manifest -> sink.add(manifestItem(manifest)));
    return sink.publish();
  }

  private static Item manifestItem(byte[] manifest) {
    if (manifest.length > PackFormat.MAX_RAW_LENGTH) {
      throw new InvalidInputException(
          "the record of this version takes "
              + manifest.length
              + " bytes; at most "
              + PackFormat.MAX_RAW_LENGTH
              + " are allowed");
    }
    return item(Kind.MANIFEST, Digest.of(manifest), ByteBuffer.wrap(manifest));
  }

  /** Deletes what was published; only for a save that certainly failed. */
  public void discard() {
    sink.discard();
  }

  /** Abandons what is not published. */
  @Override
  public void close() {
    compressing.forEach(future -> future.cancel(true));
    sink.close();
  }
}
