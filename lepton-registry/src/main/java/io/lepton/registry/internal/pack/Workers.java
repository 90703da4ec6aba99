package io.lepton.registry.internal.pack;

import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that hash and code; they end by themselves when idle. Thread-safe. */
public final class Workers implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int IDLE_SECONDS = 10;

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final ThreadPoolExecutor pool = pool(threads);
  private final ThreadPoolExecutor flushers = pool(1);

  /** As many threads as there are processors, and one that waits for the disk. */
  public Workers() {}

  private static final class WorkerThread extends Thread {
    WorkerThread(Runnable task) {
      super(task, "lepton-store-" + COUNT.incrementAndGet());
      setDaemon(true);
    }
  }

  private static ThreadPoolExecutor pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            WorkerThread::new);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  int threads() {
    return threads;
  }

  /** Whether the caller is a worker, of any store: then it must not wait for workers. */
  static boolean isWorker() {
    return Thread.currentThread() instanceof WorkerThread;
  }

  <T> Future<T> submit(Callable<T> task) {
    return submit(pool, task);
  }

  /** Runs what mostly waits for a disk, beside the work on bytes. */
  <T> Future<T> submitFlush(Callable<T> task) {
    return submit(flushers, task);
  }

  private static <T> Future<T> submit(ThreadPoolExecutor pool, Callable<T> task) {
    try {
      return pool.submit(task);
    } catch (RejectedExecutionException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "the store was closed meanwhile; open it again", e);
    }
  }

  static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          StorageException.Kind.TRANSIENT, "interrupted while storing; nothing was saved", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof LeptonException lepton) {
        lepton.addSuppressed(e); // shows the waiting thread's stack too
        throw lepton;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
    flushers.shutdown();
  }
}
