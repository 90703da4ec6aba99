package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.error.StorageException;
import io.lepton.spi.StudyStorage;
import io.lepton.testkit.InMemoryStudyStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTrialsTest {
  private static final SearchSpace SPACE = SearchSpace.builder().decimal("x", -2, 3).build();
  private static final StudyDefinition DEFINITION = Study.minimize(SPACE).seed(1);

  @Test
  void runsAsManyTrialsSideBySideAsAskedFor() {
    CyclicBarrier together = new CyclicBarrier(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Integer> heard = Collections.synchronizedList(new ArrayList<>());

    Study study =
        DEFINITION
            .listener((trial, it) -> heard.add(trial.number()))
            .open()
            .optimize(
                trial -> {
                  threads.add(Thread.currentThread());
                  together.await(); // nobody passes alone
                  return trial.number("x");
                },
                Budget.trials(40).parallel(4));

    assertThat(threads).hasSize(4).contains(Thread.currentThread());
    assertThat(study.trials()).hasSize(40).allMatch(it -> it.state() == TrialState.COMPLETE);
    assertThat(heard).hasSize(40).doesNotHaveDuplicates();
    assertThat(study.trials()).extracting(Trial::parameters).doesNotHaveDuplicates();
  }

  @Test
  void needsNoRoomInTheExecutor() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      // The search runs on the executor's only thread, and asks it for three more.
      Future<Study> study =
          one.submit(() -> DEFINITION.open().optimize(t -> 1, Budget.trials(5).parallel(4, one)));
      assertThat(study.get().trials()).hasSize(5);
    } finally {
      one.shutdownNow();
    }
    Study refused =
        DEFINITION
            .open()
            .optimize(
                trial -> 1,
                Budget.trials(3)
                    .parallel(
                        2,
                        task -> {
                          throw new java.util.concurrent.RejectedExecutionException("full");
                        }));
    assertThat(refused.trials()).hasSize(3);
  }

  @Test
  void interruptsTheOthersWhenTheCallerIsInterrupted() throws Exception {
    CountDownLatch running = new CountDownLatch(3);
    CountDownLatch never = new CountDownLatch(1);
    Study study = DEFINITION.open();
    List<Object> outcome = Collections.synchronizedList(new ArrayList<>());
    Thread caller =
        new Thread(
            () -> {
              try {
                study.optimize(
                    trial -> {
                      running.countDown();
                      never.await();
                      return 1;
                    },
                    Budget.trials(100).parallel(3));
              } catch (EngineException e) {
                outcome.add(e.getMessage());
                outcome.add(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    running.await();
    caller.interrupt();
    caller.join();

    assertThat(outcome).hasSize(2).contains(true);
    assertThat(outcome.get(0).toString()).contains("interrupted");
    assertThat(study.trials()).hasSize(3).allMatch(it -> "interrupted".equals(it.failure()));
  }

  @Test
  void endsWithTheFirstFailureOfTheStorage() {
    StudyStorage behind = new InMemoryStudyStorage();
    AtomicInteger told = new AtomicInteger();
    StudyStorage failing =
        new StudyStorage() {
          @Override
          public boolean append(String study, String id, Instant time, String payload) {
            if (id.startsWith("told/") && told.incrementAndGet() > 10) {
              throw new StorageException(StorageException.Kind.PERMANENT, "the disk is full", null);
            }
            return behind.append(study, id, time, payload);
          }

          @Override
          public List<Entry> read(String study, long after, int limit) {
            return behind.read(study, after, limit);
          }

          @Override
          public List<String> studies() {
            return behind.studies();
          }
        };
    assertThatThrownBy(
            () -> DEFINITION.in(failing).optimize(trial -> 1, Budget.trials(100).parallel(3)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the disk is full");
    assertThat(DEFINITION.in(behind).trials())
        .filteredOn(trial -> trial.state() == TrialState.COMPLETE)
        .hasSize(10);
  }
}
