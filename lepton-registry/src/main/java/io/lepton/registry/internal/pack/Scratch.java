package io.lepton.registry.internal.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Memory that coding one chunk needs and the next can use again. Making zstd's tables and megabyte
 * arrays anew for each chunk costs as much as coding it. Belongs to one thread between {@link
 * #take} and {@link #close}.
 */
final class Scratch implements AutoCloseable {
  /** Level 1 is as small as level 3 on weights, and faster. */
  private static final int LEVEL = 1;

  private static final int KEPT_ARRAY = 4 << 20;
  private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();
  private static final ConcurrentLinkedDeque<Scratch> IDLE = new ConcurrentLinkedDeque<>();

  private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte @Nullable [] difference;
  private byte @Nullable [] planes;
  private byte @Nullable [] output;

  private Scratch() {}

  static Scratch take() {
    Scratch idle = IDLE.pollFirst();
    return idle != null ? idle : new Scratch();
  }

  /** At least this long, with any content. */
  byte[] difference(int length) {
    byte[] array = sized(difference, length);
    difference = array;
    return array;
  }

  /** At least this long, with any content. */
  byte[] planes(int length) {
    byte[] array = sized(planes, length);
    planes = array;
    return array;
  }

  /** At least this long, with any content. */
  byte[] output(int length) {
    byte[] array = sized(output, length);
    output = array;
    return array;
  }

  private static byte[] sized(byte @Nullable [] array, int length) {
    return array != null && array.length >= length ? array : new byte[length];
  }

  /** Compresses to less than {@code room} bytes; -1 if it takes more. */
  int compress(byte[] from, int at, int length, byte[] to, int toAt, int room) {
    try {
      return compressor.compressByteArray(to, toAt, room, from, at, length);
    } catch (ZstdException e) {
      return -1; // no room: not worth it
    }
  }

  /** Undoes a frame that must give exactly {@code rawLength} bytes. */
  void decompress(byte[] from, int at, int length, byte[] to, int toAt, int rawLength) {
    int count;
    try {
      count = decompressor.decompressByteArray(to, toAt, rawLength, from, at, length);
    } catch (ZstdException e) {
      throw new IllegalArgumentException("zstd: " + e.getMessage(), e);
    }
    if (count != rawLength) {
      throw new IllegalArgumentException("zstd gave " + count + " bytes");
    }
  }

  @Override
  public void close() {
    difference = kept(difference);
    planes = kept(planes);
    output = kept(output);
    if (IDLE.size() < KEPT) {
      IDLE.addFirst(this);
    } else {
      compressor.close();
      decompressor.close();
    }
  }

  private static byte @Nullable [] kept(byte @Nullable [] array) {
    return array != null && array.length <= KEPT_ARRAY ? array : null;
  }
}
