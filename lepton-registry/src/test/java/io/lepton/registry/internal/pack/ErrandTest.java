package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Work given to others")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrandTest {
  private final Workers workers = new Workers();

  @AfterEach
  void close() {
    workers.close();
  }

  /** Keeps every worker from anything else until the latch is open. */
  private List<Future<Object>> occupy(CountDownLatch latch) {
    List<Future<Object>> all = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      all.add(
          workers.submit(
              () -> {
                latch.await();
                return i(latch);
              }));
    }
    return all;
  }

  private static Object i(CountDownLatch latch) {
    return latch.getCount();
  }

  @Test
  @DisplayName("is done by whoever needs it when nobody has begun it, and only once")
  void doneByTheCaller() {
    CountDownLatch latch = new CountDownLatch(1);
    List<Future<Object>> busy = occupy(latch);
    AtomicReference<Thread> by = new AtomicReference<>();
    AtomicInteger times = new AtomicInteger();
    Errand<String> errand =
        new Errand<>(
            workers,
            () -> {
              by.set(Thread.currentThread());
              return "done " + times.incrementAndGet();
            });
    assertThat(errand.get()).isEqualTo("done 1");
    assertThat(by.get()).isSameAs(Thread.currentThread());
    latch.countDown();
    busy.forEach(Workers::join);
    drain();
    assertThat(times).hasValue(1);
  }

  /** Whatever was given to the workers before was looked at when this returns. */
  private void drain() {
    CountDownLatch latch = new CountDownLatch(workers.threads());
    List<Future<Object>> all = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      all.add(
          workers.submit(
              () -> {
                latch.countDown();
                latch.await(); // so that each worker takes one
                return "drained";
              }));
    }
    all.forEach(Workers::join);
  }

  @Test
  @DisplayName("is done exactly once however worker and caller race")
  void once() {
    AtomicInteger times = new AtomicInteger();
    for (int i = 0; i < 5_000; i++) {
      Errand<Integer> errand = new Errand<>(workers, times::incrementAndGet);
      assertThat(errand.get()).isEqualTo(i + 1);
    }
  }

  @Test
  @DisplayName("that was forgotten or ended before it began never begins")
  void forgotten() {
    CountDownLatch latch = new CountDownLatch(1);
    List<Future<Object>> busy = occupy(latch);
    AtomicInteger times = new AtomicInteger();
    new Errand<>(workers, times::incrementAndGet).forget();
    new Errand<>(workers, times::incrementAndGet).end();
    latch.countDown();
    busy.forEach(Workers::join);
    drain();
    assertThat(times).hasValue(0);
  }

  @Test
  @DisplayName("that has begun is over when it was ended")
  void ended() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    Errand<Integer> errand =
        new Errand<>(
            workers,
            () -> {
              begun.countDown();
              await(go);
              return done.incrementAndGet();
            });
    begun.await();
    Thread opener = new Thread(go::countDown);
    opener.start();
    errand.end();
    assertThat(done).hasValue(1);
    opener.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("fails where its result is asked for, with what it threw, whoever did it")
  void fails() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Errand<String> byWorker =
        new Errand<>(
            workers,
            () -> {
              begun.countDown();
              throw new CorruptDataException("rotten");
            });
    begun.await();
    assertThatThrownBy(byWorker::get).isInstanceOf(CorruptDataException.class).hasMessage("rotten");
    CountDownLatch latch = new CountDownLatch(1);
    occupy(latch);
    Errand<String> byCaller =
        new Errand<>(
            workers,
            () -> {
              throw new CorruptDataException("rotten too");
            });
    assertThatThrownBy(byCaller::get).hasMessage("rotten too");
    latch.countDown();
  }
}
