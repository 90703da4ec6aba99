package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.RetiredException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Weights stored as differences from a parent's")
class DifferenceTest {
  private static final int COUNT = 300_000; // two chunks

  @TempDir Path folder;
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final BeforeRecording recording = new BeforeRecording(catalog);
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models =
        ModelManager.builder(folder.resolve("home"))
            .blobs(blobs)
            .catalog(recording.catalog())
            .open();
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private static float[] weights(long seed) {
    Random random = new Random(seed);
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      weights[i] = (float) (0.02 * random.nextGaussian());
    }
    return weights;
  }

  /** Every weight moved a little. */
  private static float[] drifted(float[] from, long seed) {
    Random random = new Random(seed);
    float[] weights = from.clone();
    for (int i = 0; i < COUNT; i++) {
      weights[i] += (float) (1e-5 * random.nextGaussian());
    }
    return weights;
  }

  private static ModelSnapshot snapshot(float[] weights) {
    return ModelSnapshot.builder("f/1")
        .weights(Weights.builder().put("w", Tensor.ofFloats(Shape.of(COUNT), weights)).build())
        .build();
  }

  private Version save(float[] weights) {
    return model.save(snapshot(weights)).commit();
  }

  private void assertHolds(Version version, float[] weights) {
    assertThat(models.load(version).weights().get("w").toFloats()).isEqualTo(weights);
  }

  private List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    catalog.packs().forEach(pack -> chunks.addAll(catalog.chunksOf(pack)));
    return chunks;
  }

  private long differences() {
    return chunks().stream().filter(chunk -> chunk.base() != null).count();
  }

  private long stored() {
    return chunks().stream().mapToLong(Chunk::storedLength).sum();
  }

  @Test
  @DisplayName("take a fraction of what they take by themselves, and come back to the bit")
  void small() {
    float[] one = weights(1);
    float[] two = drifted(one, 2);
    Version first = save(one);
    long alone = stored();
    Version second = save(two);
    long difference = stored() - alone;
    assertThat((double) alone / (4 * COUNT)).isBetween(0.80, 0.86);
    // As a xor it would be 0.56, and as steps in zstd's planes 0.545: see docs/format.md.
    assertThat((double) difference / (4 * COUNT)).isLessThan(0.54);
    assertThat(differences()).isEqualTo(2);
    assertHolds(first, one);
    assertHolds(second, two);
    assertThat(models.verify().problems()).isEmpty();
    assertThat(models.load(second).weights().get("w").bytes().read(1_100_003, 9))
        .isEqualTo(snapshot(two).weights().get("w").bytes().read(1_100_003, 9));
  }

  @Test
  @DisplayName("of which a hundredth changed here and there take less than a fiftieth")
  void sparse() {
    float[] one = weights(1);
    float[] two = one.clone();
    Random random = new Random(2);
    for (int i = 0; i < COUNT / 100; i++) {
      two[random.nextInt(COUNT)] = (float) (0.02 * random.nextGaussian());
    }
    save(one);
    long alone = stored();
    Version second = save(two);
    assertThat((double) (stored() - alone) / (4 * COUNT)).isLessThan(0.02);
    assertHolds(second, two);
  }

  @Test
  @DisplayName("that have nothing in common with the parent's are stored by themselves")
  void unlike() {
    save(weights(1));
    save(weights(2));
    assertThat(differences()).isZero();
  }

  @Test
  @DisplayName("rest on whichever parent is nearer, also of a merge")
  void merge() {
    float[] ours = weights(1);
    float[] theirs = weights(2);
    Version first = save(ours);
    Version second = model.save(snapshot(theirs)).on("other").parents().commit();
    float[] merged = drifted(theirs, 3);
    Version merge = model.save(snapshot(merged)).parents(first, second).commit();
    assertThat(differences()).isEqualTo(2);
    assertHolds(merge, merged);
  }

  @Test
  @DisplayName("never need more than a few chunks more, however long the history")
  void bounded() {
    float[] weights = weights(1);
    Version last = save(weights);
    for (int i = 2; i <= 12; i++) {
      weights = drifted(weights, i);
      last = save(weights);
    }
    assertHolds(last, weights);
    var places =
        io.lepton.registry.internal.pack.Bases.closure(
            catalog, chunks().stream().map(Chunk::digest).toList());
    for (Chunk chunk : places.values()) {
      int depth = 0;
      for (Chunk at = chunk; at.base() != null; at = places.get(at.base())) {
        depth++;
      }
      assertThat(depth).isLessThanOrEqualTo(4);
    }
    assertThat(differences()).isEqualTo(22);
    assertThat(models.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName("get another form when what they rest on is destroyed, which is really gone then")
  void retiring() {
    float[] one = weights(1);
    float[] two = drifted(one, 2);
    float[] three = drifted(two, 3);
    Version first = save(one);
    Version second = save(two);
    Version third = save(three);
    Retirement certificate = models.retire(first).because("old");
    assertThat(certificate.chunksDestroyed()).isEqualTo(2);
    assertHolds(second, two);
    assertHolds(third, three);
    assertThat(differences()).as("the third's").isEqualTo(2);
    assertThat(models.verify().problems()).isEmpty();
    models.retire(third).because("old too");
    models.retire(second).because("all");
    assertThat(models.verify().problems()).isEmpty();
    assertThat(catalog.packs().stream().mapToLong(blobs::size).sum()).isLessThan(5000);
  }

  @Test
  @DisplayName("take another form if what they rest on is destroyed before they are recorded")
  void destroyedMeanwhile() {
    float[] one = weights(1);
    float[] two = drifted(one, 2);
    Version first = save(one);
    recording.once(() -> models.retire(first).because("meanwhile"));
    Version second = save(two);
    assertThat(differences()).isZero();
    assertHolds(second, two);
    assertThat(models.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName("arrive whole though what they rest on is destroyed before they are recorded")
  void destroyedDuringTransfer() {
    float[] one = weights(1);
    float[] two = drifted(one, 2);
    try (ModelManager sender = ModelManager.open(folder.resolve("sender"))) {
      Version first = sender.model("m").save(snapshot(one)).commit();
      sender.push("m").to(models);
      Version second = sender.model("m").save(snapshot(two)).commit();
      recording.once(() -> models.retire(first).because("meanwhile"));
      sender.push("m").to(models);
      assertHolds(second, two);
      assertThatThrownBy(() -> models.load(first)).isInstanceOf(RetiredException.class);
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  @Test
  @DisplayName("are hurt by damage to what they rest on, and verify says so once for all of it")
  void damagedBase() {
    float[] one = weights(1);
    Version first = save(one);
    String pack = catalog.packs().get(0);
    Version second = save(drifted(one, 2));
    ByteBuffer whole = blobs.read(pack, 0, (int) blobs.size(pack));
    byte[] flipped = new byte[whole.remaining()];
    whole.get(flipped);
    flipped[5000] ^= 1;
    blobs.delete(pack);
    try (var writer = blobs.create(pack)) {
      writer.write(ByteBuffer.wrap(flipped));
      writer.commit();
    }
    VerifyReport report = models.verify();
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).hurts())
        .extracting(VerifyReport.Hurt::version)
        .containsExactlyInAnyOrder(first.toString(), second.toString());
    assertThat(models.verify(second).problems()).hasSize(1);
    assertThatThrownBy(() -> models.load(second).weights().get("w").bytes().readAll())
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(pack)
        .hasMessageContaining("base of chunk");
    assertThatThrownBy(() -> models.retire(first).because("old"))
        .as("the second's only way back leads over what would be destroyed")
        .isInstanceOf(CorruptDataException.class);
    Version third = save(drifted(one, 3));
    assertThat(models.verify(third).isSound()).as("rests on nothing damaged").isTrue();
  }

  @Test
  @DisplayName("are found again from the packs alone")
  void reindex() throws Exception {
    Path home = folder.resolve("disk");
    float[] one = weights(1);
    float[] two = drifted(one, 2);
    float[] three = drifted(two, 3);
    try (ModelManager disk = ModelManager.open(home)) {
      for (float[] weights : List.of(one, two, three)) {
        disk.model("m").save(snapshot(weights)).commit();
      }
    }
    try (Stream<Path> files = Files.list(home)) {
      for (Path file : files.filter(f -> f.toString().contains("catalog")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(ModelManager.builder(home).reindex().withoutWeights()).isEmpty();
    try (ModelManager disk = ModelManager.open(home)) {
      Model found = disk.model("m");
      disk.retire(found.version(1)).because("old");
      assertThat(disk.load(found.version(2)).weights().get("w").toFloats()).isEqualTo(two);
      assertThat(disk.load(found.version(3)).weights().get("w").toFloats()).isEqualTo(three);
      assertThat(disk.verify().problems()).isEmpty();
    }
  }
}
