package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Repairing a store")
class RepairTest {
  @TempDir Path folder;
  private final InMemoryBlobStore disk = new InMemoryBlobStore();
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  private static ModelSnapshot snapshot(int seed) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("own", Samples.random(new Random(seed), DType.F32, 500))
                .put("shared", Samples.random(new Random(-1), DType.F32, 500))
                .build())
        .file("words", ByteSource.of(Samples.text("words of " + seed)))
        .build();
  }

  private ModelManager open(FaultInjectingBlobStore blobs) {
    return ModelManager.builder(folder.resolve("home")).blobs(blobs).catalog(catalog).open();
  }

  private ModelManager open() {
    return open(FaultInjectingBlobStore.over(disk, 1));
  }

  private ModelManager replica() {
    ModelManager models =
        ModelManager.builder(folder.resolve("replica"))
            .blobs(new InMemoryBlobStore())
            .catalog(new InMemoryCatalog())
            .open();
    models.model("other").save(snapshot(0)).commit();
    models.model("other").save(snapshot(1)).commit();
    return models;
  }

  private String firstPack(ModelManager models) {
    Version first = models.model("m").version(1);
    return catalog.chunks(List.of(first.id().digest())).get(first.id().digest()).pack();
  }

  private void flip(String pack, long bit) {
    byte[] bytes = new byte[(int) disk.size(pack)];
    disk.read(pack, 0, bytes.length).get(bytes);
    bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    disk.delete(pack);
    try (var writer = disk.create(pack)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit();
    }
  }

  private static void assertWhole(ModelManager models, int versions) {
    assertThat(models.verify().problems()).isEmpty();
    for (int i = 0; i < versions; i++) {
      ModelSnapshot loaded = models.load(models.model("m").version(i + 1));
      assertThat(loaded.weights().contentEquals(snapshot(i).weights())).isTrue();
    }
  }

  private void save(ModelManager models) {
    models.model("m").save(snapshot(0)).commit();
    models.model("m").save(snapshot(1)).commit();
  }

  @Test
  @DisplayName("does nothing to a sound one")
  void sound() {
    try (ModelManager models = open()) {
      save(models);
      assertThat(models.maintenance().quarantine())
          .isEqualTo(new RepairReport(0, 0, 0, List.of(), List.of(), List.of()));
    }
  }

  @Test
  @DisplayName("heals a flipped bit anywhere in a pack from what a snapshot or another store has")
  void heals() {
    try (ModelManager models = open();
        ModelManager other = replica()) {
      save(models);
      long bits = disk.size(firstPack(models)) * 8;
      for (long bit = 0; bit < bits; bit += 509) {
        String pack = firstPack(models);
        if (bit >= disk.size(pack) * 8) {
          break;
        }
        flip(pack, bit);
        RepairReport report = models.maintenance().repairFrom(snapshot(0));
        if (!report.isSound()) { // the manifest: a snapshot has none
          assertThat(report.remaining().toString()).contains("manifest");
          assertThat(report.quarantined()).hasSize(1);
          return;
        }
        assertThat(report.packsReplaced()).isEqualTo(1);
        assertThat(report.chunksLost()).isZero();
        assertWhole(models, 2);
      }
      assertThat(other.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("brings back a pack that is gone, from another store, but for its manifest")
  void missingPack() {
    try (ModelManager models = open();
        ModelManager other = replica()) {
      save(models);
      disk.delete(firstPack(models));
      RepairReport report = models.maintenance().repairFrom(other);
      assertThat(report.packsReplaced()).isEqualTo(1);
      assertThat(report.chunksHealed()).as("tensors and file").isEqualTo(3);
      assertThat(report.chunksLost()).as("the manifest names another model there").isEqualTo(1);
      ModelSnapshot second = models.load(models.model("m").versions().get(1));
      assertThat(second.weights().contentEquals(snapshot(1).weights())).isTrue();
    }
  }

  @Test
  @DisplayName("without help keeps what is good, names what is hurt, and lets a save bring it anew")
  void quarantines() {
    try (ModelManager models = open()) {
      save(models);
      String pack = firstPack(models);
      flip(pack, (16 + 56) * 8L); // tensor "own" of v1
      RepairReport report = models.maintenance().quarantine();
      assertThat(report.chunksLost()).isEqualTo(1);
      assertThat(report.quarantined()).containsExactly("quarantine/" + pack + ".damaged");
      assertThat(disk.list("quarantine/")).hasSize(1);
      assertThat(report.remaining()).hasSize(1);
      assertThat(report.remaining().get(0).hurts().toString())
          .contains("tensor \"own\" of m v1")
          .doesNotContain("shared");
      Version first = models.model("m").version(1);
      assertThatThrownBy(() -> models.load(first).weights().get("own").bytes().readAll())
          .isInstanceOf(CorruptDataException.class);
      assertThat(
              models
                  .load(first)
                  .weights()
                  .get("shared")
                  .contentEquals(snapshot(0).weights().get("shared")))
          .isTrue();
      models.model("m").save(snapshot(0)).message("again").commit();
      assertWhole(models, 2);
      assertThat(models.verify().unindexedPacks()).isEmpty();
      assertThat(models.maintenance().gc().run().kept()).isEmpty();
      assertThat(disk.list("quarantine/")).as("never garbage").hasSize(1);
    }
  }

  @Test
  @DisplayName("loses nothing when the power fails at any operation of it, and then ends the work")
  void powerCut() {
    boolean failed = true;
    long n = 0;
    while (failed) {
      disk.list("").forEach(disk::delete);
      InMemoryCatalog index = new InMemoryCatalog();
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, n);
      Path home = folder.resolve("cut");
      try (ModelManager models = ModelManager.builder(home).blobs(blobs).catalog(index).open()) {
        save(models);
        Version first = models.model("m").version(1);
        flip(
            index.chunks(List.of(first.id().digest())).get(first.id().digest()).pack(),
            (16 + 56) * 8L);
        blobs.losingPowerAfter(n);
        failed = false;
        try {
          failed = !models.maintenance().repairFrom(snapshot(0)).isSound();
        } catch (StorageException e) {
          failed = true;
        }
        failed |= !blobs.faults().isEmpty();
        blobs.restore();
      }
      try (ModelManager models = ModelManager.builder(home).blobs(blobs).catalog(index).open()) {
        ModelSnapshot second = models.load(models.model("m").version(2));
        assertThat(second.weights().contentEquals(snapshot(1).weights()))
            .as("operation %d", n)
            .isTrue();
        assertThat(models.maintenance().repairFrom(snapshot(0)).isSound()).isTrue();
        assertWhole(models, 2);
      }
      n++;
    }
    assertThat(n).as("operations of a repair").isGreaterThan(20);
  }
}
