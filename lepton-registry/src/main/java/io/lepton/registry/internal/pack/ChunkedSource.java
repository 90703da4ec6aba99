package io.lepton.registry.internal.pack;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.spi.Catalog.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Content that lies in chunks, fetched and checked when asked for: a range of many chunks by all
 * workers at once, and one chunk after the other with some read ahead. Thread-safe.
 */
public final class ChunkedSource implements ByteSource {
  private final ChunkReader reader;
  private final Workers workers;
  private final String what;
  private final List<Digest> chunks;
  private final Map<Digest, Chunk> places;
  private final long[] ends;
  private final ReadAhead<byte[]> ahead;
  private final ReadAhead<ByteBuffer> streamed;

  /**
   * Content of a store.
   *
   * @param reader of the store
   * @param workers of the store
   * @param what it is, for messages
   * @param chunks names in order
   * @param lengths of the chunks, each at least 1
   * @param places where they and their bases lie; may lack some, and may be out of date
   */
  public ChunkedSource(
      ChunkReader reader,
      Workers workers,
      String what,
      List<Digest> chunks,
      int[] lengths,
      Map<Digest, Chunk> places) {
    this.reader = reader;
    this.workers = workers;
    this.what = what;
    this.chunks = List.copyOf(chunks);
    this.places = places;
    this.ends = new long[lengths.length];
    long end = 0;
    for (int i = 0; i < lengths.length; i++) {
      end += lengths[i];
      ends[i] = end;
    }
    this.ahead = new ReadAhead<>(workers, this::whole, lengths.length);
    this.streamed = new ReadAhead<>(workers, this::block, lengths.length);
  }

  /**
   * Says what is read after this by who reads on.
   *
   * @param after other content of the same store
   */
  public void follow(ChunkedSource after) {
    ahead.follow(after.ahead);
    streamed.follow(after.streamed);
  }

  @Override
  public long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  private long start(int chunk) {
    return chunk == 0 ? 0 : ends[chunk - 1];
  }

  private int length(int chunk) {
    return (int) (ends[chunk] - start(chunk));
  }

  @Override
  public ByteBuffer read(long offset, int length) {
    ByteSource.checkRange(offset, length, size());
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    int chunk = chunkAt(offset);
    if (offset + length > ends[chunk]) {
      byte[] all = new byte[length];
      fill(all, offset, chunk);
      return ByteBuffer.wrap(all).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    return length == length(chunk)
        ? ByteBuffer.wrap(ahead.read(chunk)).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN)
        : part(chunk, offset, length);
  }

  @Override
  public void writeTo(long offset, long length, WritableByteChannel channel) throws IOException {
    ByteSource.checkRange(offset, length, size());
    long end = offset + length;
    for (long at = offset; at < end; ) {
      int chunk = chunkAt(at);
      int count = (int) (Math.min(end, ends[chunk]) - at);
      if (count == length(chunk)) {
        ByteBuffer block = streamed.read(chunk);
        write(block, channel);
        Blocks.give(block);
      } else {
        write(part(chunk, at, count), channel);
      }
      at += count;
    }
  }

  private static void write(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private int chunkAt(long offset) {
    int found = Arrays.binarySearch(ends, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private ByteBuffer part(int chunk, long offset, int length) {
    int from = (int) (offset - start(chunk));
    return reader.readPart(chunks.get(chunk), places, what, length(chunk), from, length);
  }

  private byte[] whole(int chunk) {
    int length = length(chunk);
    byte[] bytes = new byte[length];
    reader.readInto(chunks.get(chunk), places, what, bytes, 0, length);
    return bytes;
  }

  private ByteBuffer block(int chunk) {
    ByteBuffer block = Blocks.take(length(chunk));
    reader.readInto(chunks.get(chunk), places, what, block);
    return block.flip();
  }

  /** Every thread takes the next chunk until none is left; no more is in memory than the result. */
  private void fill(byte[] all, long offset, int first) {
    AtomicInteger next = new AtomicInteger(first);
    long end = offset + all.length;
    List<Errand<Boolean>> helpers = new ArrayList<>();
    int last = Arrays.binarySearch(ends, end);
    int count = (last >= 0 ? last : -last - 1) - first;
    for (int i = 0; i < Math.min(count, workers.threads() - 1) && !Workers.isWorker(); i++) {
      helpers.add(new Errand<>(workers, () -> fillSome(all, offset, next)));
    }
    try {
      fillSome(all, offset, next);
    } catch (LeptonException e) {
      next.set(ends.length); // the helpers need not go on
      helpers.forEach(Errand::forget);
      throw e;
    }
    helpers.forEach(Errand::end);
  }

  private boolean fillSome(byte[] all, long offset, AtomicInteger next) {
    long end = offset + all.length;
    for (int chunk = next.getAndIncrement();
        chunk < ends.length && start(chunk) < end;
        chunk = next.getAndIncrement()) {
      Digest digest = chunks.get(chunk);
      long from = Math.max(offset, start(chunk));
      int count = (int) (Math.min(end, ends[chunk]) - from);
      int at = (int) (from - offset);
      if (count == length(chunk)) {
        reader.readInto(digest, places, what, all, at, count);
      } else {
        part(chunk, from, count).get(all, at, count);
      }
    }
    return true;
  }
}
