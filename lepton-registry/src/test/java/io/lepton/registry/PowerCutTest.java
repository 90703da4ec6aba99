package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("When storage fails at any operation of a save")
class PowerCutTest {
  @TempDir Path folder;

  /** Large enough to stream a pack, and a manifest in a second one. */
  private static ModelSnapshot large() {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder().put("w", Samples.random(new Random(8), DType.F32, 2_400_000)).build())
        .build();
  }

  /** Breaks the n-th operation of a save for every n, and looks at what is left. */
  private void everyOperation(
      ModelSnapshot snapshot, BiConsumer<FaultInjectingBlobStore, Long> fault) {
    long n = 0;
    boolean failed = true;
    while (failed) {
      InMemoryBlobStore disk = new InMemoryBlobStore();
      InMemoryCatalog catalog = new InMemoryCatalog();
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, n);
      try (ModelManager models =
          ModelManager.builder(folder).blobs(blobs).catalog(catalog).open()) {
        Model model = models.model("m");
        Version first = model.save(Samples.small(1)).commit();
        fault.accept(blobs, n);
        failed = fails(model, snapshot);
        blobs.restore();
        assertThat(model.versions()).as("operation %d", n).hasSize(failed ? 1 : 2);
        assertThat(model.branch("main").head().number()).isEqualTo(failed ? 1 : 2);
        assertThat(model.tag("t").find().isPresent()).isEqualTo(!failed);
        assertThat(models.verify().problems()).isEmpty();
        assertThat(models.load(first).weights().contentEquals(Samples.small(1).weights())).isTrue();
        Version next = model.save(snapshot).message("after").commit();
        assertThat(models.load(next).weights().contentEquals(snapshot.weights())).isTrue();
        assertThat(next.parents()).hasSize(1);
        n++;
      }
    }
    assertThat(n).as("operations of a save").isGreaterThan(4);
  }

  private static boolean fails(Model model, ModelSnapshot snapshot) {
    try {
      model.save(snapshot).tag("t").commit();
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  @Test
  @DisplayName("a power cut leaves the old state or the new one, and the next save works")
  void powerCut() {
    everyOperation(Samples.small(2), FaultInjectingBlobStore::losingPowerAfter);
  }

  @Test
  @DisplayName("a power cut during a large save does too")
  void powerCutLarge() {
    everyOperation(large(), FaultInjectingBlobStore::losingPowerAfter);
  }

  @Test
  @DisplayName("a failure that passes leaves the old state or the new one")
  void transientFailure() {
    everyOperation(
        Samples.small(2),
        (blobs, n) -> blobs.failingAt(blobs.operations() + n + 1, Kind.TRANSIENT));
  }

  @Test
  @DisplayName("a full disk at any byte leaves nothing visible, gives its space back, and works on")
  void fullDisk() {
    ModelSnapshot snapshot = Samples.small(2);
    InMemoryBlobStore disk = new InMemoryBlobStore();
    FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, 1);
    try (ModelManager models = ModelManager.builder(folder).blobs(blobs).open()) {
      Model model = models.model("m");
      model.save(Samples.small(1)).commit();
      String pack = disk.list("").findAny().orElseThrow();
      // The second save has a parent more in its manifest, so its pack is larger than this.
      for (long room = 0; room < disk.size(pack); room += 13) {
        blobs.fullAfter(room);
        assertThatThrownBy(() -> model.save(snapshot).commit())
            .as("%d bytes free", room)
            .isInstanceOf(StorageException.class)
            .satisfies(e -> assertThat(((StorageException) e).kind()).isEqualTo(Kind.PERMANENT));
        blobs.restore();
        assertThat(model.versions()).hasSize(1);
        assertThat(disk.list("")).containsExactly(pack);
      }
      Version next = model.save(snapshot).commit();
      assertThat(models.load(next).weights().contentEquals(snapshot.weights())).isTrue();
      assertThat(models.verify().isSound()).isTrue();
    }
  }
}
