package io.lepton.bytes;

import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped in windows, since one Java 17 mapping holds at most 2 GiB. */
final class MappedFile implements ByteSource {
  private static final int WINDOW_BITS = 30;

  private final long size;
  private final ByteBuffer[] windows;
  private final int windowBits;

  private MappedFile(long size, ByteBuffer[] windows, int windowBits) {
    this.size = size;
    this.windows = windows;
    this.windowBits = windowBits;
  }

  static MappedFile open(Path file) {
    return open(file, WINDOW_BITS);
  }

  /** As above, with windows of 2 to the power of {@code windowBits} bytes. */
  static MappedFile open(Path file, int windowBits) {
    long window = 1L << windowBits;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + window - 1) >>> windowBits)];
      for (int i = 0; i < windows.length; i++) {
        long start = (long) i << windowBits;
        windows[i] = channel.map(MapMode.READ_ONLY, start, Math.min(window, size - start));
      }
      return new MappedFile(size, windows, windowBits);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot map " + file + ": " + e, e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer read(long offset, int length) {
    ByteSource.checkRange(offset, length, size);
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    int window = (int) (offset >>> windowBits);
    int start = (int) (offset & ((1L << windowBits) - 1));
    if (start + (long) length <= windows[window].limit()) {
      return windows[window].slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(length);
    while (copy.hasRemaining()) {
      int count = Math.min(copy.remaining(), windows[window].limit() - start);
      copy.put(windows[window].slice(start, count));
      window++;
      start = 0;
    }
    return copy.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
