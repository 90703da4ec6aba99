package io.lepton.registry.internal.pack;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings content into packs: cut, hash, leave out what the store has, compress, write. Works in
 * batches of bounded size, three at a time. Belongs to one thread.
 */
public final class Ingest implements AutoCloseable {
  private static final long BATCH_BYTES = 6L << 20;
  private static final int BATCH_PIECES = 4096;

  private final Catalog catalog;
  private final ChunkForm form;
  private final ChunkReader reader;
  private final Workers workers;
  private final LongConsumer progress;
  private final Buffers buffers = new Buffers();
  private final PackSink sink;
  private final Set<Digest> stored = new HashSet<>();
  private List<Piece> collecting = new ArrayList<>();
  private long collectingBytes;
  private List<Future<Hashed>> hashing = List.of();
  private List<Future<Item>> encoding = List.of();
  private long done;

  private record Piece(
      ByteSource source, long offset, int length, Kin kin, int position, List<Digest> names) {}

  private static final class Hashed {
    final Digest digest;
    final byte[] raw;
    final Piece piece;

    Hashed(Digest digest, byte[] raw, Piece piece) {
      this.digest = digest;
      this.raw = raw;
      this.piece = piece;
    }
  }

  /**
   * What content is like, which says how to store it small.
   *
   * @param grouping of its bytes
   * @param relatives content that it may differ little from, cut in the same way: the names of the
   *     chunks of each
   */
  public record Kin(Grouping grouping, List<List<Digest>> relatives) {
    /** Nothing is known. */
    public static final Kin UNKNOWN = new Kin(Grouping.UNKNOWN, List.of());
  }

  /**
   * Starts bringing content in.
   *
   * @param blobs takes the packs
   * @param catalog knows what is stored already
   * @param reader of the same store
   * @param workers hash and compress
   * @param cipher names and seals the chunks, or null if they are open
   * @param progress told how many bytes of the content were named, on the caller's thread
   */
  public Ingest(
      BlobStore blobs,
      Catalog catalog,
      ChunkReader reader,
      Workers workers,
      @Nullable ModelCipher cipher,
      LongConsumer progress) {
    this.form = ChunkForm.of(cipher);
    this.progress = progress;
    this.catalog = catalog;
    this.reader = reader;
    this.workers = workers;
    this.sink = new PackSink(blobs, workers, buffers);
  }

  /**
   * Adds content, cut at multiples of a size.
   *
   * @param content to be stored
   * @param chunkBytes size of every chunk but the last
   * @param kin what it is like
   * @return the chunks' names in order; complete after {@link #flush}
   */
  public List<Digest> add(ByteSource content, int chunkBytes, Kin kin) {
    long size = content.size();
    List<Digest> names = new ArrayList<>();
    for (long at = 0; at < size; at += chunkBytes) {
      int length = (int) Math.min(chunkBytes, size - at);
      collecting.add(new Piece(content, at, length, kin, (int) (at / chunkBytes), names));
      collectingBytes += length;
      if (collectingBytes >= BATCH_BYTES || collecting.size() >= BATCH_PIECES) {
        advance();
      }
    }
    return names;
  }

  /**
   * Adds content that was cut already.
   *
   * @param content to be stored
   * @param lengths of the chunks in order, together the content's size
   * @return the chunks' names in order; complete after {@link #flush}
   */
  public List<Digest> add(ByteSource content, List<Integer> lengths) {
    List<Digest> names = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < lengths.size(); i++) {
      collecting.add(new Piece(content, at, lengths.get(i), Kin.UNKNOWN, i, names));
      collectingBytes += lengths.get(i);
      at += lengths.get(i);
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
    advance();
  }

  /**
   * Moves three batches on by one step each: while the workers have one to hash, the index is asked
   * about the one before, which is then encoded, and the one before that is written.
   */
  private void advance() {
    List<Future<Hashed>> next = new ArrayList<>(collecting.size());
    for (Piece piece : collecting) {
      next.add(workers.submit(() -> hash(piece)));
    }
    collecting = new ArrayList<>();
    collectingBytes = 0;
    List<Future<Hashed>> resolving = hashing;
    hashing = next;
    List<Future<Item>> writing = encoding;
    encoding = resolve(resolving);
    writing.forEach(item -> sink.add(Workers.join(item)));
  }

  private List<Future<Item>> resolve(List<Future<Hashed>> batch) {
    List<Hashed> hashed = new ArrayList<>(batch.size());
    for (Future<Hashed> future : batch) {
      Hashed result = Workers.join(future);
      result.piece.names.add(result.digest);
      hashed.add(result);
      done += result.piece.length;
    }
    if (hashed.isEmpty()) {
      return List.of();
    }
    progress.accept(done);
    Set<Digest> known = catalog.chunks(hashed.stream().map(it -> it.digest).toList()).keySet();
    List<Hashed> fresh = new ArrayList<>();
    for (Hashed chunk : hashed) {
      if (!known.contains(chunk.digest) && stored.add(chunk.digest)) {
        fresh.add(chunk);
      } else {
        buffers.give(chunk.raw);
      }
    }
    Relatives relatives = new Relatives(catalog, reader, form);
    fresh.forEach(chunk -> relatives.look(chunk.piece.kin, chunk.piece.position));
    relatives.find();
    List<Future<Item>> items = new ArrayList<>();
    for (Hashed chunk : fresh) {
      items.add(workers.submit(() -> encode(chunk, relatives)));
    }
    return items;
  }

  private Hashed hash(Piece piece) {
    byte[] raw = buffers.take(piece.length);
    piece.source.read(piece.offset, piece.length).get(raw, 0, piece.length);
    return new Hashed(form.name(ByteBuffer.wrap(raw, 0, piece.length)), raw, piece);
  }

  private Item encode(Hashed chunk, Relatives relatives) {
    Kin kin = chunk.piece.kin;
    int length = chunk.piece.length;
    List<Base> bases = relatives.of(kin, chunk.piece.position, length, buffers);
    Encoded encoded = form.encode(chunk.digest, chunk.raw, length, kin.grouping, bases, buffers);
    bases.forEach(base -> buffers.give(base.raw));
    if (encoded.stored().array() != chunk.raw) {
      buffers.give(chunk.raw);
    }
    return new Item(Kind.CHUNK, chunk.digest, length, encoded);
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

  private Item manifestItem(byte[] manifest) {
    if (manifest.length > PackFormat.MAX_RAW_LENGTH) {
      throw new InvalidInputException(
          "the record of this version takes "
              + manifest.length
              + " bytes; at most "
              + PackFormat.MAX_RAW_LENGTH
              + " are allowed");
    }
    Digest name = Digest.of(manifest); // never sealed: the record outlives the key
    byte[] raw = manifest.clone(); // what is stored becomes the buffers'
    Encoded encoded =
        ChunkForm.PLAIN.encode(name, raw, raw.length, Grouping.BYTES, List.of(), buffers);
    return new Item(Kind.MANIFEST, name, manifest.length, encoded);
  }

  /** Deletes what was published; only for a save that certainly failed. */
  public void discard() {
    sink.discard();
  }

  /** Abandons what is not published. */
  @Override
  public void close() {
    hashing.forEach(future -> future.cancel(false));
    encoding.forEach(future -> future.cancel(false));
    sink.close();
  }
}
