package io.lepton.experiment;

import static io.lepton.experiment.Crowd.inThreads;
import static io.lepton.experiment.Crowd.retrying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.assign.LayerRange;
import io.lepton.error.StorageException;
import io.lepton.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DurabilityTest {
  private static ExperimentDefinition definition() {
    return Sandbox.proportion("e").guardrail(Metric.mean("spend").margin(1));
  }

  private static double total(Report report, int metric) {
    return report.arms().stream()
        .map(arm -> arm.metrics().get(metric))
        .filter(summary -> summary.units() > 0)
        .mapToDouble(s -> s.findMeasure().orElseThrow().value() * s.units())
        .sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void retriesAfterFailuresLoseAndDoubleNothing(long seed) throws Exception {
    FaultyCatalog catalog = new FaultyCatalog(seed);
    ExperimentStore store = new CatalogExperimentStore(catalog.faulty());
    retrying(() -> definition().start(store, FakeClock.at(Sandbox.START)));
    Experiment experiment = Experiment.resume(store, "e", FakeClock.at(Sandbox.START));
    int rounds = 100;
    inThreads(
        rounds,
        (thread, i) -> {
          String unit = "u" + (thread % 4) + "-" + i; // each unit by two threads
          retrying(() -> experiment.assign(unit));
          retrying(() -> experiment.record(unit, "spend", 1, "order of " + unit));
          retrying(() -> experiment.record(unit, "repaid", 1, "repaid " + thread + "-" + i));
        });
    assertThat(catalog.failures.get()).isGreaterThan(50);
    Report report = Experiment.resume(new CatalogExperimentStore(catalog.reliable()), "e").report();
    assertThat(report.arms().stream().mapToLong(ArmSummary::exposed).sum()).isEqualTo(4 * rounds);
    assertThat(total(report, 0)).isEqualTo(4 * rounds);
    assertThat(total(report, 1)).isEqualTo(4 * rounds);
    assertThat(report.excluded().unexposed()).isZero();
  }

  @Test
  void whatWasAcknowledgedIsThereWithoutRetries() throws Exception {
    FaultyCatalog catalog = new FaultyCatalog(4);
    ExperimentStore reliable = new CatalogExperimentStore(catalog.reliable());
    definition().start(reliable);
    Experiment experiment = Experiment.resume(new CatalogExperimentStore(catalog.faulty()), "e");
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    inThreads(
        200,
        (thread, i) -> {
          String unit = thread + "-" + i;
          try {
            experiment.assign(unit);
            acknowledged.add("exposure:" + unit);
            experiment.record(unit, "spend", 1, unit);
            acknowledged.add("outcome:" + unit);
          } catch (StorageException e) {
            assertThat(e).hasMessageContaining("connection lost");
          }
        });
    assertThat(catalog.failures.get()).isGreaterThan(50);
    assertThat(acknowledged).hasSizeGreaterThan(500);
    assertThat(FaultyCatalog.ids(catalog.reliable(), "experiment/e")).containsAll(acknowledged);
  }

  @Test
  void eightThreadsRecordAsOne() throws Exception {
    Sandbox sandbox = new Sandbox();
    Experiment experiment = sandbox.start(definition());
    inThreads(
        500,
        (thread, i) -> {
          String unit = "u" + (thread * 7 + i) % 600;
          assertThat(experiment.assign(unit)).isEqualTo(experiment.peek(unit));
          experiment.record(unit, "spend", 1);
          if (i % 100 == 0) {
            experiment.report();
          }
        });
    Report report = experiment.report();
    assertThat(report.arms().stream().mapToLong(a -> a.metrics().get(1).outcomes()).sum())
        .isEqualTo(Crowd.THREADS * 500);
    assertThat(total(report, 1)).isCloseTo(Crowd.THREADS * 500, within(1e-9));
    assertThat(report.excluded().unexposed()).isZero();
    assertThat(Experiment.resume(sandbox.store, "e", sandbox.clock).report().toString())
        .isEqualTo(report.toString());
  }

  @Test
  void aSecondLookReadsOnlyWhatIsNew() {
    AtomicInteger read = new AtomicInteger();
    Sandbox sandbox = new Sandbox();
    ExperimentStore counting =
        new ExperimentStore() {
          @Override
          public void append(String experiment, List<? extends Entry> entries) {
            sandbox.store.append(experiment, entries);
          }

          @Override
          public List<Stored> read(String experiment, long after, int limit) {
            List<Stored> page = sandbox.store.read(experiment, after, limit);
            read.addAndGet(page.size());
            return page;
          }

          @Override
          public List<Entry.TrafficRaised> trafficRaises(String experiment) {
            return sandbox.store.trafficRaises(experiment);
          }

          @Override
          public Map<String, LayerRange> claims(String layer) {
            return sandbox.store.claims(layer);
          }

          @Override
          public List<String> experiments() {
            return sandbox.store.experiments();
          }
        };
    Experiment experiment = definition().start(counting, sandbox.clock);
    for (int i = 0; i < 50; i++) {
      experiment.assign("u" + i);
    }
    experiment.report();
    read.set(0);
    experiment.assign("one more");
    experiment.record("one more", "spend", 1);
    experiment.report();
    assertThat(read.get()).isEqualTo(2);
  }

  @Test
  void callersThatWaitTogetherShareOneWriteAndItsFailure() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<List<String>> writes = new ArrayList<>();
    GroupCommit<String> commits =
        new GroupCommit<>(
            items -> {
              writes.add(items);
              entered.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              if (writes.size() == 2) {
                throw new StorageException(StorageException.Kind.PERMANENT, "disk full", null);
              }
            });
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      Future<?> leader = executor.submit(() -> commits.commit(List.of("a")));
      entered.await();
      List<Future<?>> followers = new ArrayList<>();
      for (String item : List.of("b", "c", "d")) {
        followers.add(executor.submit(() -> commits.commit(List.of(item))));
      }
      while (commits.waiting() < 3) {
        Thread.onSpinWait();
      }
      release.countDown();
      leader.get();
      for (Future<?> follower : followers) {
        assertThatThrownBy(follower::get)
            .cause()
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("disk full");
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(writes).hasSize(2);
    assertThat(writes.get(0)).containsExactly("a");
    assertThat(writes.get(1)).containsExactlyInAnyOrder("b", "c", "d");
  }

  @Test
  void anErrorReachesTheCallerAndTheNextWriteGoesOn() {
    List<String> written = new ArrayList<>();
    GroupCommit<String> commits =
        new GroupCommit<>(
            items -> {
              if (items.contains("bad")) {
                throw new OutOfMemoryError("as if");
              }
              written.addAll(items);
            });
    assertThatThrownBy(() -> commits.commit(List.of("bad")))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
    commits.commit(List.of("good"));
    assertThat(written).containsExactly("good");
  }
}
