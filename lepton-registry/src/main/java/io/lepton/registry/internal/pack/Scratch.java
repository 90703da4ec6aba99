package io.lepton.registry.internal.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
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

  /**
   * Bytes that look alike by chance, as those of exponents do, make matches that cost time and,
   * measured, 13 % of size against coding each byte by itself. Looking only for long matches, in
   * the smallest table there is, finds next to none of those: 0.34 of the exponents' plane at 0.7
   * GB/s instead of 0.39 at 0.19 GB/s.
   */
  private static final int LONG_MATCH = 7;

  private static final int SMALL_TABLE = 6;

  private static final int KEPT_ARRAY = 4 << 20;

  /** What a chunk as the writer makes them takes at most, its header included. */
  static final int MOST_STORED = (1 << 20) + 4096;

  /** For each thread one for each chunk that rests on the next. */
  private static final int KEPT = 6 * Runtime.getRuntime().availableProcessors();

  private static final ConcurrentLinkedDeque<Scratch> IDLE = new ConcurrentLinkedDeque<>();

  private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
  private final ZstdCompressCtx entropyCoder =
      new ZstdCompressCtx().setLevel(LEVEL).setMinMatch(LONG_MATCH).setHashLog(SMALL_TABLE);
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final Lanes lanes = new Lanes();
  private byte @Nullable [] whole;
  private byte @Nullable [] planes;
  private byte @Nullable [] parts;
  private byte @Nullable [] output;
  private @Nullable ByteBuffer stored;

  private Scratch() {}

  static Scratch take() {
    Scratch idle = IDLE.pollFirst();
    return idle != null ? idle : new Scratch();
  }

  /** At least this long, with any content. */
  byte[] whole(int length) {
    byte[] array = sized(whole, length);
    whole = array;
    return array;
  }

  /** At least this long, with any content. */
  byte[] planes(int length) {
    byte[] array = sized(planes, length);
    planes = array;
    return array;
  }

  /** At least this long, with any content. */
  byte[] parts(int length) {
    byte[] array = sized(parts, length);
    parts = array;
    return array;
  }

  Lanes lanes() {
    return lanes;
  }

  /** At least this long, with any content. */
  byte[] output(int length) {
    byte[] array = sized(output, length);
    output = array;
    return array;
  }

  /** Room for exactly as many bytes; outside the heap, where reading and zstd need no copy. */
  ByteBuffer stored(int length) {
    ByteBuffer buffer = stored;
    if (buffer == null || buffer.capacity() < length) {
      buffer = ByteBuffer.allocateDirect(Math.max(length, MOST_STORED));
      stored = buffer;
    }
    return buffer.clear().limit(length);
  }

  private static byte[] sized(byte @Nullable [] array, int length) {
    return array != null && array.length >= length ? array : new byte[length];
  }

  /** Compresses to less than {@code room} bytes; -1 if it takes more. */
  int compress(byte[] from, int at, int length, byte[] to, int toAt, int room) {
    return compress(compressor, from, at, length, to, toAt, room);
  }

  /** As above, for bytes that repeat each other only by chance. */
  int compressEntropy(byte[] from, int at, int length, byte[] to, int toAt, int room) {
    return compress(entropyCoder, from, at, length, to, toAt, room);
  }

  private static int compress(
      ZstdCompressCtx coder, byte[] from, int at, int length, byte[] to, int toAt, int room) {
    try {
      return coder.compressByteArray(to, toAt, room, from, at, length);
    } catch (ZstdException e) {
      return -1; // no room: not worth it
    }
  }

  /** Undoes a frame that must give exactly {@code rawLength} bytes. */
  void decompress(ByteBuffer from, int at, int length, byte[] to, int toAt, int rawLength) {
    int count;
    try {
      if (from.isDirect()) {
        count =
            decompressor.decompressDirectByteBufferToByteArray(
                to, toAt, rawLength, from, at, length);
      } else {
        byte[] frame = output(length); // what a store gives is read-only and shows no array
        from.get(at, frame, 0, length);
        count = decompressor.decompressByteArray(to, toAt, rawLength, frame, 0, length);
      }
    } catch (ZstdException e) {
      throw new IllegalArgumentException("zstd: " + e.getMessage(), e);
    }
    if (count != rawLength) {
      throw new IllegalArgumentException("zstd gave " + count + " bytes");
    }
  }

  @Override
  public void close() {
    whole = kept(whole);
    planes = kept(planes);
    parts = kept(parts);
    output = kept(output);
    stored = stored != null && stored.capacity() <= KEPT_ARRAY ? stored : null;
    if (IDLE.size() < KEPT) {
      IDLE.addFirst(this);
    } else {
      compressor.close();
      entropyCoder.close();
      decompressor.close();
    }
  }

  private static byte @Nullable [] kept(byte @Nullable [] array) {
    return array != null && array.length <= KEPT_ARRAY ? array : null;
  }
}
