package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.registry.internal.pack.Decoder.BaseSource;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

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
    return read(digest, Map.of(), what);
  }

  /**
   * As above, for who asked the index about many chunks at once.
   *
   * @param digest its name
   * @param places where it and its bases lay a moment ago; may lack some
   * @param what it is part of, for messages
   * @return read-only little-endian bytes that have this name
   * @throws CorruptDataException if it is missing or damaged
   */
  public ByteBuffer read(Digest digest, Map<Digest, Chunk> places, String what) {
    byte[] raw =
        follow(
            digest,
            places,
            what,
            place -> {
              byte[] bytes = new byte[place.rawLength()];
              named(place, places, what, opened -> opened.decodeNamed(place, bytes, 0, what));
              return bytes;
            });
    return ByteBuffer.wrap(raw).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * As above, into an array.
   *
   * @throws CorruptDataException also if the chunk is not {@code length} bytes long
   */
  void readInto(
      Digest digest, Map<Digest, Chunk> places, String what, byte[] to, int at, int length) {
    follow(
        digest,
        places,
        what,
        place -> {
          requireLength(place, length, what);
          named(place, places, what, opened -> opened.decodeNamed(place, to, at, what));
          return to;
        });
  }

  /**
   * As above, into what remains of a buffer, which moves to its limit.
   *
   * @throws CorruptDataException also if the chunk is not as long as that
   */
  void readInto(Digest digest, Map<Digest, Chunk> places, String what, ByteBuffer to) {
    follow(
        digest,
        places,
        what,
        place -> {
          requireLength(place, to.remaining(), what);
          named(place, places, what, opened -> opened.decodeNamed(place, to.duplicate(), what));
          return to;
        });
    to.position(to.limit());
  }

  /**
   * Reads a chunk to make a difference from. Its stored bytes, and those of what it rests on, have
   * their CRC32C; that they have their names is for those to check who read them for their own
   * sake: it would take a fifth of the time that a save takes.
   */
  void readIntact(
      Digest digest, Map<Digest, Chunk> places, String what, byte[] to, int at, int length) {
    follow(
        digest,
        places,
        what,
        place -> {
          requireLength(place, length, what);
          try (Scratches scratches = new Scratches()) {
            open(place, places, what, 0, this::intact, scratches).decode(to, at);
            return to;
          }
        });
  }

  /** Reads the chunk that another is stored as a difference from, checked. */
  Decoding readBase(Chunk of, Digest base, String what, int length) {
    return readBase(base, baseOf(of, what), length);
  }

  /** As above, of a chunk that is not stored yet. */
  Decoding readBase(Digest base, String what, int length) {
    byte[] raw = new byte[length];
    readInto(base, Map.of(), what, raw, 0, length);
    return Decoding.of(raw);
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

  /** Reads at a chunk's place, wherever it moves meanwhile. */
  private <T> T follow(
      Digest digest, Map<Digest, Chunk> places, String what, Function<Chunk, T> reading) {
    Chunk known = places.get(digest);
    Chunk place = known != null ? known : place(digest, what);
    while (true) {
      try {
        return reading.apply(place);
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

  private void named(
      Chunk place, Map<Digest, Chunk> places, String what, Consumer<Opened> decoding) {
    try (Scratches scratches = new Scratches()) {
      Opened opened = open(place, places, what, 0, this::stored, scratches);
      try {
        decoding.accept(opened);
      } catch (CorruptDataException e) {
        Digest base = place.base();
        if (base != null) {
          // Bases were decoded unchecked, since this check covers them; now say which one it is.
          readBase(place, base, what, place.rawLength());
        }
        throw e;
      }
    }
  }

  /** Gives stored bytes, in the scratch or not. */
  private interface Fetching {
    ByteBuffer fetch(Chunk place, String what, Scratch scratch);
  }

  private Opened open(
      Chunk place,
      Map<Digest, Chunk> places,
      String what,
      int followed,
      Fetching fetching,
      Scratches scratches) {
    if (followed > Delta.DEEPEST) {
      throw new CorruptDataException(
          ChunkForm.at(place, what)
              + ": more than "
              + Delta.DEEPEST
              + " chunks rest on each other");
    }
    Scratch scratch = scratches.take();
    return ChunkForm.open(
        place,
        fetching.fetch(place, what, scratch),
        what,
        (base, length) -> {
          String name = baseOf(place, what);
          return follow(
              base,
              places,
              name,
              found -> {
                requireLength(found, length, name);
                return open(found, places, name, followed + 1, fetching, scratches).decoding();
              });
        },
        keys,
        scratch);
  }

  /** As {@link ChunkForm#open}, with this store's keys. */
  Opened open(Chunk place, ByteBuffer stored, String what, BaseSource bases, Scratches scratches) {
    return ChunkForm.open(place, stored, what, bases, keys, scratches.take());
  }

  /** How chunks are kept under the key of some stored bytes. */
  ChunkForm formOf(Codec codec, ByteBuffer stored) {
    return codec == Codec.SEALED
        ? ChunkForm.of(keys.cipher(Sealed.keyId(stored)))
        : ChunkForm.PLAIN;
  }

  private ByteBuffer stored(Chunk place, String what, Scratch scratch) {
    return fetch(place, place.offset(), place.storedLength(), what, scratch);
  }

  /** Stored bytes that have the checksum in the header before them. */
  private ByteBuffer intact(Chunk place, String what, Scratch scratch) {
    int header = PackFormat.ENTRY_HEADER;
    int stored = place.storedLength();
    ByteBuffer whole = fetch(place, place.offset() - header, header + stored, what, scratch);
    PackFormat.requireEntry(whole, Entry.of(place, Kind.CHUNK), place.pack());
    return whole.slice(header, stored);
  }

  private ByteBuffer fetch(Chunk place, long offset, int length, String what, Scratch scratch) {
    try {
      if (length > Scratch.MOST_STORED) {
        return blobs.read(place.pack(), offset, length); // refuses before it allocates
      }
      ByteBuffer bytes = scratch.stored(length);
      blobs.read(place.pack(), offset, bytes);
      return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
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
      Digest digest, Map<Digest, Chunk> places, String what, int whole, int from, int length) {
    ByteBuffer chunk = cache.get(digest);
    if (chunk == null) {
      byte[] bytes = new byte[whole];
      readInto(digest, places, what, bytes, 0, whole);
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
