package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.StorageException;
import io.lepton.exchange.ZipArchive.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Gives the content of a zip file's entries. What is stored is read in place; what is deflated is
 * unpacked into a private folder, never to more than its directory claims, nor all of it to more
 * than {@value #MAX_RATIO} times the archive. Not thread-safe.
 */
final class Unpacking implements AutoCloseable {
  /** Weights do not deflate; what shrinks more than this was made to explode. */
  static final int MAX_RATIO = 100;

  /** Allowed whatever the archive's size. */
  static final long FREE_BYTES = 16L << 20;

  private static final int IN_MEMORY = 1 << 16;
  private static final int BLOCK = 1 << 16;

  private final ZipArchive archive;
  private final String where;
  private long room;
  private @Nullable Path folder;
  private int files;

  Unpacking(ZipArchive archive, long archiveBytes, String where) {
    this.archive = archive;
    this.where = where;
    this.room =
        Math.max(
            FREE_BYTES,
            Math.multiplyExact(
                Math.min(archiveBytes, Long.MAX_VALUE / MAX_RATIO), (long) MAX_RATIO));
  }

  ByteSource content(Entry entry) {
    ByteSource packed = archive.packed(entry);
    if (entry.method() == ZipArchive.STORED) {
      return packed;
    }
    if (entry.size() > room) {
      throw new CorruptDataException(
          where
              + ": \""
              + entry.name()
              + "\" would unpack to "
              + entry.size()
              + " bytes; an archive may unpack to "
              + MAX_RATIO
              + " times its size, of which "
              + room
              + " are left");
    }
    room -= entry.size();
    try {
      if (entry.size() <= IN_MEMORY) {
        byte[] all = new byte[(int) entry.size()];
        ByteBuffer into = ByteBuffer.wrap(all);
        inflate(entry, packed, into::put);
        return ByteSource.of(all);
      }
      Path file = folder().resolve(Integer.toString(files++));
      try (OutputStream out = Files.newOutputStream(file)) {
        inflate(entry, packed, out::write);
      }
      return ByteSource.ofFile(file);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot unpack " + where + ": " + e, e);
    }
  }

  private interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private void inflate(Entry entry, ByteSource packed, Sink sink) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] block = new byte[BLOCK];
      long in = 0;
      long out = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput() && in < packed.size()) {
          int count = (int) Math.min(BLOCK, packed.size() - in);
          inflater.setInput(packed.read(in, count));
          in += count;
        }
        int count = inflater.inflate(block);
        if (count == 0
            && !inflater.finished()
            && (inflater.needsDictionary() || (inflater.needsInput() && in == packed.size()))) {
          throw broken(entry, "ends early");
        }
        out += count;
        if (out > entry.size()) {
          throw broken(entry, "unpacks to more than the " + entry.size() + " bytes it claims");
        }
        sink.write(block, 0, count);
      }
      if (out != entry.size() || inflater.getBytesRead() != packed.size()) {
        throw broken(entry, "unpacks to " + out + " bytes and claims " + entry.size());
      }
    } catch (DataFormatException e) {
      throw new CorruptDataException(
          where + ": \"" + entry.name() + "\" is not deflated data: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private CorruptDataException broken(Entry entry, String what) {
    return new CorruptDataException(where + ": \"" + entry.name() + "\" " + what);
  }

  private Path folder() throws IOException {
    Path made = folder;
    if (made == null) {
      made = Files.createTempDirectory("lepton-bundle");
      folder = made;
    }
    return made;
  }

  /** Removes what was unpacked. */
  @Override
  public void close() {
    Path made = folder;
    folder = null;
    if (made != null) {
      try {
        FolderDraft.delete(made);
      } catch (IOException e) {
        throw new StorageException(
            StorageException.Kind.PERMANENT, "cannot remove " + made + ": " + e, e);
      }
    }
  }
}
