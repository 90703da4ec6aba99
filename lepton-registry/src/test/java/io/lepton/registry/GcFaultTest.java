package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A garbage collection that meets faults and writers")
class GcFaultTest {
  private static final int VERSIONS = 17;

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");

  private static ModelSnapshot snapshot(long seed) {
    Tensor own = Samples.random(new Random(seed), DType.F32, 50);
    Tensor shared = Samples.random(new Random(seed % 3 - 10), DType.F32, 50);
    return ModelSnapshot.builder("f/1")
        .weights(Weights.builder().put("own", own).put("shared", shared).build())
        .build();
  }

  private ModelManager open(BlobStore blobs, Catalog catalog) {
    return ModelManager.builder(folder).blobs(blobs).catalog(catalog).clock(clock).open();
  }

  private static InMemoryBlobStore copy(InMemoryBlobStore from) {
    InMemoryBlobStore to = new InMemoryBlobStore();
    from.list("")
        .forEach(
            key -> {
              try (var copy = to.create(key)) {
                copy.write(from.read(key, 0, (int) from.size(key)));
                copy.commit();
              }
            });
    return to;
  }

  private static InMemoryCatalog copy(InMemoryCatalog from) {
    InMemoryCatalog to = new InMemoryCatalog();
    Refill.copy(from, to);
    return to;
  }

  /** Breaks the n-th operation of a run for every n, and looks at what is left. */
  private void everyOperation(BiConsumer<FaultInjectingBlobStore, Long> fault) {
    InMemoryBlobStore before = new InMemoryBlobStore();
    InMemoryCatalog known = new InMemoryCatalog();
    List<Version> saved = new ArrayList<>();
    try (ModelManager models = open(before, known)) {
      for (int i = 0; i < VERSIONS; i++) {
        saved.add(models.model("m").save(snapshot(i)).commit());
      }
    }
    String pack = before.list("").findAny().orElseThrow();
    try (var stray = before.create("zz/stray.pack")) {
      stray.write(before.read(pack, 0, (int) before.size(pack)));
      stray.commit();
    }
    long n = 0;
    boolean failed = true;
    while (failed) {
      InMemoryBlobStore disk = copy(before);
      InMemoryCatalog catalog = copy(known);
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, n);
      try (ModelManager models = open(blobs, catalog)) {
        long operations = blobs.operations();
        fault.accept(blobs, n);
        failed = fails(models) || blobs.faults().size() > 0;
        assertThat(blobs.operations()).isGreaterThan(operations);
        blobs.restore();
      }
      try (ModelManager models = open(blobs, catalog)) {
        assertThat(models.verify().problems()).as("operation %d", n).isEmpty();
        assertThat(models.maintenance().gc().grace(Duration.ZERO).run().kept()).isEmpty();
        assertWhole(models, saved, n);
        assertThat(disk.list("")).as("packs after operation %d", n).hasSize(1);
      }
      n++;
    }
    assertThat(n).as("operations of a run").isGreaterThan(100);
  }

  private static boolean fails(ModelManager models) {
    try {
      models.maintenance().gc().grace(Duration.ZERO).run();
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  private static void assertWhole(ModelManager models, List<Version> saved, long n) {
    VerifyReport report = models.verify();
    assertThat(report.problems()).as("operation %d", n).isEmpty();
    assertThat(report.unindexedPacks()).as("operation %d", n).isEmpty();
    assertThat(models.model("m").versions()).isEqualTo(saved);
    for (int i = 0; i < saved.size(); i++) {
      assertThat(models.load(saved.get(i)).weights().contentEquals(snapshot(i).weights())).isTrue();
    }
  }

  @Test
  @DisplayName(
      "loses nothing when the power fails at any operation, and the next run ends the work")
  void powerCut() {
    everyOperation(FaultInjectingBlobStore::losingPowerAfter);
  }

  @Test
  @Tag("slow")
  @DisplayName("loses nothing when any one operation fails")
  void oneFailure() {
    everyOperation((blobs, n) -> blobs.failingAt(blobs.operations() + n + 1, Kind.TRANSIENT));
  }

  @Test
  @DisplayName("beside four writers and failing storage loses nothing that was acknowledged")
  void besideWriters() throws Exception {
    InMemoryBlobStore disk = new InMemoryBlobStore();
    InMemoryCatalog catalog = new InMemoryCatalog();
    Map<Version, Long> acknowledged = new ConcurrentHashMap<>();
    List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean writing = new AtomicBoolean(true);
    int runs = 0;
    int attempts = 0;
    int collected = 0;
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        long thread = t;
        FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, t);
        blobs.failing(Kind.TRANSIENT, 0.03);
        writers.add(
            pool.submit(
                () -> {
                  try (ModelManager models = open(blobs, catalog)) {
                    for (long i = 0; writing.get() && i < 1000; i++) {
                      long seed = i * 4 + thread;
                      try {
                        Version version =
                            models.model("m").save(snapshot(seed)).on("b" + thread).commit();
                        acknowledged.put(version, seed);
                      } catch (StorageException e) {
                        assertThat(e).hasMessageContaining("injected");
                      }
                    }
                  } catch (RuntimeException | AssertionError e) {
                    unexpected.add(e);
                  }
                }));
      }
      // Its own faults begin once it has removed something: of a collection that a busy machine
      // lets run only when there are thousands of packs, every run would meet one.
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, 9);
      try (ModelManager models = open(blobs, catalog)) {
        // On a busy machine the writers may have made little by the 200th attempt: then on.
        while ((collected < 100 || runs < 10)
            && (attempts < 200 || (collected == 0 && !writers.stream().allMatch(Future::isDone)))) {
          try {
            clock.advance(Duration.ofHours(++attempts % 10 == 0 ? 2 : 0)); // some saves last long
            Gc gc = models.maintenance().gc().grace(Duration.ofHours(1));
            collected += gc.run().packsRemoved();
            runs++;
            if (collected > 0) {
              blobs.failing(Kind.TRANSIENT, 0.0005);
            }
          } catch (StorageException e) {
            assertThat(e).hasMessageContaining("injected");
          }
        }
      }
      writing.set(false);
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      writing.set(false);
      pool.shutdown();
    }
    assertThat(unexpected).isEmpty();
    assertThat(collected).as("packs removed while others wrote").isPositive();
    try (ModelManager models = open(disk, catalog)) {
      assertThat(models.model("m").versions()).containsAll(acknowledged.keySet());
      assertThat(models.verify().problems()).isEmpty();
      acknowledged.forEach(
          (version, seed) ->
              assertThat(models.load(version).weights().contentEquals(snapshot(seed).weights()))
                  .isTrue());
      models.maintenance().gc().grace(Duration.ZERO).run();
      assertThat(models.verify().unindexedPacks()).isEmpty();
      assertThat(models.verify().problems()).isEmpty();
    }
  }
}
