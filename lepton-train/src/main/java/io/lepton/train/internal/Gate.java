package io.lepton.train.internal;

import io.lepton.error.EngineException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets calls of many threads run side by side, and closing wait until it is alone. Thread-safe. */
public final class Gate {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final String closedMessage;
  private boolean closed;

  /** The message of calls that come too late. */
  public Gate(String closedMessage) {
    this.closedMessage = closedMessage;
  }

  /**
   * Calls while it is open.
   *
   * @throws EngineException if it was closed
   */
  public <T> T call(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new EngineException(closedMessage);
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Closes once, when calls under way have finished. */
  public void close(Runnable work) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        work.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
