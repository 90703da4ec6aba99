package io.lepton.experiment;

import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that wait at the same time share one durable write. The first to get the lock writes
 * for all that queued meanwhile; the others find their work done. A caller returns only when its
 * own items are written.
 */
final class GroupCommit<T> {
  private static final int MAX_ITEMS = 10_000;

  private final Consumer<List<T>> write;
  private final ReentrantLock writing = new ReentrantLock();
  private final Object queueLock = new Object();
  private List<Ticket<T>> queue = new ArrayList<>();

  private static final class Ticket<T> {
    final List<T> items;
    boolean done; // guarded by writing
    @Nullable Throwable failure; // guarded by writing

    Ticket(List<T> items) {
      this.items = items;
    }
  }

  GroupCommit(Consumer<List<T>> write) {
    this.write = write;
  }

  void commit(List<T> items) {
    Ticket<T> mine = new Ticket<>(List.copyOf(items));
    synchronized (queueLock) {
      queue.add(mine);
    }
    writing.lock();
    try {
      while (!mine.done) {
        writeBatch(takeBatch());
      }
      if (mine.failure != null) {
        throw ownCopy(mine.failure);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Callers whose items no write has taken yet. */
  int waiting() {
    synchronized (queueLock) {
      return queue.size();
    }
  }

  private List<Ticket<T>> takeBatch() {
    synchronized (queueLock) {
      int tickets = 0;
      int items = 0;
      while (tickets < queue.size()
          && (tickets == 0 || items + queue.get(tickets).items.size() <= MAX_ITEMS)) {
        items += queue.get(tickets).items.size();
        tickets++;
      }
      List<Ticket<T>> batch = queue.subList(0, tickets);
      queue = new ArrayList<>(queue.subList(tickets, queue.size()));
      return batch;
    }
  }

  private void writeBatch(List<Ticket<T>> batch) {
    @Nullable Throwable failure = null;
    try {
      List<T> items = new ArrayList<>();
      batch.forEach(ticket -> items.addAll(ticket.items));
      write.accept(items);
    } catch (RuntimeException | Error e) {
      failure = e; // an Error too must reach all who wait, or they would wait for ever
    }
    for (Ticket<T> ticket : batch) {
      ticket.done = true;
      ticket.failure = failure;
    }
  }

  /** Each caller's exception has the caller's own stack trace. */
  private static RuntimeException ownCopy(Throwable failure) {
    if (failure instanceof StorageException storage) {
      return new StorageException(storage.kind(), String.valueOf(storage.getMessage()), storage);
    }
    return failure instanceof LeptonException lepton ? lepton : new IllegalStateException(failure);
  }
}
