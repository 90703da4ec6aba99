package io.lepton.serve;

import io.lepton.error.EngineException;
import io.lepton.monitor.Monitor;
import org.jspecify.annotations.Nullable;

/**
 * The version that serves and the one that served before. Owns the first hold of both. Readers take
 * no lock.
 */
final class Slot {
  private final String name;
  private volatile @Nullable Serving current;
  private @Nullable LivePredictor previous;
  private boolean closed;

  Slot(String name) {
    this.name = name;
  }

  /** The version that serves, held for a call: to be let go of. */
  Serving hold() {
    while (true) {
      Serving found = current;
      if (found == null) {
        throw new EngineException(name + " was closed; start a new deployment");
      }
      if (found.live().hold()) {
        return found;
      }
      // It was replaced, and closed, since it was read: there is a newer one.
      Thread.onSpinWait();
    }
  }

  /**
   * Replaces the version that serves; its predecessor is kept warm and the one before that let go.
   * Returns false, and takes nothing over, if closed.
   */
  synchronized boolean install(Serving next) {
    if (closed) {
      return false;
    }
    Serving old = current;
    LivePredictor oldest = previous;
    current = next;
    if (old != null) {
      previous = old.live();
      closeMonitor(old.monitor());
      if (oldest != null && oldest != next.live()) {
        oldest.letGo();
      }
    }
    return true;
  }

  synchronized @Nullable Serving current() {
    return current;
  }

  synchronized @Nullable LivePredictor previous() {
    return previous;
  }

  /** Returns false if it was closed before. */
  synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    Serving last = current;
    current = null;
    if (last != null) {
      closeMonitor(last.monitor());
      last.live().letGo();
    }
    if (previous != null) {
      previous.letGo();
      previous = null;
    }
    return true;
  }

  private static void closeMonitor(@Nullable Monitor monitor) {
    if (monitor != null) {
      monitor.close();
    }
  }
}
