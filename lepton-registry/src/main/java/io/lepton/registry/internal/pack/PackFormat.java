package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a pack, version 1. Integers are little-endian and unsigned; all lengths are in
 * bytes; nothing lies between the parts and nothing after the trailer.
 *
 * <pre>
 * header, 16               entry header, 56, then the stored bytes
 *   0  8  89 'L' 'P' 'K' 0D 0A 1A 0A    0  4  'E' 'N' 'T' 'R'
 *   8  4  version (1)                   4  1  kind: 1 chunk, 2 manifest
 *  12  4  CRC32C of 0 to 11             5  1  codec, see Codec
 *                                       6  2  zero
 * index record, 56, one per entry       8  4  raw length
 *   0  8  offset of the entry header   12  4  stored length
 *   8  4  raw length                   16 32  SHA-256 of the raw bytes
 *  12  4  stored length                48  4  CRC32C of the stored bytes
 *  16  1  kind                         52  4  CRC32C of 0 to 51
 *  17  1  codec                        56  …  stored bytes
 *  18  6  zero
 *  24 32  SHA-256 of the raw bytes    trailer, 32
 *                                       0  8  offset of the index
 * pack = header, entries, index,        8  4  number of entries
 *        trailer                       12  4  CRC32C of the index
 *                                      16  4  version (1)
 *                                      20  4  CRC32C of 0 to 19
 *                                      24  8  0A 1A 0A 0D 'K' 'P' 'L' 89
 * </pre>
 */
final class PackFormat {
  static final int VERSION = 1;
  static final int HEADER = 16;
  static final int ENTRY_HEADER = 56;
  static final int INDEX_RECORD = 56;
  static final int TRAILER = 32;

  /** A reader allocates no more for one chunk than this, whatever a pack claims. */
  static final int MAX_RAW_LENGTH = 1 << 28;

  private static final long HEAD_MAGIC = 0x0A1A0A0D4B504C89L; // read as little-endian
  private static final long TAIL_MAGIC = Long.reverseBytes(HEAD_MAGIC);
  private static final int ENTRY_MAGIC = 'E' | 'N' << 8 | 'T' << 16 | 'R' << 24;

  /** What an entry is for. The number is part of the format. */
  enum Kind {
    CHUNK(1),
    MANIFEST(2);

    final byte number;

    Kind(int number) {
      this.number = (byte) number;
    }
  }

  /**
   * An entry as the index knows it.
   *
   * @param offset of the entry header
   */
  record Entry(
      long offset, Kind kind, Codec codec, int rawLength, int storedLength, Digest digest) {
    /** As the catalogue knows it. */
    static Entry of(Chunk chunk, Kind kind) {
      return new Entry(
          chunk.offset() - ENTRY_HEADER,
          kind,
          Codec.numbered(chunk.codec(), chunk.pack(), chunk.offset()),
          chunk.rawLength(),
          chunk.storedLength(),
          chunk.digest());
    }

    long dataOffset() {
      return offset + ENTRY_HEADER;
    }

    long end() {
      return dataOffset() + storedLength;
    }
  }

  /** What the trailer says. */
  record Trailer(long indexOffset, int count, int indexChecksum) {}

  private PackFormat() {}

  static ByteBuffer header() {
    ByteBuffer out = allocate(HEADER).putLong(HEAD_MAGIC).putInt(VERSION);
    return out.putInt(crc(out, 0, 12)).flip();
  }

  static void requireHeader(ByteBuffer in, String pack) {
    long magic = in.getLong(0);
    if (magic != HEAD_MAGIC) {
      throw wrong(pack, 0, "header magic", hex(HEAD_MAGIC), hex(magic));
    }
    requireChecksum(in, 12, pack, 0, "header");
    requireVersion(in.getInt(8), pack, 8);
  }

  static ByteBuffer entryHeader(Entry entry, ByteBuffer stored) {
    ByteBuffer out =
        allocate(ENTRY_HEADER)
            .putInt(ENTRY_MAGIC)
            .put(entry.kind.number)
            .put((byte) entry.codec.number())
            .putShort((short) 0)
            .putInt(entry.rawLength)
            .putInt(entry.storedLength)
            .put(entry.digest.toBytes())
            .putInt(crc(stored, stored.position(), stored.remaining()));
    return out.putInt(crc(out, 0, 52)).flip();
  }

  /** Checks an entry's header and stored bytes against the index. */
  static void requireEntry(ByteBuffer in, Entry entry, String pack) {
    long at = entry.offset;
    if (in.getInt(0) != ENTRY_MAGIC) {
      throw wrong(pack, at, "entry magic", hex(ENTRY_MAGIC), hex(in.getInt(0)));
    }
    requireChecksum(in, 52, pack, at, "entry header");
    ByteBuffer stored = in.slice(ENTRY_HEADER, entry.storedLength);
    ByteBuffer expected = entryHeader(entry, stored);
    for (int i = 0; i < 48; i++) {
      if (in.get(i) != expected.get(i)) {
        throw wrong(pack, at + i, "entry header", hex(expected.get(i)), hex(in.get(i)));
      }
    }
    int found = expected.getInt(48);
    if (in.getInt(48) != found) {
      throw wrong(
          pack, entry.dataOffset(), "CRC32C of stored bytes", hex(in.getInt(48)), hex(found));
    }
  }

  static void putIndexRecord(ByteBuffer out, Entry entry) {
    out.putLong(entry.offset)
        .putInt(entry.rawLength)
        .putInt(entry.storedLength)
        .put(entry.kind.number)
        .put((byte) entry.codec.number())
        .putShort((short) 0)
        .putInt(0)
        .put(entry.digest.toBytes());
  }

  static Entry indexRecord(ByteBuffer in, String pack, long at) {
    long offset = in.getLong();
    int rawLength = in.getInt();
    int storedLength = in.getInt();
    byte kind = in.get();
    byte codec = in.get();
    int zero = in.getShort() | in.getInt();
    byte[] digest = new byte[Digest.BYTES];
    in.get(digest);
    if (rawLength < 0 || rawLength > MAX_RAW_LENGTH || storedLength < 0) {
      throw wrong(
          pack, at + 8, "lengths", "0 to " + MAX_RAW_LENGTH, rawLength + " and " + storedLength);
    }
    if (zero != 0) {
      throw wrong(pack, at + 18, "reserved bytes", "0", hex(zero));
    }
    for (Kind candidate : Kind.values()) {
      if (candidate.number == kind) {
        return new Entry(
            offset,
            candidate,
            Codec.numbered(codec, pack, at + 17),
            rawLength,
            storedLength,
            Digest.fromBytes(digest));
      }
    }
    throw wrong(pack, at + 16, "entry kind", "1 or 2", Byte.toString(kind));
  }

  static ByteBuffer trailer(Trailer trailer) {
    ByteBuffer out =
        allocate(TRAILER)
            .putLong(trailer.indexOffset)
            .putInt(trailer.count)
            .putInt(trailer.indexChecksum)
            .putInt(VERSION);
    return out.putInt(crc(out, 0, 20)).putLong(TAIL_MAGIC).flip();
  }

  static Trailer requireTrailer(ByteBuffer in, String pack, long at) {
    if (in.getLong(24) != TAIL_MAGIC) {
      throw wrong(
          pack,
          at + 24,
          "trailer magic (is the pack cut short?)",
          hex(TAIL_MAGIC),
          hex(in.getLong(24)));
    }
    requireChecksum(in, 20, pack, at, "trailer");
    requireVersion(in.getInt(16), pack, at + 16);
    return new Trailer(in.getLong(0), in.getInt(8), in.getInt(12));
  }

  private static void requireVersion(int version, String pack, long at) {
    if (version != VERSION) {
      throw new FormatTooNewException(
          "pack "
              + pack
              + " at "
              + at
              + " has format version "
              + Integer.toUnsignedString(version)
              + "; this Lepton knows "
              + VERSION
              + ": use the newer Lepton that wrote it");
    }
  }

  private static void requireChecksum(
      ByteBuffer in, int length, String pack, long at, String what) {
    int found = crc(in, 0, length);
    if (found != in.getInt(length)) {
      throw wrong(pack, at, "CRC32C of " + what, hex(in.getInt(length)), hex(found));
    }
  }

  static CorruptDataException wrong(
      String pack, long at, String what, String expected, String found) {
    return new CorruptDataException(
        "pack " + pack + " at " + at + ": " + what + ": expected " + expected + ", found " + found);
  }

  static int crc(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(from + length).position(from));
    return (int) crc.getValue();
  }

  static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
