package io.lepton.s3;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A blob being written: in one request if it fits into a part, else in parts. */
final class BlobUpload implements BlobStore.Writer {
  private static final int FIRST_BUFFER = 64 << 10;

  private final Bucket bucket;
  private final String key;
  private final String writer = UUID.randomUUID().toString();
  private final int partBytes;
  private byte[] buffer;
  private int filled;
  private @Nullable Multipart parts;
  private boolean done;

  BlobUpload(Bucket bucket, String key) {
    bucket.requireOpen();
    this.bucket = bucket;
    this.key = key;
    this.partBytes = bucket.settings.partBytes();
    this.buffer = new byte[Math.min(FIRST_BUFFER, partBytes)];
  }

  @Override
  public void write(ByteBuffer bytes) {
    requireUsable();
    while (bytes.hasRemaining()) {
      if (filled == partBytes) {
        sendPart();
      }
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, partBytes));
      }
      int count = Math.min(bytes.remaining(), buffer.length - filled);
      bytes.get(buffer, filled, count);
      filled += count;
    }
  }

  private void sendPart() {
    Multipart sending = parts;
    if (sending == null) {
      sending = bucket.uploads.start(key, writer);
      parts = sending;
    }
    buffer = sending.send(buffer, filled);
    filled = 0;
  }

  @Override
  public void commit() {
    requireUsable();
    done = true;
    try (this) {
      if (parts == null) {
        bucket.writes.put(key, buffer, filled, writer);
      } else {
        sendPart(); // never empty: a full part is sent only when more comes
        parts.complete(writer);
      }
      bucket.reading.runs.drop(key); // which another process may have deleted meanwhile
    }
  }

  private void requireUsable() {
    if (done) {
      throw new InvalidInputException(
          "blob " + key + " was committed or closed; open another writer");
    }
  }

  @Override
  public void close() {
    done = true;
    buffer = new byte[0];
    if (parts != null) {
      parts.close();
    }
  }
}
