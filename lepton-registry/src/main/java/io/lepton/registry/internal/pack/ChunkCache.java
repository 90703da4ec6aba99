package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunks used last, for reads of small ranges. Bounded; thread-safe. */
final class ChunkCache {
  private static final long BOUND = 16L << 20;
  private static final float LOAD = 0.75f;

  private final Map<Digest, ByteBuffer> chunks = new LinkedHashMap<>(64, LOAD, true);
  private long bytes;

  synchronized @Nullable ByteBuffer get(Digest digest) {
    return chunks.get(digest);
  }

  synchronized void put(Digest digest, ByteBuffer chunk) {
    if (chunks.put(digest, chunk) == null) {
      bytes += chunk.limit();
    }
    Iterator<ByteBuffer> oldest = chunks.values().iterator();
    while (bytes > BOUND && oldest.hasNext()) {
      bytes -= oldest.next().limit();
      oldest.remove();
    }
  }
}
