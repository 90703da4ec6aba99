package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds chunks, decodes them and checks their names. Thread-safe. */
public final class ChunkReader {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final ChunkForm form = ChunkForm.PLAIN;
  private final ChunkCache cache = new ChunkCache();

  /**
   * A reader of one store.
   *
   * @param blobs with the packs
   * @param catalog says where each chunk lies
   */
  public ChunkReader(BlobStore blobs, Catalog catalog) {
    this.blobs = blobs;
    this.catalog = catalog;
  }

  /**
   * Reads a whole chunk.
   *
   * @param digest its name
   * @param what it is part of, for messages
   * @return read-only little-endian bytes that have this name
   * @throws CorruptDataException if it is missing or damaged
   */
  public ByteBuffer read(Digest digest, String what) {
    return read(digest, null, what);
  }

  /** As above, with the place where it lay a moment ago. */
  ByteBuffer read(Digest digest, @Nullable Chunk hint, String what) {
    return read(digest, hint, what, 0);
  }

  private ByteBuffer read(Digest digest, @Nullable Chunk hint, String what, int followed) {
    Chunk place = hint != null ? hint : place(digest, what);
    while (true) {
      try {
        return readAt(place, what, followed);
      } catch (NotFoundException | CorruptDataException e) {
        // Retiring other versions may have moved the chunk, again and again, since we looked; or
        // destroyed its base, which it then no longer needs.
        Chunk now = catalog.chunks(List.of(digest)).get(digest);
        if (now == null || now.equals(place)) {
          throw e instanceof NotFoundException gone ? missingPack(place, what, gone) : e;
        }
        place = now;
      }
    }
  }

  /** A part of a chunk; the chunk is kept for a while, since more of it may be asked for. */
  ByteBuffer readPart(Digest digest, @Nullable Chunk hint, String what, int from, int length) {
    ByteBuffer whole = cache.get(digest);
    if (whole == null) {
      whole = read(digest, hint, what);
      cache.put(digest, whole);
    }
    return whole.slice(from, length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  /** Where chunks lie now; those in no pack are left out. */
  Map<Digest, Chunk> places(List<Digest> digests) {
    return catalog.chunks(digests);
  }

  private Chunk place(Digest digest, String what) {
    Chunk place = catalog.chunks(List.of(digest)).get(digest);
    if (place == null) {
      throw new CorruptDataException(what + ": chunk " + digest + " is in no indexed pack");
    }
    return place;
  }

  private ByteBuffer readAt(Chunk place, String what, int followed) {
    ByteBuffer stored;
    try {
      stored = blobs.read(place.pack(), place.offset(), place.storedLength());
    } catch (InvalidInputException e) {
      throw new CorruptDataException(
          ChunkForm.at(place, what)
              + ": expected "
              + place.storedLength()
              + " stored bytes, found the pack cut short at "
              + blobs.size(place.pack()),
          e);
    }
    return form.decode(place, stored, what, base -> readBase(place, base, what, followed + 1));
  }

  /** The chunk that another is stored as a difference from. */
  ByteBuffer readBase(Chunk of, Digest base, String what) {
    return readBase(of, base, what, 1);
  }

  private ByteBuffer readBase(Chunk of, Digest base, String what, int followed) {
    if (followed > Delta.DEEPEST) {
      throw new CorruptDataException(
          ChunkForm.at(of, what) + ": more than " + Delta.DEEPEST + " chunks rest on each other");
    }
    String name = what + ", base of chunk " + of.digest().hex().substring(0, 12);
    return read(base, null, name, followed);
  }

  private static CorruptDataException missingPack(Chunk place, String what, NotFoundException e) {
    return new CorruptDataException(ChunkForm.at(place, what) + ": the pack is missing", e);
  }
}
