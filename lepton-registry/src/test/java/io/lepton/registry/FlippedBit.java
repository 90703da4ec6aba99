package io.lepton.registry;

import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;

/** Shows one bit of one blob the other way round, as a rotten disk would. */
class FlippedBit implements BlobStore {
  private final BlobStore inner;
  private String key = "";
  private long bit;

  FlippedBit(BlobStore inner) {
    this.inner = inner;
  }

  void flip(String blob, long at) {
    key = blob;
    bit = at;
  }

  @Override
  public ByteBuffer read(String blob, long offset, int length) {
    ByteBuffer sound = inner.read(blob, offset, length);
    long at = bit / 8 - offset;
    if (!blob.equals(key) || at < 0 || at >= length) {
      return sound;
    }
    ByteBuffer copy = ByteBuffer.allocate(length).put(sound).flip();
    copy.put((int) at, (byte) (copy.get((int) at) ^ 1 << bit % 8));
    return copy.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Writer create(String blob) {
    return inner.create(blob);
  }

  @Override
  public long size(String blob) {
    return inner.size(blob);
  }

  @Override
  public Stream<String> list(String prefix) {
    return inner.list(prefix);
  }

  @Override
  public void delete(String blob) {
    inner.delete(blob);
  }

  @Override
  public void close() {
    inner.close();
  }
}
