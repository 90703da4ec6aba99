package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder somebody else filled: nothing outside of it is read, and no link is followed. */
final class SafeFolder {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_FILES = 100_000;
  private static final long MAX_TEXT = 4L << 20;

  private final Path root;

  private SafeFolder(Path root) {
    this.root = root;
  }

  static SafeFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new NotFoundException("there is no folder " + folder);
    }
    return new SafeFolder(io(folder, folder::toRealPath));
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private static <T> T io(Path what, Read<T> read) {
    try {
      return read.run();
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + what + ": " + e, e);
    }
  }

  private Path resolve(String path) {
    try {
      Path resolved = root.resolve(path).normalize();
      if (resolved.startsWith(root)) {
        return resolved;
      }
    } catch (InvalidPathException e) {
      throw new CorruptDataException(root + ": \"" + path + "\" is no path", e);
    }
    throw new CorruptDataException(root + ": the path \"" + path + "\" leaves the folder");
  }

  boolean has(String path) {
    return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  boolean hasFolder(String path) {
    return Files.isDirectory(resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** A folder inside. */
  SafeFolder folder(String path) {
    Path inside = resolve(path);
    if (!Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)
        || !io(inside, inside::toRealPath).startsWith(root)) {
      throw new NotFoundException("there is no folder " + inside);
    }
    return new SafeFolder(inside);
  }

  /** The names of the folders right here, sorted. */
  List<String> folders() {
    return io(
        root,
        () -> {
          try (Stream<Path> all = Files.list(root)) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .map(path -> path.getFileName().toString())
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
          }
        });
  }

  /** Every plain file below, by its path with slashes, sorted; hidden ones are left out. */
  Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    List<Path> found =
        io(
            root,
            () -> {
              try (Stream<Path> all = Files.walk(root, MAX_DEPTH)) {
                return new ArrayList<>(all.limit(MAX_FILES + 1L).toList());
              }
            });
    if (found.size() > MAX_FILES) {
      throw new InvalidInputException(root + " has more than " + MAX_FILES + " files");
    }
    for (Path file : found) {
      if (Files.isSymbolicLink(file)) {
        throw new InvalidInputException(file + " is a link; put the file itself there");
      }
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && !file.getFileName().toString().startsWith(".")) {
        files.put(root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return files;
  }

  static ByteSource content(Path file) {
    return io(file, () -> Files.size(file)) == 0
        ? ByteSource.of(new byte[0])
        : ByteSource.ofFile(file);
  }

  /** A short file as it is. */
  byte[] bytes(String path) {
    Path file = resolve(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotFoundException("there is no file " + file);
    }
    return bytes(file);
  }

  private static byte[] bytes(Path file) {
    if (io(file, () -> Files.size(file)) > MAX_TEXT) {
      throw new CorruptDataException(file + " has more than " + MAX_TEXT + " bytes");
    }
    return io(file, () -> Files.readAllBytes(file));
  }

  /** What the files of a folder say, by path; empty if there is none. */
  Map<String, String> texts(String path) {
    Map<String, String> texts = new TreeMap<>();
    if (hasFolder(path)) {
      folder(path)
          .files()
          .forEach(
              (name, file) -> texts.put(name, new String(bytes(file), StandardCharsets.UTF_8)));
    }
    return texts;
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
