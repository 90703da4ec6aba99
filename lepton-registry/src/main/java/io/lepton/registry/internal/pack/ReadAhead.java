package io.lepton.registry.internal.pack;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has the next chunks decoded while one is used, for who reads one after the other, and then the
 * first of what is likely to be read next. Holds a dozen chunks at most, and none when it was read
 * to the end. Thread-safe.
 */
final class ReadAhead<T> {
  /**
   * With 4, workers ran out of work whenever the reader wrote for longer than usual: a sixth of
   * their time when restoring to a file on two cores; with 12, a fifteenth.
   */
  static final int CHUNKS = 12;

  /** Nothing was read, and nothing is known of the reader. */
  private static final int UNREAD = -2;

  /** The same, but what comes before was read to its end. */
  private static final int EXPECTED = -1;

  private final Workers workers;
  private final IntFunction<T> reading;
  private final int count;
  private final Map<Integer, Errand<T>> begun = new HashMap<>();
  private int last = UNREAD;
  private volatile @Nullable ReadAhead<T> next;

  /**
   * Begins with nothing.
   *
   * @param reading gives a chunk
   * @param count of the chunks
   */
  ReadAhead(Workers workers, IntFunction<T> reading, int count) {
    this.workers = workers;
    this.reading = reading;
    this.count = count;
  }

  /** Says what is read after this by who reads on. */
  void follow(ReadAhead<T> after) {
    next = after;
  }

  T read(int chunk) {
    Errand<T> ready = next(chunk);
    return ready == null ? reading.apply(chunk) : ready.get();
  }

  private @Nullable Errand<T> next(int chunk) {
    if (Workers.isWorker()) {
      return null; // workers must not wait for each other
    }
    Errand<T> ready;
    boolean inOrder;
    synchronized (this) {
      ready = begun.remove(chunk);
      inOrder = ready != null || chunk == last + 1;
      if (!inOrder) {
        begun.values().forEach(Errand::forget);
        begun.clear();
      }
      last = chunk;
    }
    ReadAhead<T> after = next;
    if (inOrder) {
      int begunHere = begin(chunk + 1, CHUNKS);
      if (after != null && begunHere < CHUNKS) {
        after.beginUnread(CHUNKS - begunHere);
      }
    } else if (after != null && count == 1) {
      after.expect();
    }
    return ready;
  }

  private synchronized int begin(int from, int wanted) {
    int end = Math.min(count, from + wanted);
    for (int i = from; i < end; i++) {
      int each = i;
      begun.computeIfAbsent(i, k -> new Errand<>(workers, () -> reading.apply(each)));
    }
    return end - from;
  }

  private synchronized void beginUnread(int wanted) {
    if (last < 0) {
      begin(0, wanted);
    }
  }

  private synchronized void expect() {
    last = Math.max(last, EXPECTED);
  }
}
