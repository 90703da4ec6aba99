package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.pack.Decoder.BaseSource;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Trailer;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pack read without the catalogue: from its trailer to its index to its entries. */
final class PackReader {
  private final BlobStore blobs;
  private final String pack;
  private final long size;
  private final List<Entry> entries;

  private PackReader(BlobStore blobs, String pack, long size, List<Entry> entries) {
    this.blobs = blobs;
    this.pack = pack;
    this.size = size;
    this.entries = entries;
  }

  /**
   * Reads header, trailer and index; the entries are looked at when asked for.
   *
   * @throws io.lepton.error.NotFoundException if there is no such pack
   * @throws CorruptDataException if it is not a whole pack
   * @throws io.lepton.error.FormatTooNewException if it is of a later format
   */
  static PackReader open(BlobStore blobs, String pack) {
    long size = blobs.size(pack);
    if (size < PackFormat.HEADER + PackFormat.TRAILER) {
      throw PackFormat.wrong(
          pack,
          0,
          "size (is the pack cut short?)",
          "at least " + (PackFormat.HEADER + PackFormat.TRAILER),
          Long.toString(size));
    }
    PackFormat.requireHeader(read(blobs, pack, 0, PackFormat.HEADER), pack);
    long trailerAt = size - PackFormat.TRAILER;
    Trailer trailer =
        PackFormat.requireTrailer(
            read(blobs, pack, trailerAt, PackFormat.TRAILER), pack, trailerAt);
    long indexSize = trailerAt - trailer.indexOffset();
    long expected = Integer.toUnsignedLong(trailer.count()) * PackFormat.INDEX_RECORD;
    if (indexSize != expected || expected > Integer.MAX_VALUE) {
      throw PackFormat.wrong(
          pack, trailerAt, "size of index", Long.toString(expected), Long.toString(indexSize));
    }
    ByteBuffer index = read(blobs, pack, trailer.indexOffset(), (int) indexSize);
    int checksum = PackFormat.crc(index, 0, index.limit());
    if (checksum != trailer.indexChecksum()) {
      throw PackFormat.wrong(
          pack,
          trailer.indexOffset(),
          "CRC32C of index",
          PackFormat.hex(trailer.indexChecksum()),
          PackFormat.hex(checksum));
    }
    return new PackReader(blobs, pack, size, entries(index, pack, trailer));
  }

  private static List<Entry> entries(ByteBuffer index, String pack, Trailer trailer) {
    List<Entry> entries = new ArrayList<>(trailer.count());
    long end = PackFormat.HEADER;
    while (index.hasRemaining()) {
      long at = trailer.indexOffset() + index.position();
      Entry entry = PackFormat.indexRecord(index, pack, at);
      if (entry.offset() != end) {
        throw PackFormat.wrong(
            pack, at, "offset of entry", Long.toString(end), Long.toString(entry.offset()));
      }
      end = entry.end();
      entries.add(entry);
    }
    if (end != trailer.indexOffset()) {
      throw PackFormat.wrong(
          pack,
          trailer.indexOffset(),
          "end of entries",
          Long.toString(trailer.indexOffset()),
          Long.toString(end));
    }
    return List.copyOf(entries);
  }

  private static ByteBuffer read(BlobStore blobs, String pack, long offset, int length) {
    try {
      return blobs.read(pack, offset, length);
    } catch (InvalidInputException e) {
      throw new CorruptDataException("pack " + pack + " at " + offset + ": cut short", e);
    }
  }

  long size() {
    return size;
  }

  List<Entry> entries() {
    return entries;
  }

  /** An entry's header and stored bytes as they lie there, checked against the index. */
  ByteBuffer whole(Entry entry) {
    ByteBuffer bytes =
        read(blobs, pack, entry.offset(), PackFormat.ENTRY_HEADER + entry.storedLength());
    PackFormat.requireEntry(bytes, entry, pack);
    return bytes;
  }

  /** The chunk that an entry is a difference from; null if it is none, or is damaged there. */
  @Nullable Digest base(Entry entry) {
    boolean sealed = entry.codec() == Codec.SEALED;
    if (entry.codec() != Codec.DELTA && !sealed) {
      return null;
    }
    int length = Math.min(entry.storedLength(), sealed ? Sealed.PREFIX : Delta.PREFIX);
    try {
      ByteBuffer prefix = read(blobs, pack, entry.dataOffset(), length);
      return sealed ? Sealed.base(prefix) : Delta.read(prefix).base();
    } catch (IllegalArgumentException e) {
      return null; // reading the chunk, or verifying, tells
    }
  }

  /** An entry as the catalogue would index it. */
  Chunk chunk(Entry entry) {
    return PackWriter.chunk(pack, entry, base(entry));
  }

  /** An entry's raw bytes, checked against its name. */
  ByteBuffer raw(Entry entry, String what, BaseSource bases, ChunkReader chunks) {
    Chunk place = PackWriter.chunk(pack, entry, null);
    byte[] raw = new byte[entry.rawLength()];
    try (Scratches scratches = new Scratches()) {
      chunks.open(place, stored(entry), what, bases, scratches).decodeNamed(place, raw, 0, what);
    }
    return ByteBuffer.wrap(raw);
  }

  /** An entry's stored bytes, checked against the index. */
  ByteBuffer stored(Entry entry) {
    return whole(entry).slice(PackFormat.ENTRY_HEADER, entry.storedLength());
  }
}
