package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes packs of what others hold, entries taken over as they are. The old packs stay. Not
 * thread-safe.
 */
public final class Compactor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

  private final BlobStore blobs;
  private final long roll;
  private final List<AddPack> sealed = new ArrayList<>();
  private @Nullable PackWriter open;

  /**
   * Starts writing.
   *
   * @param blobs with the old packs, takes the new ones
   * @param roll size in bytes at which a new pack is begun
   */
  public Compactor(BlobStore blobs, long roll) {
    this.blobs = blobs;
    this.roll = roll;
  }

  /**
   * Takes entries over. Their checksums are looked at before anything is written.
   *
   * @param pack blob key of the old pack
   * @param kept entries, as indexed
   * @throws io.lepton.error.NotFoundException if there is no such pack
   * @throws CorruptDataException if one of the entries is damaged; none is taken over then
   */
  public void copy(String pack, List<Chunk> kept) {
    PackReader reader = PackReader.open(blobs, pack);
    Map<Long, Entry> entries = new HashMap<>();
    reader.entries().forEach(entry -> entries.put(entry.dataOffset(), entry));
    Map<Chunk, Entry> wanted = new LinkedHashMap<>();
    for (Chunk chunk : kept) {
      Entry entry = entries.get(chunk.offset());
      if (entry == null || !entry.digest().equals(chunk.digest())) {
        throw PackFormat.wrong(
            pack, chunk.offset(), "entry", chunk.toString(), String.valueOf(entry));
      }
      reader.whole(entry);
      wanted.put(chunk, entry);
    }
    wanted.forEach((chunk, entry) -> write(entry, chunk.base(), reader.whole(entry)));
  }

  /**
   * Takes one entry over if nothing of it is damaged, whatever else of its pack is.
   *
   * @param chunk as indexed
   * @return whether it was taken over
   */
  public boolean copyIntact(Chunk chunk) {
    for (Kind kind : Kind.values()) {
      try {
        write(Entry.of(chunk, kind), chunk.base(), StoredReader.entry(blobs, chunk, kind));
        return true;
      } catch (CorruptDataException | InvalidInputException | NotFoundException e) {
        LOG.trace("{} is not intact as {}", chunk, kind, e);
      }
    }
    return false;
  }

  /**
   * Adds an entry of raw bytes.
   *
   * @param manifest whether it is one
   * @param digest SHA-256 of the bytes
   * @param raw what remains of it is taken
   */
  public void add(boolean manifest, Digest digest, ByteBuffer raw) {
    byte[] bytes = new byte[raw.remaining()];
    raw.duplicate().get(bytes);
    writer()
        .add(
            new Item(
                manifest ? Kind.MANIFEST : Kind.CHUNK,
                digest,
                bytes.length,
                ChunkForm.PLAIN.encode(
                    digest, bytes, bytes.length, Grouping.UNKNOWN, List.of(), new Buffers())));
    rollIfFull();
  }

  /**
   * Adds a sealed chunk as another store has it.
   *
   * @param chunk whose base is indexed, or added too
   */
  public void add(StoredChunk chunk) {
    writer()
        .add(
            new Item(
                Kind.CHUNK,
                chunk.digest(),
                chunk.rawLength(),
                new Encoded(Codec.SEALED, chunk.stored(), chunk.base())));
    rollIfFull();
  }

  /**
   * Adds a chunk of raw bytes, sealed anew and resting on nothing.
   *
   * @param cipher of the key that gives the bytes their name
   * @param digest keyed name of the bytes
   * @param raw what remains of it is taken
   */
  public void add(ModelCipher cipher, Digest digest, ByteBuffer raw) {
    byte[] bytes = new byte[raw.remaining()];
    raw.duplicate().get(bytes);
    Encoded sealed =
        ChunkForm.of(cipher)
            .encode(digest, bytes, bytes.length, Grouping.UNKNOWN, List.of(), new Buffers());
    writer().add(new Item(Kind.CHUNK, digest, bytes.length, sealed));
    rollIfFull();
  }

  /** Discards everything and begins anew. */
  public void restart() {
    close();
    discard();
  }

  private void write(Entry entry, @Nullable Digest base, ByteBuffer whole) {
    writer().copy(entry, base, whole);
    rollIfFull();
  }

  private PackWriter writer() {
    PackWriter writer = open;
    if (writer == null) {
      writer = new PackWriter(blobs, PackNames.next());
      open = writer;
    }
    return writer;
  }

  private void rollIfFull() {
    if (open != null && open.size() >= roll) {
      seal(open);
    }
  }

  private void seal(PackWriter writer) {
    sealed.add(writer.seal());
    writer.close();
    open = null;
  }

  /**
   * Makes all durable.
   *
   * @return the new packs, none of them indexed
   */
  public List<AddPack> finish() {
    if (open != null) {
      seal(open);
    }
    return List.copyOf(sealed);
  }

  /** Deletes the new packs as far as that works; only if no index can name them. */
  public void discard() {
    for (AddPack pack : sealed) {
      try {
        blobs.delete(pack.pack());
      } catch (LeptonException e) {
        LOG.debug("pack {} stays behind", pack.pack(), e);
      }
    }
    sealed.clear();
  }

  /** Abandons what is not durable. */
  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
