package io.lepton.registry.internal.backup;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The layout of a backup.
 *
 * <pre>
 * backup = header, block*, trailer        nothing between, nothing after
 *
 * header, 16                                 block, 8, then the stored bytes
 *  0  8  89 'L' 'B' 'K' 0D 0A 1A 0A            0  4  raw length, 1 to 2^28
 *  8  4  version (1)                           4  4  stored length
 * 12  4  CRC32C of bytes 0 to 11               8  …  one Zstandard frame
 *
 * trailer, 48
 *  0  8  number of lines in all blocks
 *  8 32  SHA-256 of all bytes before these 32
 * 40  8  0A 1A 0A 0D 'K' 'B' 'L' 89
 * </pre>
 */
final class BackupFormat {
  static final int VERSION = 1;
  static final int HEADER = 16;
  static final int BLOCK = 8;
  static final int TRAILER = 48;
  static final int MAX_BLOCK = 1 << 28;

  private static final long HEAD_MAGIC = 0x0A1A0A0D4B424C89L; // read as little-endian
  private static final long TAIL_MAGIC = Long.reverseBytes(HEAD_MAGIC);
  private static final int CHECKED = 12;

  private BackupFormat() {}

  static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer header() {
    ByteBuffer header = allocate(HEADER).putLong(HEAD_MAGIC).putInt(VERSION);
    return header.putInt(crc(header)).flip();
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKED));
    return (int) crc.getValue();
  }

  static void requireHeader(ByteBuffer in, String name) {
    ByteBuffer header = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = header.getLong(0) == HEAD_MAGIC && header.getInt(CHECKED) == crc(header);
    if (!whole) {
      throw new CorruptDataException("backup " + name + " does not begin as one");
    }
    if (header.getInt(Long.BYTES) != VERSION) {
      throw new FormatTooNewException(
          "backup "
              + name
              + " has format "
              + header.getInt(Long.BYTES)
              + "; this Lepton knows "
              + VERSION
              + ": use the newer Lepton that wrote it");
    }
  }

  /** Without the digest, which covers these first bytes too. */
  static ByteBuffer lines(long count) {
    return allocate(Long.BYTES).putLong(count).flip();
  }

  static ByteBuffer end(byte[] sha256) {
    return allocate(Digest.BYTES + Long.BYTES).put(sha256).putLong(TAIL_MAGIC).flip();
  }

  static void requireEnd(ByteBuffer in, byte[] sha256, String name) {
    if (!in.equals(end(sha256))) {
      throw new CorruptDataException(
          "backup " + name + " is damaged: its bytes do not have the SHA-256 it ends with");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
