package io.lepton.testkit;

import io.lepton.error.AlreadyExistsException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the groups of rules for a blob store share. */
interface BlobSubject {
  BlobStore store();

  BlobStore again();

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void put(BlobStore store, String key, byte[] content) {
    try (BlobStore.Writer writer = store.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
  }

  /** Puts unless the key is taken, whether the store says so at once or with the commit. */
  static boolean putIfFree(BlobStore store, String key, byte[] content) {
    try {
      put(store, key, content);
      return true;
    } catch (AlreadyExistsException e) {
      return false;
    }
  }

  static byte[] get(BlobStore store, String key) {
    return array(store.read(key, 0, Math.toIntExact(store.size(key))));
  }

  static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  static List<String> keys(BlobStore store, String prefix) {
    try (Stream<String> keys = store.list(prefix)) {
      List<String> found = keys.toList();
      TreeSet<String> sorted = new TreeSet<>(found);
      if (sorted.size() != found.size()) {
        throw new AssertionError("list(\"" + prefix + "\") names a key twice: " + found);
      }
      return List.copyOf(sorted);
    }
  }
}
