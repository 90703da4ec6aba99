package io.lepton.registry.internal.pack;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has the next chunks decoded while one is used, for who reads one after the other. Holds a few
 * chunks, and none when it was read to the end. Thread-safe.
 */
final class ReadAhead {
  private static final int CHUNKS = 4;

  private final Workers workers;
  private final IntFunction<ByteBuffer> reading;
  private final int count;
  private final Map<Integer, Errand<ByteBuffer>> begun = new HashMap<>();
  private int expected = 1;

  ReadAhead(Workers workers, IntFunction<ByteBuffer> reading, int count) {
    this.workers = workers;
    this.reading = reading;
    this.count = count;
  }

  ByteBuffer read(int chunk) {
    Errand<ByteBuffer> ready = next(chunk);
    return ready == null ? reading.apply(chunk) : ready.get();
  }

  private synchronized @Nullable Errand<ByteBuffer> next(int chunk) {
    if (Workers.isWorker()) {
      return null; // workers must not wait for each other
    }
    Errand<ByteBuffer> ready = begun.remove(chunk);
    if (chunk == expected) {
      for (int i = chunk + 1; i < count && i <= chunk + CHUNKS; i++) {
        int each = i;
        begun.computeIfAbsent(i, k -> new Errand<>(workers, () -> reading.apply(each)));
      }
    } else if (ready == null) {
      begun.values().forEach(Errand::forget);
      begun.clear();
    }
    expected = chunk + 1;
    return ready;
  }
}
