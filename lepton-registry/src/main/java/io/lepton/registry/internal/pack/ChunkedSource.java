package io.lepton.registry.internal.pack;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Content that lies in chunks, fetched and checked when asked for. Thread-safe. */
public final class ChunkedSource implements ByteSource {
  private final ChunkReader reader;
  private final String what;
  private final List<Digest> chunks;
  private final Map<Digest, Chunk> places;
  private final long[] ends;

  /**
   * Content of a store.
   *
   * @param reader of the store
   * @param what it is, for messages
   * @param chunks names in order
   * @param lengths of the chunks, each at least 1
   * @param places where they lie; may lack some, and may be out of date
   */
  public ChunkedSource(
      ChunkReader reader,
      String what,
      List<Digest> chunks,
      int[] lengths,
      Map<Digest, Chunk> places) {
    this.reader = reader;
    this.what = what;
    this.chunks = List.copyOf(chunks);
    this.places = places;
    this.ends = new long[lengths.length];
    long end = 0;
    for (int i = 0; i < lengths.length; i++) {
      end += lengths[i];
      ends[i] = end;
    }
  }

  @Override
  public long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public ByteBuffer read(long offset, int length) {
    ByteSource.checkRange(offset, length, size());
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    int found = Arrays.binarySearch(ends, offset);
    int chunk = found >= 0 ? found + 1 : -found - 1;
    if (offset + length <= ends[chunk]) {
      return part(chunk, offset, length);
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (long at = offset; all.hasRemaining(); chunk++) {
      int count = (int) Math.min(all.remaining(), ends[chunk] - at);
      all.put(part(chunk, at, count));
      at += count;
    }
    return all.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer part(int chunk, long offset, int length) {
    long start = chunk == 0 ? 0 : ends[chunk - 1];
    Digest digest = chunks.get(chunk);
    Chunk hint = places.get(digest);
    if (length == ends[chunk] - start) {
      ByteBuffer whole = reader.read(digest, hint, what);
      if (whole.limit() != length) {
        throw wrongLength(digest, length, whole.limit());
      }
      return whole;
    }
    return reader.readPart(digest, hint, what, (int) (offset - start), length);
  }

  private io.lepton.error.CorruptDataException wrongLength(Digest digest, int expected, int found) {
    return new io.lepton.error.CorruptDataException(
        what + ": chunk " + digest + ": expected " + expected + " bytes, found " + found);
  }
}
