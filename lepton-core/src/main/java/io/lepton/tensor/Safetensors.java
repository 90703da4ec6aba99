package io.lepton.tensor;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads and writes the safetensors format, strictly.
 *
 * <pre>
 *  0        8              8+N                       end
 *  | N: u64 | header: JSON | data: tensors, no holes |
 * </pre>
 *
 * <p>N is little-endian and at most 100,000,000. The header is one JSON object in UTF-8, beginning
 * with an opening brace, with spaces behind it up to N. It maps each tensor's name to its {@code
 * dtype}, {@code shape} and {@code data_offsets}, the latter counted from the end of the header;
 * {@code __metadata__} maps text to text.
 *
 * <p>Reading checks all that the <a href="https://github.com/huggingface/safetensors">reference
 * implementation</a> checks, and also refuses duplicate keys, unknown fields, a null where a value
 * belongs, white space other than spaces behind the header, and extents beyond 2<sup>63</sup> − 1.
 * Every refusal is a {@link CorruptDataException} that names the tensor and the byte. A file costs
 * memory in proportion to its header only, whatever sizes the header claims.
 *
 * <p>Writing keeps the order of the {@link Weights} in the header, and reading returns it. The data
 * lie as the reference lays them out, widest type first and then by name, so that every tensor
 * begins at a multiple of its element size, in the file and in memory when it is mapped. Metadata
 * are written by ascending key: equal weights and metadata make equal files.
 *
 * <p>Thread-safe.
 */
public final class Safetensors {
  /** Longest header, in bytes, that is read or written: the limit of the reference. */
  public static final int MAX_HEADER_BYTES = 100_000_000;

  static final int LENGTH_BYTES = Long.BYTES;

  private Safetensors() {}

  /**
   * Reads a file by mapping it. The file must not change while the weights are in use.
   *
   * @param file to be read; may exceed 2 GiB
   * @return the tensors, as views of the mapped file
   * @throws CorruptDataException if it is not a valid safetensors file
   * @throws StorageException if it cannot be read
   */
  public static SafetensorsFile read(Path file) {
    return read(ByteSource.ofFile(file), file.toString());
  }

  /**
   * Reads from bytes that are already at hand.
   *
   * @param bytes of a whole file
   * @param name of the source, for messages
   * @return the tensors, as views of the bytes
   * @throws CorruptDataException if they are not a valid safetensors file
   * @throws StorageException if the source failed
   */
  public static SafetensorsFile read(ByteSource bytes, String name) {
    if (bytes.size() < LENGTH_BYTES) {
      throw new CorruptDataException(
          name + " has " + bytes.size() + " bytes; a safetensors file begins with 8 for a length");
    }
    long claimed = bytes.read(0, LENGTH_BYTES).getLong();
    if (claimed < 0 || claimed > MAX_HEADER_BYTES) {
      throw new CorruptDataException(
          name
              + ": bytes 0 to 8 claim a header of "
              + Long.toUnsignedString(claimed)
              + " bytes; at most "
              + MAX_HEADER_BYTES
              + " are allowed");
    }
    if (claimed > bytes.size() - LENGTH_BYTES) {
      throw new CorruptDataException(
          name
              + ": bytes 0 to 8 claim a header of "
              + claimed
              + " bytes; "
              + (bytes.size() - LENGTH_BYTES)
              + " follow");
    }
    ByteBuffer header = bytes.read(LENGTH_BYTES, (int) claimed);
    long dataStart = LENGTH_BYTES + claimed;
    return new SafetensorsReader(header, bytes.slice(dataStart, bytes.size() - dataStart), name)
        .read();
  }

  /**
   * Writes a file as one step: to a temporary neighbour, flushed to the disk, then renamed over
   * whatever is at the path. A failure leaves the old file, or none.
   *
   * @param file to be written or replaced
   * @param weights to be written
   * @param metadata free text by name; may be empty
   * @throws InvalidInputException if a name cannot be written: {@code __metadata__}, or not Unicode
   * @throws StorageException if the disk failed
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata) {
    new SafetensorsWriter(weights, metadata).to(file);
  }

  /**
   * Writes to a channel. The bytes are the same as in a file.
   *
   * @param channel blocking; it stays open
   * @param weights to be written
   * @param metadata free text by name; may be empty
   * @throws InvalidInputException if a name cannot be written: {@code __metadata__}, or not Unicode
   * @throws StorageException if the channel failed
   */
  public static void write(
      WritableByteChannel channel, Weights weights, Map<String, String> metadata) {
    new SafetensorsWriter(weights, metadata).to(channel);
  }
}
