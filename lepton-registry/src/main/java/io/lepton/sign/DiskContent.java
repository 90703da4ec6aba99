package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder or a file on disk (OMS 6.1). */
final class DiskContent implements ModelContent {
  private static final Logger LOG = LoggerFactory.getLogger(DiskContent.class);
  private static final int BLOCK = 1 << 20;

  private final Path root;
  private final Symlinks symlinks;
  private final Set<String> ignored;

  DiskContent(Path root, Serialization how) {
    this.root = root.toAbsolutePath().normalize();
    this.symlinks = how.symlinks();
    this.ignored = new HashSet<>(how.ignoredPaths());
    this.ignored.addAll(Names.ALWAYS_IGNORED);
    how.ignoredPaths().stream()
        .filter(path -> path.endsWith("/"))
        .forEach(path -> ignored.add(path.substring(0, path.length() - 1)));
  }

  @Override
  public String name() {
    Path last = root.getFileName();
    return last == null ? "model" : last.toString();
  }

  @Override
  public SortedSet<String> files() {
    SortedSet<String> files = new TreeSet<>(Names.ORDER);
    try {
      if (!Files.isDirectory(root)) {
        collect(root, Files.readAttributes(root, BasicFileAttributes.class, follow()), files);
        return files;
      }
      EnumSet<FileVisitOption> options = EnumSet.noneOf(FileVisitOption.class);
      if (symlinks == Symlinks.FOLLOWED) {
        options.add(FileVisitOption.FOLLOW_LINKS);
      }
      Files.walkFileTree(root, options, Integer.MAX_VALUE, new Collector(files));
      return files;
    } catch (IOException e) {
      throw failed(root, e);
    }
  }

  private LinkOption[] follow() {
    return symlinks == Symlinks.FOLLOWED
        ? new LinkOption[0]
        : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final Set<String> files;

    Collector(Set<String> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skip = !folder.equals(root) && Names.isIgnored(relative(folder), ignored);
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!Names.isIgnored(relative(file), ignored)) {
        collect(file, attributes, files);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private void collect(Path file, BasicFileAttributes attributes, Set<String> files)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      throw new InvalidInputException(
          file + " is a symbolic link; sign what it leads to, or allow links");
    }
    if (!attributes.isRegularFile()) {
      throw new InvalidInputException(file + " is no regular file; it cannot be signed");
    }
    if (symlinks == Symlinks.FOLLOWED && !file.toRealPath().startsWith(root.toRealPath())) {
      LOG.warn("{} leads out of the model's folder, to {}", file, file.toRealPath());
    }
    String name = file.equals(root) ? name() : relative(file);
    // What the file system's encoding cannot say comes as a replacement character.
    if (name.indexOf('\uFFFD') >= 0) {
      throw new InvalidInputException("the name of " + file + " is not Unicode; rename it");
    }
    Names.requireCanonical(name);
    files.add(name);
  }

  private String relative(Path path) {
    StringBuilder name = new StringBuilder();
    for (Path part : root.relativize(path)) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString();
  }

  @Override
  public void write(String file, WritableByteChannel channel) {
    Path path = Files.isDirectory(root) ? root.resolve(file) : root;
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (in.read(block.clear()) >= 0) {
        channel.write(block.flip());
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static StorageException failed(Path path, IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT, "cannot read the model's file " + path + ": " + e, e);
  }
}
