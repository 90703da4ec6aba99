package io.lepton.registry;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.spi.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as files below one folder of a local disk: the blob {@code ab/x.pack} is the file of that
 * path. Thread-safe, and safe between processes on one machine.
 *
 * <p>A blob is written to a file of its own in the folder {@code ~tmp} (a name no key can have),
 * flushed to the disk, and then published by a hard link, which fails if the name is taken: exactly
 * one of several writers wins. Last, the folders are flushed. Files a crash left in {@code ~tmp}
 * are invisible and are removed by the next {@link #open} when older than a day. The file system
 * must know hard links; one key must not be a folder of another.
 */
public final class LocalBlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(LocalBlobStore.class);
  private static final String TEMPORARY = "~tmp";
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final Path temporary;
  private final Set<Path> flushed = ConcurrentHashMap.newKeySet();

  private LocalBlobStore(Path root) {
    this.root = root;
    this.temporary = root.resolve(TEMPORARY);
  }

  /**
   * Opens a folder.
   *
   * @param root the folder; made if absent
   * @return the store
   * @throws StorageException if the folder cannot be made or written
   */
  public static LocalBlobStore open(Path root) {
    return open(root, InstantSource.system());
  }

  static LocalBlobStore open(Path root, InstantSource clock) {
    LocalBlobStore store = new LocalBlobStore(root.toAbsolutePath().normalize());
    try {
      if (Folders.look(store.temporary) == null) {
        Folders.makeLasting(store.root); // before the folder that says so
      }
      store.makeFolders(store.temporary);
      store.sweep(clock.instant().minus(ABANDONED));
    } catch (IOException e) {
      throw store.failure("open the blobs", e);
    }
    return store;
  }

  private void sweep(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          FileTime modified = Files.getLastModifiedTime(file);
          if (modified.toInstant().isBefore(before)) {
            Files.deleteIfExists(file);
            LOG.debug("removed {}, abandoned since {}", file, modified);
          }
        } catch (NoSuchFileException e) {
          LOG.trace("{} went away by itself", file, e);
        }
      }
    }
  }

  @Override
  public Writer create(String key) {
    Path target = path(key);
    if (Files.exists(target)) {
      throw taken(key);
    }
    Path draft = temporary.resolve(UUID.randomUUID().toString());
    try {
      return new FileWriter(key, target, draft);
    } catch (IOException e) {
      throw failure("create blob " + key, e);
    }
  }

  private final class FileWriter implements Writer {
    private final String key;
    private final Path target;
    private final Path draft;
    private final FileChannel channel;

    FileWriter(String key, Path target, Path draft) throws IOException {
      this.key = key;
      this.target = target;
      this.draft = draft;
      this.channel =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(ByteBuffer bytes) {
      requireOpen();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw failure("write blob " + key, e);
      }
    }

    @Override
    public void commit() {
      requireOpen();
      try (this) {
        channel.force(true);
        channel.close();
        makeFolders(folderOf(target));
        link();
        Folders.flush(folderOf(target));
      } catch (UnsupportedOperationException e) {
        throw failure("publish blob " + key, new IOException("no hard links there", e));
      } catch (IOException e) {
        throw failure("commit blob " + key, e);
      }
    }

    private void link() throws IOException {
      try {
        Files.createLink(target, draft);
      } catch (FileAlreadyExistsException e) {
        throw taken(key);
      }
    }

    private void requireOpen() {
      if (!channel.isOpen()) {
        throw new InvalidInputException(
            "blob " + key + " was committed or closed; open another writer");
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(draft);
      } catch (IOException e) {
        LOG.debug("{} stays behind", draft, e); // swept later
      }
    }
  }

  @Override
  public long size(String key) {
    Path file = path(key);
    try {
      BasicFileAttributes found = look(file);
      if (found != null) {
        return found.size();
      }
    } catch (IOException e) {
      throw failure("size of blob " + key, e);
    }
    throw absent(key);
  }

  /** A blob's file, or null for none. Where looking fails, nothing is known: that is no absence. */
  private static @Nullable BasicFileAttributes look(Path file) throws IOException {
    BasicFileAttributes found = Folders.look(file);
    return found != null && found.isRegularFile() ? found : null;
  }

  @Override
  public ByteBuffer read(String key, long offset, int length) {
    return reading(
        key,
        (in, size) -> {
          requireInside(key, size, offset, length);
          ByteBuffer bytes = ByteBuffer.allocate(length);
          fill(in, offset, bytes, size);
          return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        });
  }

  @Override
  public void read(String key, long offset, ByteBuffer to) {
    reading(
        key,
        (in, size) -> {
          requireInside(key, size, offset, to.remaining());
          fill(in, offset, to, size);
          return to;
        });
  }

  private interface Reading {
    ByteBuffer from(FileChannel in, long size) throws IOException;
  }

  private ByteBuffer reading(String key, Reading reading) {
    Path file = path(key);
    // A positional read, not a mapping: a mapped file that is cut short kills the reader, and a
    // store has more chunks than a process may have mappings.
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      return reading.from(in, in.size());
    } catch (NoSuchFileException e) {
      throw absent(key);
    } catch (IOException e) {
      throw isAbsent(file) ? absent(key) : failure("read blob " + key, e);
    }
  }

  private static boolean isAbsent(Path file) {
    try {
      return look(file) == null;
    } catch (IOException e) {
      LOG.trace("{} cannot be looked at", file, e);
      return false;
    }
  }

  private static void requireInside(String key, long size, long offset, int length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new InvalidInputException(
          "blob "
              + key
              + " has "
              + size
              + " bytes; bytes "
              + offset
              + " to "
              + (offset + length)
              + " were asked");
    }
  }

  private static void fill(FileChannel in, long offset, ByteBuffer to, long size)
      throws IOException {
    long start = offset - to.position();
    while (to.hasRemaining()) {
      if (in.read(to, start + to.position()) < 0) {
        throw new IOException("the file became shorter than " + size + " bytes");
      }
    }
  }

  @Override
  public Stream<String> list(String prefix) {
    List<String> keys = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.equals(temporary)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String key = key(file);
              if (attributes.isRegularFile() && key.startsWith(prefix) && isValid(key)) {
                keys.add(key);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // deleted since its folder was read
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw failure("list blobs", e);
    }
    return keys.stream();
  }

  private String key(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static boolean isValid(String key) {
    try {
      return !BlobStore.requireValidKey(key).isEmpty();
    } catch (InvalidInputException e) {
      return false; // a stranger's file
    }
  }

  @Override
  public void delete(String key) {
    Path file = path(key);
    try {
      if (look(file) != null) {
        Files.deleteIfExists(file);
      }
      // Also of what is gone: who deleted it may have crashed, or failed, before this.
      Folders.flush(folderOf(file));
    } catch (NoSuchFileException e) {
      LOG.trace("there is no folder for {}", file, e);
    } catch (IOException e) {
      throw failure("delete blob " + key, e);
    }
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  private Path path(String key) {
    return root.resolve(BlobStore.requireValidKey(key));
  }

  private Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? root : parent;
  }

  /** Makes the folders that are missing; each is flushed by us once, also one that was there. */
  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder) && flushed.contains(folder)) {
      return;
    }
    Folders.makeMissing(folder);
    // Who made it may have crashed, or not come to it yet, before its parent was flushed.
    for (Path each = folder; !each.equals(root) && !flushed.contains(each); each = folderOf(each)) {
      Folders.flush(folderOf(each));
      flushed.add(each); // only now: others may go on without a flush of their own
    }
  }

  private static NotFoundException absent(String key) {
    return new NotFoundException("no blob " + key);
  }

  private static AlreadyExistsException taken(String key) {
    return new AlreadyExistsException("blob " + key + " exists; blobs never change");
  }

  private LeptonException failure(String what, IOException e) {
    StorageException.Kind kind =
        e instanceof ClosedByInterruptException
            ? StorageException.Kind.TRANSIENT
            : StorageException.Kind.PERMANENT;
    return new StorageException(
        kind, "cannot " + what + " in " + root + ": " + e + DiskAdvice.on(e), e);
  }
}
