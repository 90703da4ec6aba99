package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.KeyProvider;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Repairing sealed chunks from a replica")
class SealedRepairTest {
  private static final KeyProvider RING = SharedKeys.create();
  private static final int VERSIONS = 3;

  @TempDir Path temp;
  private final InMemoryBlobStore disk = new InMemoryBlobStore();
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private ModelManager models;
  private ModelManager replica;
  private final List<Version> saved = new ArrayList<>();

  private ModelManagerBuilder builder() {
    return ModelManager.builder(temp.resolve("home")).blobs(disk).catalog(catalog);
  }

  /** Each version differs a little from the one before, and so rests on it. */
  private static ModelSnapshot snapshot(int seed) {
    Random random = new Random(1);
    float[] weights = new float[3000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i <= seed; i++) {
      weights[i] += 1;
    }
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("w", Tensor.ofFloats(Shape.of(3000), weights))
                .put("own", Tensor.ofFloats(Shape.of(2), seed, 1))
                .build())
        .build();
  }

  @BeforeEach
  void fill() {
    models = builder().keys(RING).open();
    replica =
        ModelManager.builder(temp.resolve("replica"))
            .blobs(new InMemoryBlobStore())
            .catalog(new InMemoryCatalog())
            .keys(RING)
            .open();
    models.model("m").encrypt();
    for (int i = 0; i < VERSIONS; i++) {
      saved.add(models.model("m").save(snapshot(i)).commit());
    }
    models.push("m").to(replica);
    assertThat(all()).filteredOn(it -> it.base() != null).hasSize(VERSIONS - 1);
  }

  @AfterEach
  void close() {
    models.close();
    replica.close();
  }

  private List<Chunk> all() {
    return catalog.packs().stream().flatMap(it -> catalog.chunksOf(it).stream()).toList();
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

  private void assertWhole(String when) {
    assertThat(models.verify().problems()).as(when).isEmpty();
    for (int i = 0; i < VERSIONS; i++) {
      assertThat(models.load(saved.get(i)).weights().contentEquals(snapshot(i).weights()))
          .as(when)
          .isTrue();
    }
  }

  @Test
  @DisplayName("heals a flipped bit anywhere in any pack")
  void heals() {
    for (int which = 0; which < VERSIONS; which++) {
      for (long part = 0; part < 40; part++) {
        String pack =
            catalog.chunks(List.of(saved.get(which).id().digest())).values().stream()
                .findFirst()
                .orElseThrow()
                .pack();
        flip(pack, disk.size(pack) * 8 * part / 40 + 5);
        assertThat(models.verify().isSound()).isFalse();
        RepairReport report = models.maintenance().repairFrom(replica);
        assertThat(report.remaining()).isEmpty();
        assertThat(report.chunksLost()).isZero();
        assertWhole(which + " " + part);
      }
    }
    assertThat(all()).as("still small").anyMatch(it -> it.base() != null);
  }

  @Test
  @DisplayName(
      "brings back every pack, if all are gone, in the order in which they rest on each other")
  void allPacks() {
    catalog.packs().forEach(disk::delete);
    RepairReport report = models.maintenance().repairFrom(replica);
    assertThat(report.chunksLost()).isZero();
    assertWhole("all gone");
    assertThat(all()).filteredOn(it -> it.base() != null).hasSize(VERSIONS - 1);
  }

  @Test
  @DisplayName(
      "takes chunks that rest on others there, or on none, without letting any rest on itself")
  void otherForms() {
    replica.retire(saved.get(0)).because("not needed there");
    Version last = saved.get(VERSIONS - 1);
    for (String pack : List.copyOf(catalog.packs())) {
      boolean first =
          catalog.chunksOf(pack).stream()
              .anyMatch(it -> it.digest().equals(saved.get(0).id().digest()));
      if (!first) {
        disk.delete(pack);
      }
    }
    RepairReport report = models.maintenance().repairFrom(replica);
    assertThat(report.chunksLost()).isZero();
    assertWhole("without " + last);
  }

  @Test
  @DisplayName("works by checksums alone where neither store has the key")
  void withoutKeys() {
    models.close();
    models = builder().open();
    for (String pack : List.copyOf(catalog.packs())) {
      flip(pack, (16 + 56 + 40) * 8L);
    }
    RepairReport report = models.maintenance().repairFrom(replica);
    assertThat(report.chunksLost()).isZero();
    assertThat(report.chunksHealed()).isEqualTo(VERSIONS);
    models.close();
    models = builder().keys(RING).open();
    assertWhole("with keys again");
  }

  private ModelManager other(String name) {
    return ModelManager.builder(temp.resolve(name))
        .blobs(new InMemoryBlobStore())
        .catalog(new InMemoryCatalog())
        .keys(RING)
        .open();
  }

  /** Damages the stored bytes of a sealed chunk: the id of its key, its form, the text. */
  private void flipSealed(int bit) {
    Chunk chunk = all().stream().filter(Codecs::isSealed).findFirst().orElseThrow();
    flip(chunk.pack(), chunk.offset() * 8 + bit);
  }

  @Test
  @DisplayName("seals anew what a store has that keeps the model open, or under another key")
  void otherKey() {
    for (boolean encrypted : List.of(true, false)) {
      try (ModelManager other = other("other" + encrypted)) {
        if (encrypted) {
          other.model("m").encrypt();
        }
        for (int i = 0; i < VERSIONS; i++) {
          other.model("m").save(snapshot(i)).commit();
        }
        for (int bit : List.of(3 * 8, 16 * 8, 40 * 8)) {
          flipSealed(bit);
          assertThat(models.verify().isSound()).isFalse();
          RepairReport report = models.maintenance().repairFrom(other);
          assertThat(report.reasons()).isEmpty();
          assertThat(report.chunksLost()).isZero();
          assertWhole(encrypted + " " + bit);
        }
      }
    }
  }

  @Test
  @DisplayName("seals anew what a snapshot has")
  void snapshots() {
    for (int which = 0; which < VERSIONS; which++) {
      flipSealed(40 * 8);
      List<RepairReport> reports = new ArrayList<>();
      for (int i = 0; i < VERSIONS; i++) {
        reports.add(models.maintenance().repairFrom(snapshot(i)));
      }
      assertThat(reports.get(VERSIONS - 1).remaining()).isEmpty();
      assertWhole("by snapshots, " + which);
    }
  }

  @Test
  @DisplayName("says why a chunk stays lost, and takes it from a store that has it later")
  void reasons() {
    try (ModelManager stranger = other("stranger")) {
      stranger.model("m").encrypt();
      stranger.model("m").save(Samples.small(77)).commit();
      flipSealed(40 * 8);
      RepairReport report = models.maintenance().repairFrom(stranger);
      assertThat(report.isSound()).isFalse();
      assertThat(report.chunksLost()).isPositive();
      assertThat(report.quarantined()).isNotEmpty();
      assertThat(report.reasons())
          .singleElement()
          .asString()
          .contains(String.valueOf(Encryption.of(models.store(), "m").key()))
          .contains("model \"m\"");
    }
    // What was lost can still be brought by a store that has it.
    RepairReport report = models.maintenance().repairFrom(replica);
    assertThat(report.remaining()).isEmpty();
    assertWhole("after all");
  }

  @Test
  @DisplayName("says that the key is needed to seal anew")
  void keyNeeded() {
    models.close();
    models = builder().open();
    flipSealed(40 * 8);
    RepairReport report = models.maintenance().repairFrom(snapshot(0));
    assertThat(report.chunksLost()).isPositive();
    assertThat(report.reasons()).singleElement().asString().contains("keys(...)");
  }
}
