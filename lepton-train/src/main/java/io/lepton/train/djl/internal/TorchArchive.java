package io.lepton.train.djl.internal;

import io.lepton.error.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Looks through a TorchScript file before native code does, which trusts it more than it should.
 *
 * <p>It is a zip archive (PKWARE APPNOTE 6.3): entries, then a central directory that names them
 * with sizes and CRC-32, then an end record that says where the directory is. PyTorch writes data
 * descriptors behind stored entries, which {@link java.util.zip.ZipInputStream} refuses.
 */
public final class TorchArchive {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int COMMENT = 0xFFFF; // the longest, behind the end record
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final String name;
  private final ByteBuffer file;
  private final List<String> entries = new ArrayList<>();

  private TorchArchive(String name, ByteBuffer file) {
    this.name = name;
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Checks that a file is whole and a TorchScript module.
   *
   * @param name of the file, for the error
   * @throws CorruptDataException if not, saying what is wrong
   */
  public static void check(String name, ByteBuffer file) {
    TorchArchive archive = new TorchArchive(name, file);
    try {
      archive.readDirectory();
    } catch (IndexOutOfBoundsException e) {
      throw archive.corrupt("it is cut, or its directory is damaged", e);
    }
    if (archive.entries.stream().noneMatch(entry -> entry.endsWith("/constants.pkl"))) {
      throw archive.corrupt(
          archive.entries.stream().anyMatch(entry -> entry.endsWith("/data.pkl"))
              ? "it holds tensors or a pickled module, saved by torch.save; save the module by"
                  + " torch.jit.trace or torch.jit.script, and torch.jit.save"
              : "it is an archive of " + archive.entries,
          null);
    }
  }

  private CorruptDataException corrupt(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new CorruptDataException(
        "file \"" + name + "\" is no sound TorchScript file: " + what, cause);
  }

  private void readDirectory() {
    int end = end();
    int count = Short.toUnsignedInt(file.getShort(end + 10));
    int at = file.getInt(end + 16);
    for (int i = 0; i < count; i++) {
      if (file.getInt(at) != CENTRAL) {
        throw corrupt("its directory is damaged at byte " + at, null);
      }
      int nameLength = Short.toUnsignedInt(file.getShort(at + 28));
      String entry = text(at + CENTRAL_SIZE, nameLength);
      requireContent(at, entry, file.getInt(at + 42));
      entries.add(entry);
      at +=
          CENTRAL_SIZE
              + nameLength
              + Short.toUnsignedInt(file.getShort(at + 30))
              + Short.toUnsignedInt(file.getShort(at + 32));
    }
  }

  private int end() {
    int last = file.limit() - END_SIZE;
    for (int at = last; at >= Math.max(0, last - COMMENT); at--) {
      if (file.getInt(at) == END) {
        return at;
      }
    }
    throw corrupt(
        "it is cut, or no zip archive; its " + file.limit() + " bytes end without a directory",
        null);
  }

  private void requireContent(int central, String entry, int local) {
    if (file.getInt(local) != LOCAL) {
      throw corrupt("entry \"" + entry + "\" is not at byte " + local, null);
    }
    int start =
        local
            + LOCAL_SIZE
            + Short.toUnsignedInt(file.getShort(local + 26))
            + Short.toUnsignedInt(file.getShort(local + 28));
    int method = Short.toUnsignedInt(file.getShort(central + 10));
    int size = file.getInt(central + 24);
    ByteBuffer packed = file.slice(start, file.getInt(central + 20));
    if (crc(entry, method, packed, size) != Integer.toUnsignedLong(file.getInt(central + 16))) {
      throw corrupt("entry \"" + entry + "\" has another CRC-32 than its directory says", null);
    }
  }

  private long crc(String entry, int method, ByteBuffer packed, int size) {
    CRC32 crc = new CRC32();
    if (method == STORED && packed.remaining() == size) {
      crc.update(packed);
      return crc.getValue();
    }
    if (method != DEFLATED) {
      throw corrupt("entry \"" + entry + "\" is packed by method " + method, null);
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] block = new byte[1 << 13];
      long left = size;
      while (left > 0) {
        int read = inflater.inflate(block);
        if (read == 0) {
          throw corrupt("entry \"" + entry + "\" is shorter than its directory says", null);
        }
        crc.update(block, 0, read);
        left -= read;
      }
      return crc.getValue();
    } catch (DataFormatException e) {
      throw corrupt("entry \"" + entry + "\" cannot be unpacked", e);
    } finally {
      inflater.end();
    }
  }

  private String text(int at, int length) {
    byte[] bytes = new byte[length];
    file.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
