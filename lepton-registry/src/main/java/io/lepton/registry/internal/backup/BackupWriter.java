package io.lepton.registry.internal.backup;

import com.github.luben.zstd.Zstd;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.Change;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;

/** Writes one backup; visible, and durable, once finished. Not thread-safe. */
public final class BackupWriter implements AutoCloseable {
  private static final int LEVEL = 3;
  private static final int BLOCK_BYTES = 1 << 20;

  private final String name;
  private final BlobStore.Writer out;
  private final MessageDigest sha256 = BackupFormat.sha256();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private long lines;
  private long bytes;

  /**
   * Begins.
   *
   * @param blobs takes the backup
   * @param name key of the new blob
   * @param time when it is made
   * @param author who makes it
   */
  public BackupWriter(BlobStore blobs, String name, Instant time, String author) {
    this.name = name;
    this.out = blobs.create(name);
    write(BackupFormat.header());
    line(Json.bytes(Map.of("kind", "backup", "time", time.toString(), "author", author)));
  }

  /**
   * Adds a line.
   *
   * @param change as a catalogue exports it
   */
  public void add(Change change) {
    line(ChangeLines.write(change));
  }

  private void line(byte[] json) {
    if (json.length >= BackupFormat.MAX_BLOCK - BLOCK_BYTES) {
      throw new InvalidInputException(
          "a record of " + json.length + " bytes is too large for backup " + name);
    }
    block.writeBytes(json);
    block.write('\n');
    lines++;
    if (block.size() >= BLOCK_BYTES) {
      flush();
    }
  }

  private void flush() {
    byte[] raw = block.toByteArray();
    block.reset();
    if (raw.length > 0) {
      byte[] stored = Zstd.compress(raw, LEVEL);
      write(
          BackupFormat.allocate(BackupFormat.BLOCK)
              .putInt(raw.length)
              .putInt(stored.length)
              .flip());
      write(ByteBuffer.wrap(stored));
    }
  }

  private void write(ByteBuffer some) {
    bytes += some.remaining();
    sha256.update(some.duplicate());
    out.write(some);
  }

  /**
   * Ends the backup and makes it durable.
   *
   * @return its size in bytes
   */
  public long finish() {
    flush();
    write(BackupFormat.lines(lines));
    ByteBuffer end = BackupFormat.end(sha256.digest());
    bytes += end.remaining();
    out.write(end);
    out.commit();
    return bytes;
  }

  /** Discards the backup unless it was finished. */
  @Override
  public void close() {
    out.close();
  }
}
