package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.Decoder.BaseSource;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds chunks, decodes them and checks their names. Thread-safe. */
public final class ChunkReader {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final Keyring keys;
  private final ChunkCache cache = new ChunkCache();

  /**
   * A reader of one store.
   *
   * @param blobs with the packs
   * @param catalog says where each chunk lies
   * @param keys open what is sealed
   */
  public ChunkReader(BlobStore blobs, Catalog catalog, Keyring keys) {
    this.keys = keys;
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
    byte[][] raw = new byte[1][];
    int length =
        follow(
                digest,
                hint,
                what,
                place -> raw[0] = checked(place, new byte[place.rawLength()], 0, what))
            .rawLength();
    return ByteBuffer.wrap(raw[0], 0, length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * As above, into an array.
   *
   * @throws CorruptDataException also if the chunk is not {@code length} bytes long
   */
  void readInto(Digest digest, @Nullable Chunk hint, String what, byte[] to, int at, int length) {
    follow(
        digest,
        hint,
        what,
        place -> {
          requireLength(place, length, what);
          checked(place, to, at, what);
        });
  }

  /** The chunk that another is stored as a difference from, checked. */
  void readBase(Chunk of, Digest base, String what, byte[] to, int at, int length) {
    readInto(base, null, baseOf(of, what), to, at, length);
  }

  private static String baseOf(Chunk chunk, String what) {
    return what + ", base of chunk " + chunk.digest().hex().substring(0, 12);
  }

  private static void requireLength(Chunk place, int length, String what) {
    if (place.rawLength() != length) {
      throw new CorruptDataException(
          ChunkForm.at(place, what)
              + ": expected "
              + length
              + " bytes, found "
              + place.rawLength());
    }
  }

  /** Reads at a chunk's place, wherever it moves meanwhile; gives the place that was read. */
  private Chunk follow(Digest digest, @Nullable Chunk hint, String what, Consumer<Chunk> reading) {
    Chunk place = hint != null ? hint : place(digest, what);
    while (true) {
      try {
        reading.accept(place);
        return place;
      } catch (NotFoundException | CorruptDataException e) {
        // Retiring other versions may have moved the chunk, again and again, since we looked; or
        // destroyed its base, which it then no longer needs.
        Chunk now = catalog.chunks(List.of(digest)).get(digest);
        if (now == null || now.equals(place)) {
          throw e instanceof NotFoundException
              ? new CorruptDataException(ChunkForm.at(place, what) + ": the pack is missing", e)
              : e;
        }
        place = now;
      }
    }
  }

  private byte[] checked(Chunk place, byte[] to, int at, String what) {
    ChunkForm form = decode(place, to, at, what, 0);
    try {
      form.requireName(place, ByteBuffer.wrap(to, at, place.rawLength()), what);
    } catch (CorruptDataException e) {
      Digest base = place.base();
      if (base != null) {
        // Bases were decoded unchecked, since this check covers them; now say which one it is.
        readBase(place, base, what, to, at, place.rawLength());
      }
      throw e;
    }
    return to;
  }

  private ChunkForm decode(Chunk place, byte[] to, int at, String what, int followed) {
    if (followed > Delta.DEEPEST) {
      throw new CorruptDataException(
          ChunkForm.at(place, what)
              + ": more than "
              + Delta.DEEPEST
              + " chunks rest on each other");
    }
    return decode(
        place,
        stored(place, what),
        to,
        at,
        what,
        (base, target, targetAt, length) -> {
          String name = baseOf(place, what);
          follow(
              base,
              null,
              name,
              found -> {
                requireLength(found, length, name);
                decode(found, target, targetAt, name, followed + 1);
              });
        });
  }

  /** As {@link ChunkForm#decode}, with this store's keys. */
  ChunkForm decode(
      Chunk place, ByteBuffer stored, byte[] to, int at, String what, BaseSource bases) {
    return ChunkForm.decode(place, stored, to, at, what, bases, keys);
  }

  /** How chunks are kept under the key of some stored bytes. */
  ChunkForm formOf(Codec codec, ByteBuffer stored) {
    return codec == Codec.SEALED
        ? ChunkForm.of(keys.cipher(Sealed.keyId(stored)))
        : ChunkForm.PLAIN;
  }

  private ByteBuffer stored(Chunk place, String what) {
    try {
      return blobs.read(place.pack(), place.offset(), place.storedLength());
    } catch (InvalidInputException e) {
      throw new CorruptDataException(
          ChunkForm.at(place, what)
              + ": expected "
              + place.storedLength()
              + " stored bytes, found the pack cut short at "
              + blobs.size(place.pack()),
          e);
    }
  }

  /** A part of a chunk; the chunk is kept for a while, since more of it may be asked for. */
  ByteBuffer readPart(
      Digest digest, @Nullable Chunk hint, String what, int whole, int from, int length) {
    ByteBuffer chunk = cache.get(digest);
    if (chunk == null) {
      byte[] bytes = new byte[whole];
      readInto(digest, hint, what, bytes, 0, whole);
      chunk = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
      cache.put(digest, chunk);
    }
    if (chunk.limit() != whole) {
      throw new CorruptDataException(
          what + ": chunk " + digest + ": expected " + whole + " bytes, found " + chunk.limit());
    }
    return chunk.slice(from, length).order(ByteOrder.LITTLE_ENDIAN);
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
}
