package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a store, marked by a file that names its format. */
final class Home {
  static final String MARKER = "lepton.json";
  private static final String FORMAT = "lepton-store";
  private static final int VERSION = 1;
  private static final String DRAFT = "catalog.db.rebuilding-";
  private static final Logger LOG = LoggerFactory.getLogger(Home.class);

  private final Path folder;

  private Home(Path folder) {
    this.folder = folder;
  }

  /** Takes an existing store, or makes one where nothing is. */
  static Home open(Path path) {
    Home home = new Home(path.toAbsolutePath().normalize());
    try {
      home.prepare();
    } catch (IOException e) {
      throw home.failure(e);
    }
    return home;
  }

  private void prepare() throws IOException {
    BasicFileAttributes found = Folders.look(folder);
    if (found != null && !found.isDirectory()) {
      throw new InvalidInputException(
          folder + " is a file; expected the folder of a Lepton store, or none");
    }
    Path marker = folder.resolve(MARKER);
    if (Folders.look(marker) == null) {
      if (found != null) {
        requireEmpty(marker);
      }
      Folders.makeLasting(folder);
      writeMarker(marker);
      Folders.flush(folder);
    }
    requireKnownFormat(marker);
  }

  /**
   * To be called before something is made in the folder: who put the marker there may have crashed,
   * or failed, before it was flushed, and without it the folder would be a stranger's.
   */
  void keepMarkerBefore(Path what) {
    try {
      if (Folders.look(what) == null) {
        Folders.flush(folder);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private StorageException failure(IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT,
        "cannot open the store " + folder + ": " + e + DiskAdvice.on(e),
        e);
  }

  private void requireEmpty(Path marker) throws IOException {
    List<String> strangers;
    try (Stream<Path> files = Files.list(folder)) {
      strangers =
          files
              .map(file -> file.getFileName().toString())
              .filter(
                  name -> !name.startsWith("." + MARKER)) // of another opener, or left by a crash
              .sorted()
              .limit(5)
              .toList();
    }
    // Another opener may have put the marker there since we looked.
    if (!strangers.isEmpty() && Folders.look(marker) == null) {
      throw new InvalidInputException(
          folder
              + " is not a Lepton store: it has no "
              + MARKER
              + " but "
              + strangers
              + "; choose a store's folder or an empty one");
    }
  }

  private void writeMarker(Path marker) throws IOException {
    Path draft = folder.resolve("." + MARKER + "." + UUID.randomUUID());
    byte[] json = Json.bytes(Map.of("format", FORMAT, "version", VERSION));
    try {
      write(json, draft);
      // Whoever comes second replaces it by the same bytes.
      Files.move(draft, marker, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private static void write(byte[] bytes, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
  }

  private static void requireKnownFormat(Path marker) throws IOException {
    JsonNode json = Json.read(Files.readAllBytes(marker), JsonNode.class, marker.toString());
    String format = json.path("format").asText();
    long version = json.path("version").asLong();
    if (!format.equals(FORMAT) || version < 1) {
      throw new CorruptDataException(
          marker + ": expected format " + FORMAT + " and a version, found " + json);
    }
    if (version > VERSION) {
      throw new FormatTooNewException(
          marker
              + " names store version "
              + version
              + "; this Lepton knows "
              + VERSION
              + ": use the newer Lepton that made it");
    }
  }

  Path folder() {
    return folder;
  }

  Path catalog() {
    return folder.resolve("catalog.db");
  }

  /** Names of the catalogue's files that are there: the database, and what SQLite keeps beside. */
  List<String> catalogFiles() {
    return filesOf(catalog()).stream()
        .filter(Files::exists)
        .map(file -> file.getFileName().toString())
        .toList();
  }

  /** Removes what rebuildings left that a crash ended before a time. */
  void deleteDraftsOlderThan(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith(DRAFT)
            && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("another removed {} first", e.getFile(), e);
    }
  }

  /** Where a catalogue can be made without touching that of another maker. */
  Path draftOfCatalog() {
    return folder.resolve(DRAFT + UUID.randomUUID());
  }

  /**
   * Refuses to rebuild beside any file of a catalogue: SQLite replays a log that lies beside a
   * database into it, whatever database it was written for.
   */
  void requireNoCatalog() {
    List<String> there = catalogFiles();
    if (!there.isEmpty()) {
      throw new InvalidInputException(
          "the store "
              + folder
              + " has files of a catalogue: "
              + there
              + "; move all of them away, together, before it is rebuilt (a -wal may hold the last"
              + " commits: if you have the catalog.db it belongs to, put that back instead)");
    }
  }

  /** Puts a closed catalogue in the place of the missing one, unless the place was taken. */
  void adoptCatalog(Path draft) throws IOException {
    Path log = filesOf(draft).get(1);
    if (Files.exists(log)) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "the rebuilt catalogue could not be written whole: SQLite left "
              + log
              + "; is the disk full? Make room and rebuild again",
          null);
    }
    try {
      Files.createLink(catalog(), draft); // fails if the name is taken, where a move would replace
    } catch (FileAlreadyExistsException e) {
      throw new ConflictException(
          "another made " + catalog() + " while it was rebuilt; that one was kept, use it", e);
    } catch (UnsupportedOperationException e) {
      throw new IOException("no hard links in " + folder, e);
    }
    Folders.flush(folder);
  }

  /** Removes a catalogue that is not in its place, with SQLite's own files beside it. */
  static void deleteCatalog(Path file) throws IOException {
    for (Path each : filesOf(file)) {
      Files.deleteIfExists(each);
    }
  }

  private static List<Path> filesOf(Path catalog) {
    return Stream.of("", "-wal", "-shm", "-journal")
        .map(suffix -> catalog.resolveSibling(catalog.getFileName() + suffix))
        .toList();
  }

  Path packs() {
    return folder.resolve("packs");
  }
}
