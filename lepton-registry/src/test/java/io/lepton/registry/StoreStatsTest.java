package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.StoreStats.OfModel;
import io.lepton.registry.StoreStats.OfVersion;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The figures of a store")
class StoreStatsTest {
  private static final int FRAME = 48;
  private static final int HEADERS = 112;

  @TempDir Path folder;
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final Tensor shared = Samples.random(new Random(1), DType.F32, 1000);
  private final Tensor own = Samples.random(new Random(2), DType.F32, 2000);
  private final Tensor zeros =
      Tensor.of(DType.F32, Shape.of(5000), ByteSource.of(new byte[20_000]));
  private ModelManager models;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder).blobs(blobs).catalog(new InMemoryCatalog()).open();
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(String model, Tensor... tensors) {
    Weights.Builder weights = Weights.builder();
    for (int i = 0; i < tensors.length; i++) {
      weights.put("t" + i, tensors[i]);
    }
    return models
        .model(model)
        .save(ModelSnapshot.builder("f/1").weights(weights.build()).build())
        .commit();
  }

  private long packBytes() {
    return blobs.list("").mapToLong(pack -> blobs.size(pack) - FRAME).sum();
  }

  @Test
  @DisplayName("are all zero for an empty one")
  void empty() {
    StoreStats stats = models.maintenance().stats();
    assertThat(stats)
        .isEqualTo(new StoreStats(0, 0, 0, 0, List.of(), List.of(), List.of(), List.of()));
    assertThat(stats.toString()).contains("store", "0 packs, 0 B idle");
  }

  @Test
  @DisplayName("tell logical from stored bytes, and shared from unique ones, to the byte")
  void counts() {
    Version first = save("a", shared, own);
    Version second = save("a", shared, zeros);
    save("b", shared);

    StoreStats stats = models.maintenance().stats();

    assertThat(stats.logicalBytes()).isEqualTo(3 * 4000 + 8000 + 20_000);
    assertThat(stats.storedBytes()).isEqualTo(packBytes());
    assertThat(stats.idleBytes()).isZero();
    assertThat(stats.packs()).isEqualTo(3);
    OfVersion v1 = stats.versions().get(0);
    assertThat(v1.id()).isEqualTo(first.id());
    assertThat(v1.logicalBytes()).isEqualTo(12_000);
    assertThat(v1.uniqueBytes()).isEqualTo(8000 + HEADERS);
    assertThat(v1.sharedBytes()).as("the shared chunk and the manifest").isGreaterThan(4000);
    OfVersion v2 = stats.versions().get(1);
    assertThat(v2.id()).isEqualTo(second.id());
    assertThat(v2.uniqueBytes()).as("a run of zeros").isBetween((long) HEADERS, 300L);
    assertThat(stats.models()).extracting(OfModel::model).containsExactly("a", "b");
    assertThat(stats.models().get(0).uniqueBytes()).isEqualTo(v1.uniqueBytes() + v2.uniqueBytes());
    assertThat(stats.models().get(1).uniqueBytes()).isZero();
    assertThat(stats.codecs().stream().mapToLong(StoreStats.OfCodec::chunks).sum()).isEqualTo(6);
    assertThat(stats.toString())
        .contains("a (2)", "b (1)", "  v1 ", "11.7 KiB", "raw: ", "3 packs, 0 B idle");
  }

  @Test
  @DisplayName("foretell what retiring a version frees, and say afterwards what is left")
  void foretell() {
    Version first = save("a", shared, own);
    save("a", shared);
    long unique = models.maintenance().stats().versions().get(0).uniqueBytes();

    Retirement retirement = models.retire(first).because("old");

    assertThat(retirement.bytesFreed()).isEqualTo(unique);
    StoreStats stats = models.maintenance().stats();
    assertThat(stats.versions().get(0).retired()).isTrue();
    assertThat(stats.versions().get(0).logicalBytes()).isZero();
    assertThat(stats.versions().get(0).storedBytes()).as("its manifest stays").isPositive();
    assertThat(stats.models().get(0).retired()).isEqualTo(1);
    assertThat(stats.storedBytes()).isEqualTo(packBytes());
    assertThat(stats.toString()).contains("v1 retired");
  }

  @Test
  @DisplayName("leave out, and name, a version whose manifest is damaged")
  void damagedManifest() {
    save("a", shared);
    String pack = blobs.list("").findAny().orElseThrow();
    byte[] bytes = new byte[(int) blobs.size(pack)];
    blobs.read(pack, 0, bytes.length).get(bytes);
    bytes[FRAME / 3 + 56 + 4000 + 56 + 10] ^= 1; // of the manifest, the second entry
    blobs.delete(pack);
    try (var writer = blobs.create(pack)) {
      writer.write(java.nio.ByteBuffer.wrap(bytes));
      writer.commit();
    }
    StoreStats stats = models.maintenance().stats();
    assertThat(stats.unreadable()).hasSize(1);
    assertThat(stats.toString()).contains("unreadable: a v1");
  }
}
