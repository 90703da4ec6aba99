package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackFormat.Trailer;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one pack from front to back. Visible, and durable, once sealed. */
final class PackWriter implements AutoCloseable {
  private final String pack;
  private final BlobStore.Writer out;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private long position;

  PackWriter(BlobStore blobs, String pack) {
    this.pack = pack;
    this.out = blobs.create(pack);
    write(PackFormat.header());
  }

  /** The bytes of a pack, or of the rest of one, that is not written yet. */
  record Item(Kind kind, Digest digest, int rawLength, Encoded encoded) {
    long size() {
      return PackFormat.ENTRY_HEADER + (long) encoded.stored().remaining();
    }
  }

  void add(Item item) {
    ByteBuffer stored = item.encoded.stored().duplicate();
    Entry entry =
        new Entry(
            position,
            item.kind,
            item.encoded.codec(),
            item.rawLength,
            stored.remaining(),
            item.digest);
    write(PackFormat.entryHeader(entry, stored));
    write(stored);
    note(entry, item.encoded.base());
  }

  /** Takes an entry over from another pack, header and all. */
  void copy(Entry entry, @Nullable Digest base, ByteBuffer whole) {
    Entry here =
        new Entry(
            position,
            entry.kind(),
            entry.codec(),
            entry.rawLength(),
            entry.storedLength(),
            entry.digest());
    write(whole);
    note(here, base);
  }

  private void note(Entry entry, @Nullable Digest base) {
    entries.add(entry);
    chunks.add(chunk(pack, entry, base));
  }

  long size() {
    return position;
  }

  /** Ends the pack and publishes it. */
  AddPack seal() {
    ByteBuffer index = PackFormat.allocate(entries.size() * PackFormat.INDEX_RECORD);
    entries.forEach(entry -> PackFormat.putIndexRecord(index, entry));
    index.flip();
    int checksum = PackFormat.crc(index, 0, index.limit());
    Trailer trailer = new Trailer(position, entries.size(), checksum);
    write(index);
    write(PackFormat.trailer(trailer));
    out.commit();
    return new AddPack(pack, List.copyOf(chunks));
  }

  static Chunk chunk(String pack, Entry entry, @Nullable Digest base) {
    return new Chunk(
        entry.digest(),
        pack,
        entry.dataOffset(),
        entry.storedLength(),
        entry.rawLength(),
        entry.codec().number(),
        base);
  }

  private void write(ByteBuffer bytes) {
    position += bytes.remaining();
    out.write(bytes);
  }

  /** Discards the pack unless it was sealed. */
  @Override
  public void close() {
    out.close();
  }
}
