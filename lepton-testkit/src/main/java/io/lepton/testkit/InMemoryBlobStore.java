package io.lepton.testkit;

import io.lepton.bytes.ByteSource;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Blobs on the heap. {@link #close} does nothing: the blobs live as long as the object, so a test
 * may close it and go on with it as if it had been opened again.
 */
public final class InMemoryBlobStore implements BlobStore {
  private final ConcurrentMap<String, byte[]> blobs = new ConcurrentHashMap<>();

  /** Makes an empty store. */
  public InMemoryBlobStore() {}

  @Override
  public Writer create(String key) {
    BlobStore.requireValidKey(key);
    if (blobs.containsKey(key)) {
      throw taken(key);
    }
    return new HeapWriter(key);
  }

  private static AlreadyExistsException taken(String key) {
    return new AlreadyExistsException(
        "blob \"" + key + "\" is there already; blobs never change, choose another key");
  }

  @Override
  public long size(String key) {
    return get(key).length;
  }

  @Override
  public ByteBuffer read(String key, long offset, int length) {
    return ByteSource.of(get(key)).read(offset, length);
  }

  private byte[] get(String key) {
    byte[] blob = blobs.get(BlobStore.requireValidKey(key));
    if (blob == null) {
      throw new NotFoundException(
          "no blob \"" + key + "\" among the " + blobs.size() + " in memory");
    }
    return blob;
  }

  @Override
  public Stream<String> list(String prefix) {
    return List.copyOf(blobs.keySet()).stream().filter(key -> key.startsWith(prefix));
  }

  @Override
  public void delete(String key) {
    blobs.remove(BlobStore.requireValidKey(key));
  }

  /** Does nothing; the blobs stay. */
  @Override
  public void close() {}

  private final class HeapWriter implements Writer {
    private final String key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean done;

    HeapWriter(String key) {
      this.key = key;
    }

    @Override
    public void write(ByteBuffer source) {
      requireOpen();
      byte[] copy = new byte[source.remaining()];
      source.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void commit() {
      requireOpen();
      done = true;
      if (blobs.putIfAbsent(key, bytes.toByteArray()) != null) {
        throw taken(key);
      }
    }

    private void requireOpen() {
      if (done) {
        throw new InvalidInputException(
            "the writer of blob \"" + key + "\" is done; create another");
      }
    }

    @Override
    public void close() {
      done = true;
    }
  }
}
