package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ConflictException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A home that several managers share")
class SharedHomeTest {
  @TempDir Path folder;

  /** Runs all at once and gives what they gave. */
  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    CountDownLatch start = new CountDownLatch(tasks.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(
            pool.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  @Test
  @DisplayName("is made once when many open it at the same moment")
  void openedAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      Path home = folder.resolve("deep/home" + round);
      List<Callable<Version>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int seed = i;
        tasks.add(
            () -> {
              try (ModelManager models = ModelManager.open(home)) {
                return models.model("m").save(Samples.small(seed)).commit();
              }
            });
      }
      assertThat(atOnce(tasks))
          .extracting(Version::number)
          .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
      try (ModelManager models = ModelManager.open(home)) {
        assertThat(models.model("m").log()).hasSize(6);
        assertThat(models.verify().isSound()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("shows each manager what the other committed")
  void seesTheOther() {
    try (ModelManager ann = ModelManager.builder(folder).author("ann").open();
        ModelManager bob = ModelManager.builder(folder).author("bob").open()) {
      Version first = ann.model("m").save(Samples.small(1)).commit();
      ann.model("m").alias("champion").moveTo(first).because("first");
      assertThat(bob.model("m").alias("champion").version()).isEqualTo(first);
      Version second = bob.model("m").save(Samples.small(2)).commit();
      assertThat(second.parents()).containsExactly(first.id());
      bob.model("m").alias("champion").moveTo(second).expecting(first).because("better");
      assertThat(ann.model("m").alias("champion").history())
          .extracting(RefMove::author)
          .containsExactly("ann", "bob");
    }
  }

  @Test
  @DisplayName("lets one of many compare-and-set moves win")
  void oneMoveWins() throws Exception {
    try (ModelManager models = ModelManager.open(folder)) {
      Model model = models.model("m");
      Version first = model.save(Samples.small(1)).commit();
      Version second = model.save(Samples.small(2)).commit();
      model.alias("champion").moveTo(first).because("first");
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        tasks.add(
            () -> {
              try (ModelManager own = ModelManager.open(folder)) {
                own.model("m").alias("champion").moveTo(second).expecting(first).because("race");
                return true;
              } catch (ConflictException e) {
                return false;
              }
            });
      }
      assertThat(atOnce(tasks)).containsOnlyOnce(true);
      assertThat(model.alias("champion").history()).hasSize(2);
    }
  }

  @Test
  @DisplayName("keeps a save whole that shares chunks with versions retired at the same time")
  void savingWhileRetiring() throws Exception {
    Weights weights =
        Weights.builder()
            .put("w", Samples.random(new Random(3), DType.F32, 300_000))
            .put("v", Samples.random(new Random(4), DType.F32, 1000))
            .build();
    ModelSnapshot snapshot = ModelSnapshot.builder("f/1").weights(weights).build();
    try (ModelManager ann = ModelManager.builder(folder).author("ann").open();
        ModelManager bob = ModelManager.builder(folder).author("bob").open()) {
      Version current = ann.model("m").save(snapshot).commit();
      for (int round = 0; round < 15; round++) {
        Version old = current;
        List<Callable<Version>> tasks =
            List.of(
                () -> ann.model("m").save(snapshot).commit(),
                () -> {
                  bob.retire(old).because("round");
                  return old;
                });
        current = atOnce(tasks).get(0);
        assertThat(ann.load(current).weights().contentEquals(weights)).isTrue();
        assertThat(bob.verify(current).problems()).isEmpty();
      }
      assertThat(ann.verify().problems()).isEmpty();
      assertThat(ann.verify().unindexedPacks()).isEmpty();
    }
  }

  @Test
  @DisplayName("gives the same id for the same content, clock and parents, wherever it is saved")
  void sameId() {
    FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
    try (ModelManager here =
            ModelManager.builder(folder.resolve("a")).author("ann").clock(clock).open();
        ModelManager there =
            ModelManager.builder(folder.resolve("b")).author("ann").clock(clock).open()) {
      Version one = here.model("m").save(Samples.snapshot(1)).commit();
      Version other = there.model("m").save(Samples.snapshot(1)).commit();
      assertThat(one.id()).isEqualTo(other.id());
      assertThat(here.model("m").save(Samples.snapshot(1)).commit().id()).isNotEqualTo(one.id());
    }
  }

  @Test
  @DisplayName("keeps experiments in its catalogue")
  void experiments() {
    try (ModelManager models = ModelManager.open(folder)) {
      assertThat(models.experiments().experiments()).isEmpty();
      assertThat(models.experiments()).isSameAs(models.experiments());
      assertThat(models.home()).isEqualTo(folder.toAbsolutePath().normalize());
    }
  }
}
