package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads sealed chunks as they are stored, which needs no key. Thread-safe. */
public final class StoredReader {
  private final BlobStore blobs;
  private final Catalog catalog;

  /**
   * A reader of one store.
   *
   * @param blobs with the packs
   * @param catalog says where each chunk lies
   */
  public StoredReader(BlobStore blobs, Catalog catalog) {
    this.blobs = blobs;
    this.catalog = catalog;
  }

  /**
   * Reads a sealed chunk; its header and checksum are looked at.
   *
   * @param digest its name
   * @return the chunk; empty if it is not indexed or not sealed
   * @throws CorruptDataException if it is damaged
   */
  public Optional<StoredChunk> read(Digest digest) {
    Chunk place = catalog.chunks(List.of(digest)).get(digest);
    while (place != null && Codecs.isSealed(place)) {
      try {
        ByteBuffer stored =
            entry(blobs, place, Kind.CHUNK).slice(PackFormat.ENTRY_HEADER, place.storedLength());
        return Optional.of(new StoredChunk(digest, place.rawLength(), stored));
      } catch (NotFoundException | InvalidInputException | CorruptDataException e) {
        Chunk now = catalog.chunks(List.of(digest)).get(digest);
        if (place.equals(now)) {
          throw new CorruptDataException(
              ChunkForm.at(place, "sealed chunk") + ": " + e.getMessage(), e);
        }
        place = now; // moved since it was looked up
      }
    }
    return Optional.empty();
  }

  /** An entry's header and stored bytes, checked against the index. */
  static ByteBuffer entry(BlobStore blobs, Chunk chunk, Kind kind) {
    Entry entry = Entry.of(chunk, kind);
    ByteBuffer whole =
        blobs.read(chunk.pack(), entry.offset(), PackFormat.ENTRY_HEADER + chunk.storedLength());
    PackFormat.requireEntry(whole, entry, chunk.pack());
    return whole;
  }
}
