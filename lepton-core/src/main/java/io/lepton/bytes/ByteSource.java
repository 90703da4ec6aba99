package io.lepton.bytes;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Immutable bytes of known length that are read in pieces: an array, a mapped file, or chunks
 * fetched from a store when first asked for.
 *
 * <p>Implementations MUST be safe for use by many threads, MUST return the same bytes each time,
 * and MUST throw a {@link io.lepton.error.LeptonException} when they cannot.
 */
public interface ByteSource {
  /** Bytes that {@link #writeTo} reads at once unless a source knows better. */
  int BLOCK = 1 << 20;

  /**
   * The number of bytes.
   *
   * @return at least 0; may exceed 2 GiB
   */
  long size();

  /**
   * Reads a range.
   *
   * @param offset of the first byte, from 0 to {@code size() - length}
   * @param length number of bytes
   * @return a read-only little-endian buffer from position 0 to limit {@code length}; a view where
   *     that costs less
   * @throws InvalidInputException if the range lies outside
   * @throws StorageException if the medium failed
   */
  ByteBuffer read(long offset, int length);

  /**
   * Writes a range to a channel in order, a part at a time. A source that is neither an array nor a
   * mapped file may use the same memory again for each part.
   *
   * @param offset of the first byte, from 0 to {@code size() - length}
   * @param length number of bytes, may exceed 2 GiB
   * @param channel blocking; after a failure some of the bytes are written
   * @throws InvalidInputException if the range lies outside
   * @throws StorageException if the medium failed
   * @throws IOException if the channel failed
   */
  default void writeTo(long offset, long length, WritableByteChannel channel) throws IOException {
    checkRange(offset, length, size());
    long end = offset + length;
    for (long at = offset; at < end; at += BLOCK) {
      ByteBuffer part = read(at, (int) Math.min(BLOCK, end - at));
      while (part.hasRemaining()) {
        channel.write(part);
      }
    }
  }

  /**
   * All bytes at once.
   *
   * @return as {@link #read}
   * @throws InvalidInputException if there are more than 2^31 − 1 bytes
   */
  default ByteBuffer readAll() {
    if (size() > Integer.MAX_VALUE) {
      throw new InvalidInputException(size() + " bytes do not fit one buffer; read them in ranges");
    }
    return read(0, (int) size());
  }

  /**
   * Checks a range, for implementations.
   *
   * @param offset asked for
   * @param length asked for
   * @param size of the source
   * @throws InvalidInputException if the range lies outside
   */
  static void checkRange(long offset, long length, long size) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new InvalidInputException(
          "bytes "
              + offset
              + " to "
              + (offset + length)
              + " asked of a source of "
              + size
              + " bytes");
    }
  }

  /**
   * Wraps an array, which the caller must not change afterwards.
   *
   * @param bytes not copied
   * @return the source
   */
  static ByteSource of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /**
   * Wraps what remains of a buffer, whose content the caller must not change afterwards.
   *
   * @param buffer not copied; its position does not move
   * @return the source
   */
  static ByteSource of(ByteBuffer buffer) {
    ByteBuffer all = Objects.requireNonNull(buffer).slice().asReadOnlyBuffer();
    return new ByteSource() {
      @Override
      public long size() {
        return all.limit();
      }

      @Override
      public ByteBuffer read(long offset, int length) {
        checkRange(offset, length, size());
        return all.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
      }
    };
  }

  /**
   * Maps a file, which must not change while it is in use. The mapping goes when the source is
   * garbage.
   *
   * @param file an existing file
   * @return the source
   * @throws StorageException if the file cannot be read
   */
  static ByteSource ofFile(Path file) {
    return MappedFile.open(file);
  }

  /**
   * A part of this source, sharing its bytes.
   *
   * @param offset of the first byte
   * @param length number of bytes
   * @return the part
   * @throws InvalidInputException if the range lies outside
   */
  default ByteSource slice(long offset, long length) {
    checkRange(offset, length, size());
    ByteSource whole = this;
    return new ByteSource() {
      @Override
      public long size() {
        return length;
      }

      @Override
      public ByteBuffer read(long from, int count) {
        checkRange(from, count, length);
        return whole.read(offset + from, count);
      }

      @Override
      public void writeTo(long from, long count, WritableByteChannel channel) throws IOException {
        checkRange(from, count, length);
        whole.writeTo(offset + from, count, channel);
      }
    };
  }
}
