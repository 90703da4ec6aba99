package io.lepton.registry.internal.seal;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The blobs that hold wrapped data keys: {@code keys/ID.json}, and {@code keys/ID.N.json} for one
 * that was wrapped anew N times. Blobs are never changed, so the newest counts. Thread-safe.
 */
final class KeyBlobs {
  private static final String FOLDER = Keyring.FOLDER;
  private static final Pattern NAME =
      Pattern.compile(FOLDER + "([0-9a-f]{32})(?:\\.([1-9][0-9]{0,8}))?\\.json");

  private final BlobStore blobs;

  KeyBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Ids of the keys there are, in ascending order. */
  List<String> ids() {
    try (Stream<String> names = blobs.list(FOLDER)) {
      return names
          .map(NAME::matcher)
          .filter(Matcher::matches)
          .map(it -> it.group(1))
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** Names of the blobs of a key by rotation. */
  private NavigableMap<Integer, String> of(String id) {
    NavigableMap<Integer, String> found = new TreeMap<>();
    try (Stream<String> names = blobs.list(FOLDER + requireId(id))) {
      names
          .map(NAME::matcher)
          .filter(Matcher::matches)
          .forEach(
              it -> found.put(it.group(2) == null ? 0 : Integer.parseInt(it.group(2)), it.group()));
    }
    return found;
  }

  /**
   * The newest.
   *
   * @throws KeyUnavailableException if there is none
   */
  WrappedKey newest(String id) {
    while (true) {
      NavigableMap<Integer, String> found = of(id);
      if (found.isEmpty()) {
        throw new KeyUnavailableException("the key " + id + " was destroyed, or its blob is lost");
      }
      int rotation = found.lastKey();
      String blob = found.lastEntry().getValue();
      try {
        return WrappedKey.read(id, rotation, bytes(blob), blob);
      } catch (NotFoundException e) {
        if (of(id).equals(found)) {
          throw e;
        }
      }
    }
  }

  private byte[] bytes(String blob) {
    ByteBuffer json = blobs.read(blob, 0, Math.toIntExact(blobs.size(blob)));
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    return bytes;
  }

  /** Writes it durably; false if a blob for this rotation is there already. */
  boolean write(WrappedKey key) {
    String rotation = key.rotation() == 0 ? "" : "." + key.rotation();
    try (BlobStore.Writer writer =
        blobs.create(FOLDER + requireId(key.id()) + rotation + ".json")) {
      writer.write(ByteBuffer.wrap(key.toJson()));
      writer.commit();
      return true;
    } catch (AlreadyExistsException e) {
      return false;
    }
  }

  /** Deletes those that were wrapped before; the newest is durable. */
  void deleteBefore(String id, int rotation) {
    of(id).headMap(rotation).values().forEach(blobs::delete);
  }

  void deleteAll(String id) {
    of(id).values().forEach(blobs::delete);
  }

  private static String requireId(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new InvalidInputException("a key's id has 32 hexadecimal digits, found " + id);
    }
    return id;
  }
}
