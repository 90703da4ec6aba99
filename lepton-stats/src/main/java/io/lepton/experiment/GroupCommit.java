package io.lepton.experiment;

import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that wait at the same time share one durable write. One caller at a time writes, for
 * all that queued meanwhile; then it hands the writing on to one of those that queued since. Nobody
 * whose items are written waits for any lock of the writing: those who wake from it queue again
 * while the next write runs, so that it finds many. A caller returns only when its own items are
 * written.
 */
final class GroupCommit<T> {
  private static final int MAX_ITEMS = 10_000;

  private final Consumer<List<T>> write;
  private final Object lock = new Object();
  private List<Ticket<T>> queue = new ArrayList<>(); // guarded by lock
  private boolean writing; // guarded by lock

  private static final class Ticket<T> {
    final List<T> items;
    private boolean done;
    private boolean leads;
    private @Nullable Throwable failure;

    Ticket(List<T> items) {
      this.items = items;
    }

    synchronized void end(@Nullable Throwable reason) {
      failure = reason;
      done = true;
      notifyAll();
    }

    synchronized void lead() {
      leads = true;
      notifyAll();
    }

    /** Waits for the end, or for being made the one who writes. */
    synchronized void await() {
      boolean interrupted = false;
      while (!done && !leads) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true; // what is being written cannot be taken back
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized boolean isDone() {
      return done;
    }

    synchronized @Nullable Throwable failure() {
      return failure;
    }
  }

  GroupCommit(Consumer<List<T>> write) {
    this.write = write;
  }

  void commit(List<T> items) {
    Ticket<T> mine = new Ticket<>(List.copyOf(items));
    boolean waits;
    synchronized (lock) {
      queue.add(mine);
      waits = writing;
      writing = true;
    }
    if (waits) {
      mine.await();
    }
    if (!mine.isDone()) {
      writeUntil(mine);
    }
    Throwable failure = mine.failure();
    if (failure != null) {
      throw ownCopy(failure);
    }
  }

  /** Callers whose items no write has taken yet. */
  int waiting() {
    synchronized (lock) {
      return queue.size();
    }
  }

  private void writeUntil(Ticket<T> mine) {
    try {
      while (!mine.isDone()) {
        writeBatch(takeBatch());
      }
    } finally {
      synchronized (lock) {
        queue.remove(mine); // still there only if memory ran out; the others must not wait for it
        if (queue.isEmpty()) {
          writing = false;
        } else {
          queue.get(0).lead();
        }
      }
    }
  }

  private List<Ticket<T>> takeBatch() {
    synchronized (lock) {
      int tickets = 0;
      int items = 0;
      while (tickets < queue.size()
          && (tickets == 0 || items + queue.get(tickets).items.size() <= MAX_ITEMS)) {
        items += queue.get(tickets).items.size();
        tickets++;
      }
      List<Ticket<T>> batch = List.copyOf(queue.subList(0, tickets));
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
      ticket.end(failure);
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
