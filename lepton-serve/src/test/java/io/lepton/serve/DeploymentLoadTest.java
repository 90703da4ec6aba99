package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.NumericProfile;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads predict while the alias moves. */
class DeploymentLoadTest extends DeploymentFixture {
  private static final int THREADS = 8;
  private static final int MOVES = 60;
  private static final int CALLS_BETWEEN_MOVES = 100;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final LongAdder calls = new LongAdder();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  private List<Thread> predicting(Deployment deployment, Map<Version, String> labels) {
    List<Thread> threads =
        IntStream.range(0, THREADS)
            .mapToObj(t -> new Thread(() -> predictUntilStopped(deployment, labels, t)))
            .toList();
    threads.forEach(Thread::start);
    return threads;
  }

  private void predictUntilStopped(Deployment deployment, Map<Version, String> labels, int t) {
    List<Row> rows = Collections.nCopies(1 + t % 4, ROW);
    while (!stop.get()) {
      try {
        Served served = deployment.predict(rows);
        assertThat(served.predictions()).hasSize(rows.size());
        assertThat(LabelEngine.label(served)).isEqualTo(labels.get(served.version()));
        answers.computeIfAbsent(LabelEngine.label(served), l -> new LongAdder()).increment();
      } catch (Throwable e) {
        failures.add(e);
      }
      calls.increment();
    }
  }

  private void letCallsPass() {
    long until = calls.sum() + CALLS_BETWEEN_MOVES;
    while (calls.sum() < until && failures.isEmpty()) {
      Thread.yield();
    }
  }

  private void finish(List<Thread> threads) throws InterruptedException {
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void assertNothingFailedOrLeaked() {
    assertThat(failures).isEmpty();
    assertThat(engine.loaded)
        .allSatisfy(p -> assertThat(p.closed).hasValue(1))
        .allSatisfy(p -> assertThat(p.closedUnderACall).hasValue(0));
  }

  @Test
  @Timeout(120)
  @DisplayName("No call fails, none is mixed, nothing leaks while the alias moves 70 times")
  void movesUnderLoad() throws Exception {
    DataProfile profile =
        new DataProfile(
            new DataReference("train", Digest.of("x"), 100),
            List.of(NumericProfile.of("x", IntStream.range(0, 100).asDoubleStream().toArray())),
            List.of(),
            List.of());
    Version v4 =
        model()
            .save(LabelEngine.snapshot("four").file(DataProfile.FILE, profile.toJson()).build())
            .commit();
    Map<Version, String> labels = Map.of(v1, "one", v2, "two", v3, "three", v4, "four");
    List<Version> order = List.of(v2, v3, v4, v3, v1);
    List<Version> served = Collections.synchronizedList(new ArrayList<>());
    try (Deployment deployment =
        Deployment.of(models, "credit", "champion")
            .engine(engine)
            .monitor(monitor -> monitor.window(1000))
            .listener(
                new DeploymentListener() {
                  @Override
                  public void swapped(Swap swap) {
                    served.add(swap.to());
                  }
                })
            .start()) {
      List<Thread> threads = predicting(deployment, labels);
      for (int i = 0; i < MOVES; i++) {
        letCallsPass();
        Version next = order.get(i % order.size());
        champion().moveTo(next).because("move " + i);
        // Otherwise the deployment's own thread gets there, perhaps after the next move.
        if (i % 2 == 0) {
          assertThat(deployment.refresh().version()).isEqualTo(next);
          assertThat(deployment.predict(ROW).version()).isEqualTo(next);
        }
      }
      for (int i = 0; i < 5; i++) {
        deployment.refresh();
        champion().moveTo(i % 2 == 0 ? v2 : v3).because("forward");
        deployment.refresh();
        deployment.rollback("back");
        letCallsPass();
      }
      finish(threads);
      long counted = deployment.statistics().stream().mapToLong(CallStatistics::calls).sum();
      assertThat(counted).isEqualTo(calls.sum() + MOVES / 2);
    }
    assertNothingFailedOrLeaked();
    assertThat(served).hasSizeGreaterThanOrEqualTo(MOVES / 2);
    assertThat(engine.loaded).hasSizeGreaterThan(MOVES / 4);
    assertThat(answers).containsOnlyKeys("one", "two", "three", "four");
  }

  @Test
  @Timeout(120)
  @DisplayName("The same when another manager moves the alias and the deployment polls")
  void movesOfAnotherManagerUnderLoad() throws Exception {
    Map<Version, String> labels = Map.of(v1, "one", v2, "two", v3, "three");
    try (ModelManager other = ModelManager.open(home);
        Deployment deployment =
            Deployment.of(models, "credit", "champion")
                .engine(engine)
                .refreshEvery(Duration.ofMillis(1))
                .start()) {
      List<Thread> threads = predicting(deployment, labels);
      for (int i = 0; i < 20; i++) {
        Version next = List.of(v2, v3, v1).get(i % 3);
        other.model("credit").alias("champion").moveTo(next).because("move " + i);
        while (!deployment.version().equals(next)) {
          Thread.yield();
        }
        letCallsPass();
      }
      finish(threads);
    }
    assertNothingFailedOrLeaked();
    assertThat(answers).containsOnlyKeys("one", "two", "three");
  }
}
