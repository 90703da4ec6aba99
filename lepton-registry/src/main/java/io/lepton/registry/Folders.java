package io.lepton.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders of a local disk, and what makes their names outlast a power cut. */
final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private Folders() {}

  /** What is there, or null for nothing. Where looking fails, nothing is known: it throws. */
  static @Nullable BasicFileAttributes look(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Makes a folder, and those above it, unless they are there. Flushes nothing. */
  static void makeMissing(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      makeMissing(parent);
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /**
   * Makes a folder that lasts. Who made one that is there may have crashed before it was flushed,
   * and nothing shows how many folders above it are as young; so all are flushed up to the mount
   * point.
   */
  static void makeLasting(Path folder) throws IOException {
    makeMissing(folder);
    Path child = folder.toRealPath();
    Path parent = child.getParent();
    while (parent != null && !isMountPoint(child, parent)) {
      try {
        flush(parent);
      } catch (AccessDeniedException e) {
        // Who may not read a folder could not have made one in it: that needs a flush, too.
        LOG.trace("{} is not ours", parent, e);
      }
      child = parent;
      parent = child.getParent();
    }
  }

  private static boolean isMountPoint(Path child, Path parent) throws IOException {
    return child.getFileSystem().supportedFileAttributeViews().contains("unix")
        && !Files.getAttribute(child, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
  }

  /** Brings the names in a folder to the disk. */
  static void flush(Path folder) throws IOException {
    if (WINDOWS) {
      return; // Windows flushes folders by itself and opens none
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
