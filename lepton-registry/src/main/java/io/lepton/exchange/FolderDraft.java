package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A folder that appears whole or not at all: it is filled under another name beside its place,
 * flushed, and renamed. Not thread-safe.
 */
final class FolderDraft implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Path target;
  private final Path draft;

  FolderDraft(Path target) {
    this.target = target.toAbsolutePath().normalize();
    this.draft =
        this.target.resolveSibling("." + this.target.getFileName() + "." + UUID.randomUUID());
    if (Files.exists(this.target)) {
      throw new AlreadyExistsException(
          this.target + " exists; name a folder that does not exist yet");
    }
    io(() -> Files.createDirectories(draft));
  }

  private interface Action {
    void run() throws IOException;
  }

  private void io(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  static StorageException failed(Path target, IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT, "cannot write " + target + ": " + e, e);
  }

  /** A path inside, its folders made. */
  Path file(String path) {
    Path file = draft.resolve(path);
    io(() -> Files.createDirectories(file.getParent()));
    return file;
  }

  /** Writes content, a block at a time. */
  Blob write(String path, ByteSource content) {
    Path file = file(path);
    MessageDigest hash = Digest.start();
    io(
        () -> {
          try (FileChannel out =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = content.size();
            for (long at = 0; at < size; at += BLOCK) {
              ByteBuffer block = content.read(at, (int) Math.min(BLOCK, size - at));
              hash.update(block.duplicate());
              while (block.hasRemaining()) {
                out.write(block);
              }
            }
            out.force(true);
          }
        });
    return new Blob(path, content.size(), Digest.finish(hash));
  }

  /** Puts the folder in its place. */
  void publish() {
    io(
        () -> {
          flushFolders();
          Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
          Path parent = target.getParent();
          if (parent != null) {
            flush(parent);
          }
        });
  }

  private void flushFolders() throws IOException {
    Files.walkFileTree(
        draft,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            flush(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Names survive a crash only once their folder is on the disk. */
  static void flush(Path folder) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes what was not published. */
  @Override
  public void close() {
    if (Files.exists(draft)) {
      io(() -> delete(draft));
    }
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path each, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
