package io.lepton.spi;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * Write-once blobs by key. A key is one or more segments of {@code [a-z0-9._-]}, joined by {@code
 * /}; no segment is {@code .} or {@code ..} and the whole is at most 512 characters; anything else
 * MUST be refused with {@link InvalidInputException}.
 *
 * <p>Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>A blob is visible, to any reader, only from the moment its {@link Writer#commit} succeeds,
 *       and then whole.
 *   <li>When {@code commit} returns, the blob survives a crash of process and machine; a failed
 *       flush is a failed write.
 *   <li>A blob never changes. Of several writers of one key, exactly one commits; the others get
 *       {@link AlreadyExistsException}.
 *   <li>When {@code commit} throws {@link StorageException}, the blob MAY exist; if so, it is
 *       whole.
 *   <li>Keys do not nest: while {@code a/b} is there a store MAY refuse {@code a}, and the other
 *       way round, but MUST leave the blob that is there as it is.
 *   <li>Every method is safe for use by many threads; a {@link Writer} belongs to one.
 *   <li>Failures are {@link StorageException}s that say whether trying again can help.
 * </ul>
 */
public interface BlobStore extends AutoCloseable {
  /**
   * Opens a new blob for writing.
   *
   * @param key of the blob
   * @return a writer, to be closed
   * @throws AlreadyExistsException if the key is taken; the check MAY come only with the commit
   */
  Writer create(String key);

  /**
   * The size of a blob.
   *
   * @param key of the blob
   * @return bytes
   * @throws NotFoundException if there is no such blob
   */
  long size(String key);

  /**
   * Reads a range.
   *
   * @param key of the blob
   * @param offset of the first byte
   * @param length number of bytes
   * @return a read-only little-endian buffer of exactly that many bytes, which stays valid for ever
   * @throws NotFoundException if there is no such blob
   * @throws InvalidInputException if the range is not inside the blob
   */
  ByteBuffer read(String key, long offset, int length);

  /**
   * Reads a range into memory of the caller's. As {@link #read(String, long, int)}, which it calls
   * unless a store can save a copy.
   *
   * @param key of the blob
   * @param offset of the first byte
   * @param to its remaining bytes are filled, and its position moves to its limit; after a failure
   *     its content and position are undefined
   * @throws NotFoundException if there is no such blob
   * @throws InvalidInputException if the range is not inside the blob
   */
  default void read(String key, long offset, ByteBuffer to) {
    to.put(read(key, offset, to.remaining()));
  }

  /**
   * The keys under a prefix, at some moment during the call or the use of the stream. Deleting
   * blobs while the stream is in use is allowed.
   *
   * @param prefix text the key begins with, whatever segment it cuts; empty for all
   * @return keys in no order, each once; close the stream after use
   */
  Stream<String> list(String prefix);

  /**
   * Removes a blob, durably, and frees its key. Removing what is not there succeeds. Buffers read
   * before stay valid.
   *
   * @param key of the blob
   */
  void delete(String key);

  /**
   * Frees connections and handles. Blobs and buffers read before stay. Closing twice does nothing.
   */
  @Override
  void close();

  /** A blob being written. Not thread-safe. */
  interface Writer extends AutoCloseable {
    /**
     * Appends bytes.
     *
     * @param bytes what remains of it is taken, and copied: the caller may change it afterwards
     * @throws InvalidInputException if {@link #commit} was called or the writer was closed
     */
    void write(ByteBuffer bytes);

    /**
     * Makes the blob durable, then visible. The writer accepts nothing afterwards, whether this
     * returned or threw; to try again, create another.
     *
     * @throws InvalidInputException if it was called before or the writer was closed
     * @throws AlreadyExistsException if another writer committed the key first
     */
    void commit();

    /** Discards what was written unless it was committed. Closing twice does nothing. */
    @Override
    void close();
  }

  /**
   * Checks a key, for implementations.
   *
   * @param key as given by the caller
   * @return the same key
   * @throws InvalidInputException if it breaks the rules above
   */
  static String requireValidKey(String key) {
    boolean valid = !key.isEmpty() && key.length() <= 512;
    for (String segment : key.split("/", -1)) {
      valid &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
      valid &=
          segment
              .chars()
              .allMatch(
                  c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0);
    }
    if (!valid) {
      throw new InvalidInputException(
          "blob key \""
              + key
              + "\"; expected segments of [a-z0-9._-] joined by /, at most 512 characters");
    }
    return key;
  }
}
