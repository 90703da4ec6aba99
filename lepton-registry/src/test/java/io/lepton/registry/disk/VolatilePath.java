package io.lepton.registry.disk;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list of names, from the root or not. */
final class VolatilePath implements Path {
  private final VolatileFiles files;
  private final boolean absolute;
  private final List<String> names;

  VolatilePath(VolatileFiles files, boolean absolute, List<String> names) {
    this.files = files;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  List<String> names() {
    if (!absolute) {
      throw new UnsupportedOperationException(this + " is relative to nothing");
    }
    return names;
  }

  private VolatilePath of(boolean rooted, List<String> parts) {
    return new VolatilePath(files, rooted, parts);
  }

  private static VolatilePath cast(Path path) {
    return (VolatilePath) path;
  }

  @Override
  public FileSystem getFileSystem() {
    return files.system();
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? of(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : of(false, names.subList(names.size() - 1, names.size()));
  }

  @Override
  public @Nullable Path getParent() {
    return names.isEmpty() || (!absolute && names.size() == 1)
        ? null
        : of(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return of(false, List.of(names.get(index)));
  }

  @Override
  public Path subpath(int from, int to) {
    return of(false, names.subList(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    List<String> start = cast(other).names;
    return absolute == other.isAbsolute()
        && start.size() <= names.size()
        && names.subList(0, start.size()).equals(start);
  }

  @Override
  public boolean endsWith(Path other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path normalize() {
    return this; // VolatileFiles makes none with dots
  }

  @Override
  public Path resolve(Path other) {
    if (other.isAbsolute()) {
      return other;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(cast(other).names);
    return of(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    if (!other.startsWith(this)) {
      throw new IllegalArgumentException(other + " is not below " + this);
    }
    return of(false, cast(other).names.subList(names.size(), other.getNameCount()));
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : of(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath();
  }

  @Override
  public URI toUri() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VolatilePath path
        && path.files == files
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(absolute, names);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
