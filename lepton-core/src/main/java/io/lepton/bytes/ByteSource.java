package io.lepton.bytes;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
   * Reads a range into memory of the caller's, who can use it again for the next: better than
   * {@link #read(long, int)} for streaming, unless the source is an array or a mapped file.
   *
   * @param offset of the first byte, from 0 to {@code size() - to.remaining()}
   * @param to its remaining bytes are filled, and its position moves to its limit; after a failure
   *     its content and position are undefined
   * @throws InvalidInputException if the range lies outside
   * @throws StorageException if the medium failed
   */
  default void read(long offset, ByteBuffer to) {
    to.put(read(offset, to.remaining()));
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
  static void checkRange(long offset, int length, long size) {
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
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new InvalidInputException(
          "bytes "
              + offset
              + " to "
              + (offset + length)
              + " asked of a source of "
              + size()
              + " bytes");
    }
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
      public void read(long from, ByteBuffer to) {
        checkRange(from, to.remaining(), length);
        whole.read(offset + from, to);
      }
    };
  }
}
