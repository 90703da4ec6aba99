package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.RetiredException;
import io.lepton.error.StorageException.Kind;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Retiring a version")
class RetireTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final Tensor shared = Samples.random(new Random(1), DType.F32, 512, 512);
  private final Tensor own = Samples.random(new Random(2), DType.F32, 512, 512);
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder.resolve("home")).author("ann").clock(clock).open();
    model = models.model("credit");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(Tensor... tensors) {
    Weights.Builder weights = Weights.builder();
    for (int i = 0; i < tensors.length; i++) {
      weights.put("t" + i, tensors[i]);
    }
    clock.advance(java.time.Duration.ofMinutes(1));
    return model.save(ModelSnapshot.builder("f/1").weights(weights.build()).build()).commit();
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[(int) tensor.bytes().size()];
    tensor.bytes().readAll().get(bytes);
    return bytes;
  }

  /** Whether a piece of a tensor, stored raw since it is random, is in any file of the store. */
  private boolean onDisk(Tensor tensor) throws IOException {
    byte[] piece = java.util.Arrays.copyOf(bytes(tensor), 64);
    try (Stream<Path> files = Files.walk(folder.resolve("home/packs"))) {
      return files.filter(Files::isRegularFile).anyMatch(file -> contains(file, piece));
    }
  }

  private static boolean contains(Path file, byte[] piece) {
    try {
      byte[] all = Files.readAllBytes(file);
      for (int at = 0; at + piece.length <= all.length; at++) {
        if (java.util.Arrays.equals(all, at, at + piece.length, piece, 0, piece.length)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("destroys what only it needs, keeps what others share, and keeps its record and log")
  void destroys() throws IOException {
    Version first = save(shared, own);
    models.attach(first, Samples.evaluation("test", "roc_auc", 0.78));
    Version second = save(shared);
    ModelSnapshot loadedBefore = models.load(first);
    assertThat(onDisk(own)).isTrue();

    Retirement certificate = models.retire(first).because("lost the experiment");

    assertThat(certificate.chunksDestroyed()).isEqualTo(1);
    assertThat(certificate.chunksKept()).isEqualTo(1);
    assertThat(certificate.bytesFreed()).isBetween(1L << 20, (1L << 20) + 1000);
    assertThat(certificate.leftovers()).isEmpty();
    assertThat(models.retirement(first)).contains(certificate);
    assertThat(models.retirement(second)).isEmpty();
    assertThat(onDisk(own)).as("the bytes on the disk").isFalse();
    assertThat(onDisk(shared)).isTrue();
    assertThatThrownBy(() -> models.load(first))
        .isInstanceOf(RetiredException.class)
        .hasMessageContaining("lost the experiment")
        .hasMessageContaining("ann");
    assertThatThrownBy(() -> loadedBefore.weights().get("t1").bytes().readAll())
        .isInstanceOf(RetiredException.class);
    assertThat(loadedBefore.weights().get("t0").contentEquals(shared))
        .as("shared weights moved into a new pack are found again")
        .isTrue();
    assertThat(models.load(second).weights().get("t0").contentEquals(shared)).isTrue();
    assertThat(model.log()).containsExactly(second, first);
    assertThat(model.version(1).tensors()).hasSize(2);
    assertThat(models.evaluations(first)).hasSize(1);
    assertThat(models.diff(first, second).tensors()).hasSize(2);
    assertThat(models.verify().isSound()).isTrue();
    models.close();
    open();
    assertThat(models.retirement(model.version(1))).contains(certificate);
    assertThat(models.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName("destroys what two versions shared when the second of them goes too")
  void destroysTheLastShare() throws IOException {
    Version first = save(shared, own);
    Version second = save(shared);
    models.retire(first).because("old");
    Retirement last = models.retire(second).because("old too");
    assertThat(last.chunksDestroyed()).isEqualTo(1);
    assertThat(onDisk(shared)).isFalse();
    assertThat(model.versions()).hasSize(2);
    assertThat(models.verify().isSound()).isTrue();
    Version again = save(shared, own);
    assertThat(models.load(again).weights().get("t1").contentEquals(own)).isTrue();
  }

  @Test
  @DisplayName("is refused while an alias points at the version, and happens once")
  void refused() {
    Version first = save(own);
    model.alias("champion").moveTo(first).because("first");
    assertThatThrownBy(() -> models.retire(first).because("why not"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("champion");
    assertThat(models.load(first).weights().get("t0").contentEquals(own)).isTrue();
    model.alias("champion").delete().because("withdrawn");
    models.retire(first).because("withdrawn");
    assertThatThrownBy(() -> models.retire(first).because("again"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("retired already");
    assertThatThrownBy(() -> model.alias("champion").moveTo(first))
        .isInstanceOf(RetiredException.class);
  }

  @Test
  @DisplayName("makes good at the next opening what could not be deleted")
  void deletesLater() {
    models.close();
    InMemoryBlobStore packs = new InMemoryBlobStore();
    FaultInjectingBlobStore faulty = FaultInjectingBlobStore.over(packs, 5);
    long operations = retireIn("probe", FaultInjectingBlobStore.over(new InMemoryBlobStore(), 5));
    faulty.failingAt(operations, Kind.PERMANENT); // deleting the old pack is the last one
    retireIn("store", faulty);
    assertThat(faulty.faults()).hasSize(1);
    assertThat(packs.list("").toList()).as("the old pack and the new one").hasSize(2);

    models = ModelManager.builder(folder.resolve("store")).blobs(packs).open();
    assertThat(packs.list("").toList()).hasSize(1);
    assertThat(models.verify().problems()).isEmpty();
    assertThat(models.verify().unindexedPacks()).isEmpty();
  }

  private long retireIn(String home, FaultInjectingBlobStore packs) {
    try (ModelManager store = ModelManager.builder(folder.resolve(home)).blobs(packs).open()) {
      Version version = store.model("m").save(Samples.small(1)).commit();
      store.retire(version).because("old");
      assertThat(store.retirement(version)).isPresent();
      return packs.operations();
    }
  }

  @Test
  @DisplayName("of many versions by many threads at once destroys all and hurts no other")
  void concurrently() throws Exception {
    List<Version> doomed = new java.util.ArrayList<>();
    for (int i = 0; i < 6; i++) {
      doomed.add(save(shared, Samples.random(new Random(10 + i), DType.F32, 1000)));
    }
    Version kept = save(Samples.random(new Random(99), DType.F32, 1000));
    var pool = java.util.concurrent.Executors.newFixedThreadPool(3);
    try {
      List<java.util.concurrent.Future<Retirement>> all = new java.util.ArrayList<>();
      for (Version version : doomed) {
        all.add(pool.submit(() -> models.retire(version).because("old")));
      }
      int destroyed = 0;
      for (var one : all) {
        destroyed += one.get().chunksDestroyed();
      }
      assertThat(destroyed).as("each own chunk, and the shared one once").isEqualTo(7);
    } finally {
      pool.shutdown();
    }
    assertThat(onDisk(shared)).isFalse();
    assertThat(models.verify().problems()).isEmpty();
    assertThat(models.verify(kept).isSound()).isTrue();
  }
}
