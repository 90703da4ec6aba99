package io.lepton.data.image;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The IDX format of MNIST: two zero bytes, the type (8 for bytes), the number of dimensions, each
 * dimension as a big-endian 32-bit number, and the values (LeCun, Cortes and Burges). A file packed
 * by gzip is known by its first bytes.
 */
final class Idx {
  private static final int BYTES = 8;

  private Idx() {}

  /** Pictures of 1 or 3 channels. */
  record Images(ImageShape shape, List<byte[]> pixels) {}

  static Images images(Path file) {
    return open(
        file,
        in -> {
          int[] dimensions = header(in, file, 3, 4);
          boolean grey = dimensions.length == 3;
          ImageShape shape =
              new ImageShape(
                  grey ? 1 : dimensions[1],
                  dimensions[dimensions.length - 2],
                  dimensions[dimensions.length - 1]);
          List<byte[]> pixels = new ArrayList<>();
          for (int i = 0; i < dimensions[0]; i++) {
            pixels.add(values(in, file, shape.size(), "picture " + i + " of " + dimensions[0]));
          }
          return new Images(shape, pixels);
        });
  }

  static byte[] labels(Path file) {
    return open(file, in -> values(in, file, header(in, file, 1, 1)[0], "its labels"));
  }

  private static int[] header(DataInputStream in, Path file, int fewest, int most)
      throws IOException {
    int magic = in.readInt();
    int rank = magic & 0xFF;
    if (magic >>> 16 != 0 || (magic >> 8 & 0xFF) != BYTES || rank < fewest || rank > most) {
      throw new InvalidInputException(
          String.format(
              "%s begins with 0x%08x, which is no IDX file of bytes in %s dimensions (0x%08x)",
              file, magic, fewest == most ? fewest : fewest + " or " + most, BYTES << 8 | fewest));
    }
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 0) {
        throw new InvalidInputException(file + " is damaged: dimension " + dimensions[i]);
      }
    }
    return dimensions;
  }

  private static byte[] values(DataInputStream in, Path file, int count, String what)
      throws IOException {
    byte[] values = in.readNBytes(count);
    if (values.length < count) {
      throw new InvalidInputException(
          file
              + " ends within "
              + what
              + ": "
              + values.length
              + " of "
              + count
              + " bytes; was it copied whole?");
    }
    return values;
  }

  private interface Read<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T open(Path file, Read<T> read) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        DataInputStream in = new DataInputStream(unpacked(raw))) {
      T result = read.from(in);
      if (in.read() >= 0) {
        throw new InvalidInputException(file + " goes on after what its header announces");
      }
      return result;
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file.toAbsolutePath(), e);
    } catch (EOFException | ZipException e) {
      throw new InvalidInputException(
          file + " ends too early or is damaged: " + e.getMessage() + "; was it copied whole?", e);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    raw.mark(2);
    int first = raw.read() | raw.read() << 8;
    raw.reset();
    return first == GZIPInputStream.GZIP_MAGIC
        ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)
        : raw;
  }
}
