package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many callers at once, who try again as the contract of stores allows. */
final class Crowd {
  static final int THREADS = 8;

  private Crowd() {}

  interface Worker {
    void work(int thread, int round) throws Exception;
  }

  static void inThreads(int rounds, Worker worker) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        tasks.add(
            () -> {
              for (int i = 0; i < rounds; i++) {
                worker.work(thread, i);
              }
              return null;
            });
      }
      for (Future<Void> result : executor.invokeAll(tasks)) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  static void retrying(Runnable action) {
    while (true) {
      try {
        action.run();
        return;
      } catch (StorageException e) {
        assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT);
      }
    }
  }
}
