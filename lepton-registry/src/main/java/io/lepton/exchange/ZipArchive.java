package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.registry.internal.folder.PortablePaths;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a zip file (APPNOTE 6.3, with its 64-bit sizes), read strictly: the
 * central directory alone counts, every entry must lie where and under the name that it says, none
 * may overlap another, and each has a {@linkplain PortablePaths portable} path that comes once.
 * Encryption, several disks, folders, and methods other than stored and deflated are refused.
 */
final class ZipArchive {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_DIRECTORY = 1 << 28;
  private static final int EXTRA64 = 1;
  private static final int ENCRYPTED = 1;
  private static final long ALL16 = 0xffffL;
  private static final long ALL32 = 0xffffffffL;

  private final ByteSource bytes;
  private final String where;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long count;
  private long directoryBytes;
  private long directoryAt;

  /** One file: where its bytes lie, and what the archive says of it. */
  record Entry(String name, int method, long crc, long packed, long size, long offset) {}

  private ZipArchive(ByteSource bytes, String where) {
    this.bytes = bytes;
    this.where = where;
  }

  static ZipArchive read(ByteSource bytes, String where) {
    ZipArchive archive = new ZipArchive(bytes, where);
    archive.findDirectory();
    archive.readDirectory();
    return archive;
  }

  /** Every entry by name, in the archive's order. */
  Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** The bytes as they lie there. */
  ByteSource packed(Entry entry) {
    return bytes.slice(entry.offset, entry.packed);
  }

  private CorruptDataException wrong(String what) {
    return new CorruptDataException(where + " is not a zip file that Lepton reads: " + what);
  }

  private void findDirectory() {
    long size = bytes.size();
    int window = (int) Math.min(size, END_BYTES + MAX_COMMENT);
    ByteBuffer tail = bytes.read(size - window, window);
    int at = window - END_BYTES;
    while (at >= 0 && (tail.getInt(at) != END || at + END_BYTES + u16(tail, at + 20) != window)) {
      at--;
    }
    if (at < 0) {
      throw wrong("it has no end record; is it cut short?");
    }
    long endAt = size - window + at;
    if (u16(tail, at + 4) != 0
        || u16(tail, at + 6) != 0
        || u16(tail, at + 8) != u16(tail, at + 10)) {
      throw wrong("it is one of several disks");
    }
    count = u16(tail, at + 10);
    directoryBytes = u32(tail, at + 12);
    directoryAt = u32(tail, at + 16);
    long limit = endAt;
    if (count == ALL16 || directoryBytes == ALL32 || directoryAt == ALL32) {
      limit = findDirectory64(endAt);
    }
    if (directoryAt < 0
        || directoryBytes < 0
        || directoryBytes > MAX_DIRECTORY
        || directoryAt > limit - directoryBytes
        || directoryAt + directoryBytes != limit) {
      throw wrong(
          "its directory of " + directoryBytes + " bytes at " + directoryAt + " does not fit");
    }
  }

  private long findDirectory64(long endAt) {
    long locatorAt = endAt - LOCATOR64_BYTES;
    if (locatorAt < END64_BYTES) {
      throw wrong("it has no 64-bit end record");
    }
    ByteBuffer locator = bytes.read(locatorAt, LOCATOR64_BYTES);
    long recordAt = locatorAt - END64_BYTES;
    ByteBuffer record = bytes.read(recordAt, END64_BYTES);
    if (locator.getInt(0) != LOCATOR64
        || locator.getLong(8) != recordAt
        || record.getInt(0) != END64
        || record.getLong(4) != END64_BYTES - 12) {
      throw wrong("its 64-bit end record is not where it should be");
    }
    count = record.getLong(32);
    directoryBytes = record.getLong(40);
    directoryAt = record.getLong(48);
    return recordAt;
  }

  private void readDirectory() {
    ByteBuffer directory = bytes.read(directoryAt, (int) directoryBytes);
    PortablePaths paths = new PortablePaths();
    int at = 0;
    while (at < directory.limit()) {
      if (directory.limit() - at < CENTRAL_BYTES || directory.getInt(at) != CENTRAL) {
        throw wrong("its directory is broken at " + (directoryAt + at));
      }
      int nameBytes = u16(directory, at + 28);
      int extraBytes = u16(directory, at + 30);
      int length = CENTRAL_BYTES + nameBytes + extraBytes + u16(directory, at + 32);
      if (length > directory.limit() - at) {
        throw wrong("its directory is broken at " + (directoryAt + at));
      }
      String name = name(directory, at + CENTRAL_BYTES, nameBytes);
      paths.require(name, where);
      ByteBuffer extra = directory.slice(at + CENTRAL_BYTES + nameBytes, extraBytes);
      extra.order(java.nio.ByteOrder.LITTLE_ENDIAN);
      entries.put(name, entry(name, directory.slice(at, CENTRAL_BYTES), extra));
      at += length;
    }
    if (entries.size() != count) {
      throw wrong("it claims " + count + " entries and has " + entries.size());
    }
    requireApart();
  }

  private Entry entry(String name, ByteBuffer central, ByteBuffer extra) {
    central.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int method = u16(central, 10);
    if ((u16(central, 8) & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
      throw wrong("\"" + name + "\" is encrypted, or packed by method " + method);
    }
    long[] wide = {u32(central, 24), u32(central, 20), u32(central, 42)};
    widen(name, wide, extra);
    long packed = wide[1];
    long localAt = wide[2];
    if (wide[0] < 0
        || packed < 0
        || localAt < 0
        || u16(central, 34) != 0
        || localAt > directoryAt - LOCAL_BYTES
        || (method == STORED && packed != wide[0])) {
      throw wrong("\"" + name + "\" has sizes that cannot be");
    }
    ByteBuffer local = bytes.read(localAt, LOCAL_BYTES);
    int nameBytes = u16(local, 26);
    long dataAt = localAt + LOCAL_BYTES + nameBytes + u16(local, 28);
    if (local.getInt(0) != LOCAL
        || u16(local, 8) != method
        || dataAt > directoryAt
        || packed > directoryAt - dataAt
        || !name(bytes.read(localAt + LOCAL_BYTES, nameBytes), 0, nameBytes).equals(name)) {
      throw wrong("\"" + name + "\" is not where its directory says");
    }
    return new Entry(name, method, u32(central, 16), packed, wide[0], dataAt);
  }

  /** Sizes that need 64 bits stand in an extra field, in this order, those that do. */
  private void widen(String name, long[] values, ByteBuffer extra) {
    int at = 0;
    while (extra.limit() - at >= 4) {
      int id = u16(extra, at);
      int length = u16(extra, at + 2);
      int next = at + 4 + length;
      if (next > extra.limit()) {
        throw wrong("\"" + name + "\" has a broken extra field");
      }
      int from = at + 4;
      for (int i = 0; id == EXTRA64 && i < values.length; i++) {
        if (values[i] == ALL32 && from + Long.BYTES <= next) {
          values[i] = extra.getLong(from);
          from += Long.BYTES;
        }
      }
      at = next;
    }
  }

  /** Entries that share bytes make small archives that unpack to any size. */
  private void requireApart() {
    List<Entry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(Entry::offset));
    long end = 0;
    for (Entry entry : byPlace) {
      if (entry.offset < end) {
        throw wrong("\"" + entry.name + "\" overlaps another entry");
      }
      end = entry.offset + entry.packed;
    }
  }

  private static String name(ByteBuffer source, int at, int length) {
    byte[] name = new byte[length];
    source.get(at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static int u16(ByteBuffer source, int at) {
    return Short.toUnsignedInt(source.getShort(at));
  }

  private static long u32(ByteBuffer source, int at) {
    return Integer.toUnsignedLong(source.getInt(at));
  }
}
