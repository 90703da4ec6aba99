package io.lepton.registry.internal.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.Change;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/** A backup that was checked as a whole. Immutable and thread-safe. */
public final class BackupReader {
  private static final int AT_ONCE = 1 << 20;

  private final BlobStore blobs;
  private final String name;
  private final long end;
  private final long lines;
  private Instant time = Instant.EPOCH;

  private BackupReader(BlobStore blobs, String name, long end, long lines) {
    this.blobs = blobs;
    this.name = name;
    this.end = end;
    this.lines = lines;
  }

  /**
   * Reads every byte and line once.
   *
   * @param blobs with the backup
   * @param name key of its blob
   * @return a reader of it
   * @throws io.lepton.error.NotFoundException if there is no such backup
   * @throws CorruptDataException if a bit of it is wrong
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton wrote it
   */
  public static BackupReader open(BlobStore blobs, String name) {
    long size = blobs.size(name);
    if (size < BackupFormat.HEADER + BackupFormat.TRAILER) {
      throw new CorruptDataException("backup " + name + " is cut short at " + size + " bytes");
    }
    BackupFormat.requireHeader(read(blobs, name, 0, BackupFormat.HEADER), name);
    long end = size - BackupFormat.TRAILER;
    MessageDigest sha256 = BackupFormat.sha256();
    for (long at = 0; at < end + Long.BYTES; at += AT_ONCE) {
      sha256.update(read(blobs, name, at, (int) Math.min(AT_ONCE, end + Long.BYTES - at)));
    }
    ByteBuffer trailer = read(blobs, name, end, BackupFormat.TRAILER);
    BackupFormat.requireEnd(
        trailer.slice(Long.BYTES, BackupFormat.TRAILER - Long.BYTES), sha256.digest(), name);
    BackupReader reader = new BackupReader(blobs, name, end, trailer.getLong(0));
    reader.time = reader.run(change -> {});
    return reader;
  }

  private static ByteBuffer read(BlobStore blobs, String name, long at, int length) {
    try {
      return blobs.read(name, at, length).order(ByteOrder.LITTLE_ENDIAN);
    } catch (InvalidInputException e) {
      throw new CorruptDataException("backup " + name + " at " + at + ": cut short", e);
    }
  }

  /**
   * When it was made.
   *
   * @return by the clock of the store that made it
   */
  public Instant time() {
    return time;
  }

  /**
   * Gives the content.
   *
   * @param reader called with each change in the order exported
   */
  public void changes(Consumer<Change> reader) {
    run(reader);
  }

  private Instant run(Consumer<Change> reader) {
    Instant made = null;
    long count = 0;
    long at = BackupFormat.HEADER;
    while (at < end) {
      ByteBuffer head = read(blobs, name, at, BackupFormat.BLOCK);
      int raw = head.getInt(0);
      int stored = head.getInt(Integer.BYTES);
      at += BackupFormat.BLOCK;
      if (raw < 1 || raw > BackupFormat.MAX_BLOCK || stored < 1 || stored > end - at) {
        throw wrong(at, "a block of " + raw + " bytes, stored as " + stored);
      }
      byte[] content = content(read(blobs, name, at, stored), raw, at);
      int begin = 0;
      for (int i = 0; i < raw; i++) {
        if (content[i] == '\n') {
          byte[] json = Arrays.copyOfRange(content, begin, i);
          begin = i + 1;
          String where = "backup " + name + ", line " + (count + 1);
          if (count++ == 0) {
            made = first(json, where);
          } else {
            reader.accept(ChangeLines.read(json, where));
          }
        }
      }
      if (begin != raw) {
        throw wrong(at, "a line that does not end in its block");
      }
      at += stored;
    }
    if (made == null || count != lines) {
      throw wrong(end, count + " lines where " + lines + " should be");
    }
    return made;
  }

  private static Instant first(byte[] json, String where) {
    JsonNode line = Json.read(json, JsonNode.class, where);
    ChangeLines.requireFields(line, "time", "author");
    if (!ChangeLines.text(line, "kind").equals("backup")) {
      throw new CorruptDataException(where + ": expected kind backup");
    }
    return ChangeLines.time(line);
  }

  private byte[] content(ByteBuffer stored, int raw, long at) {
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    byte[] content = new byte[raw];
    try {
      if (Zstd.decompress(content, bytes) != raw) {
        throw wrong(at, "a block that is shorter than it says");
      }
    } catch (ZstdException e) {
      throw wrong(at, "a block that is no Zstandard frame of its length: " + e.getMessage());
    }
    return content;
  }

  private CorruptDataException wrong(long at, String found) {
    return new CorruptDataException("backup " + name + " at " + at + ": found " + found);
  }
}
