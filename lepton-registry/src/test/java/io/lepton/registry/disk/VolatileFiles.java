package io.lepton.registry.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows a {@link VolatileDisk} to {@code java.nio.file}, as far as a store uses that. */
public final class VolatileFiles extends FileSystemProvider {
  private final VolatileDisk disk;
  private final VolatileSystem system = new VolatileSystem(this);

  /** Mounts a disk. */
  public VolatileFiles(VolatileDisk disk) {
    this.disk = disk;
  }

  /** A path on the disk, from its root. */
  public Path path(String... names) {
    return new VolatilePath(this, true, List.of(names));
  }

  FileSystem system() {
    return system;
  }

  private static List<String> names(Path path) {
    return ((VolatilePath) path).names();
  }

  /** What {@code a/b} means. */
  Path parse(String text) {
    List<String> names = Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
    return new VolatilePath(this, text.startsWith("/"), names);
  }

  @Override
  public String getScheme() {
    return "volatile";
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Node node =
        options.contains(StandardOpenOption.CREATE_NEW)
            ? disk.create(names(path))
            : disk.look(names(path));
    return new VolatileChannel(disk, node, path.toString());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    if (!disk.node(names(folder)).isFolder()) {
      throw new NotDirectoryException(folder.toString());
    }
    List<Path> paths = disk.list(names(folder)).stream().map(folder::resolve).toList();
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return paths.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    disk.makeFolder(names(folder));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    disk.link(names(link), names(existing));
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    disk.move(names(from), names(to));
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(names(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.look(names(path));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(new Attributes(disk.look(names(path))));
  }

  private record Attributes(Node node) implements BasicFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
      return !node.isFolder();
    }

    @Override
    public boolean isDirectory() {
      return node.isFolder();
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public long size() {
      return node.bytes().length;
    }

    @Override
    public Object fileKey() {
      return node;
    }
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
