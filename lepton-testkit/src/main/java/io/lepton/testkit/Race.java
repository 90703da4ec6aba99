package io.lepton.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs one piece of code in many threads that start at the same moment. */
final class Race {
  static final int THREADS = 8;

  private static final int PATIENCE_SECONDS = 120;

  private Race() {}

  /**
   * How one thread ended.
   *
   * @param value what it returned, or null if it threw
   * @param failure what it threw, or null if it returned
   */
  record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {
    boolean succeeded() {
      return failure == null;
    }
  }

  /** One thread's part. */
  interface Part<T> {
    T run() throws Exception;
  }

  static <T> List<Outcome<T>> run(IntFunction<Part<T>> parts) {
    return run(THREADS, parts);
  }

  static <T> List<Outcome<T>> run(int threads, IntFunction<Part<T>> parts) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Outcome<T>>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Part<T> part = parts.apply(i);
        Callable<Outcome<T>> body =
            () -> {
              start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              try {
                return new Outcome<>(part.run(), null);
              } catch (Exception | AssertionError e) {
                return new Outcome<>(null, e);
              }
            };
        futures.add(executor.submit(body));
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<Outcome<T>> future : futures) {
        outcomes.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return outcomes;
    } catch (Exception e) {
      throw new AssertionError("the threads of the race did not end", e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** One thread's part that returns nothing. */
  interface Step {
    void run() throws Exception;
  }

  /** Runs the steps and fails unless all succeed. */
  static void allSucceed(IntFunction<Step> steps) {
    List<Outcome<Boolean>> outcomes =
        run(
            i -> {
              Step step = steps.apply(i);
              return () -> {
                step.run();
                return true;
              };
            });
    for (Outcome<Boolean> outcome : outcomes) {
      Throwable failure = outcome.failure();
      if (failure != null) {
        throw new AssertionError("a thread failed: " + failure, failure);
      }
    }
  }
}
