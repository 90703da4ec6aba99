package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rebuilding the catalogue")
class ReindexTest {
  private static final int HEADER = 16;
  private static final int TRAILER = 32;

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final Tensor shared = Samples.random(new Random(1), DType.F32, 5000);
  private final List<Path> packOf = new ArrayList<>();
  private final List<Version> saved = new ArrayList<>();

  private Path home() {
    return folder.resolve("home");
  }

  private ModelManager open() {
    return ModelManager.builder(home()).clock(clock).open();
  }

  private Set<Path> packs() throws IOException {
    try (Stream<Path> files = Files.walk(home().resolve("packs"))) {
      return new HashSet<>(files.filter(f -> f.toString().endsWith(".pack")).toList());
    }
  }

  /** Each version follows the one before; all share a tensor, which lies in the first's pack. */
  private void save(int versions) throws IOException {
    try (ModelManager models = open()) {
      for (int i = 0; i < versions; i++) {
        Set<Path> before = packs();
        clock.advance(Duration.ofMinutes(1));
        saved.add(models.model("m").save(snapshot(i)).commit());
        Set<Path> after = packs();
        after.removeAll(before);
        packOf.add(after.iterator().next());
      }
    }
  }

  private ModelSnapshot snapshot(int i) {
    Weights weights =
        Weights.builder()
            .put("shared", shared)
            .put("own", Samples.random(new Random(100 + i), DType.F32, 1000))
            .build();
    return ModelSnapshot.builder("f/1").weights(weights).build();
  }

  private void loseCatalog() throws IOException {
    try (Stream<Path> files = Files.list(home())) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("catalog")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void flip(Path pack, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(pack);
    bytes[(int) at] ^= 4;
    Files.write(pack, bytes);
  }

  private static void flipManifest(Path pack) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(pack)).order(ByteOrder.LITTLE_ENDIAN);
    flip(pack, bytes.getLong(bytes.limit() - TRAILER) - 1); // the last entry ends at the index
  }

  private void assertLoads(ModelManager models, int i) {
    ModelSnapshot loaded = models.load(saved.get(i));
    assertThat(loaded.weights().contentEquals(snapshot(i).weights())).as("v%d", i + 1).isTrue();
  }

  @Test
  @DisplayName("is refused beside any file SQLite kept, all of which are named")
  void refusesStaleLog() throws IOException {
    save(1);
    loseCatalog();
    for (String name : List.of("catalog.db-wal", "catalog.db-shm", "catalog.db-journal")) {
      Files.writeString(home().resolve(name), "stale");
    }
    assertThatThrownBy(() -> ModelManager.builder(home()).reindex())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("catalog.db-wal, catalog.db-shm, catalog.db-journal");
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("catalog.db-wal");
    assertThat(home().resolve("catalog.db")).doesNotExist();
    loseCatalog();
    assertThat(ModelManager.builder(home()).reindex().versions()).isEqualTo(1);
    try (Stream<Path> files = Files.list(home())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("lepton.json", "packs", "catalog.db");
    }
  }

  @Test
  @DisplayName("keeps what follows a version whose manifest is damaged, and what they share")
  void damagedManifest() throws IOException {
    save(5);
    flipManifest(packOf.get(2));
    loseCatalog();

    ReindexReport report = ModelManager.builder(home()).reindex();

    assertThat(report.versions()).isEqualTo(4);
    assertThat(report.skipped()).hasSize(2);
    assertThat(report.skipped().get(1)).contains("m v3", saved.get(2).id().toString());
    try (ModelManager models = open()) {
      assertThat(models.model("m").versions())
          .extracting(Version::id)
          .containsExactly(
              saved.get(0).id(), saved.get(1).id(), saved.get(3).id(), saved.get(4).id());
      assertThat(models.model("m").version(3).parents()).containsExactly(saved.get(2).id());
      assertLoads(models, 4);
      assertThat(models.verify().isSound()).isFalse();
      assertThatThrownBy(() -> models.retire(saved.get(0)).because("old"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("put the pack back");
      assertLoads(models, 0);
    }
  }

  @Test
  @DisplayName("destroys nothing that a pack it could not read may need")
  void damagedPack() throws IOException {
    save(3);
    flip(packOf.get(1), Files.size(packOf.get(1)) - TRAILER); // its index is not found
    loseCatalog();

    ReindexReport report = ModelManager.builder(home()).reindex();

    assertThat(report.versions()).isEqualTo(2);
    try (ModelManager models = open()) {
      assertThatThrownBy(() -> models.retire(saved.get(0)).because("old"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(packOf.get(1).getFileName().toString());
      flip(packOf.get(1), Files.size(packOf.get(1)) - TRAILER);
      models.retire(saved.get(0)).because("old");
      assertLoads(models, 2);
    }
    loseCatalog();
    assertThat(ModelManager.builder(home()).reindex().versions()).isEqualTo(3);
    try (ModelManager models = open()) {
      assertLoads(models, 1);
    }
  }

  @Test
  @DisplayName("leaves a version living whose weights may be in a pack it could not read")
  void gapIsNoRetirement() throws IOException {
    save(2);
    flip(packOf.get(0), Files.size(packOf.get(0)) - TRAILER); // the shared tensor's pack
    loseCatalog();

    ReindexReport report = ModelManager.builder(home()).reindex();

    assertThat(report.withoutWeights()).hasSize(1);
    try (ModelManager models = open()) {
      Version second = models.model("m").version(1);
      assertThat(models.retirement(second)).isEmpty();
      assertThat(models.verify().problems().toString()).contains("in no indexed pack");
    }
  }

  @Test
  @DisplayName("is refused, and changes nothing, if a newer Lepton wrote a pack")
  void newerPack() throws IOException {
    save(2);
    ByteBuffer pack =
        ByteBuffer.wrap(Files.readAllBytes(packOf.get(1))).order(ByteOrder.LITTLE_ENDIAN);
    pack.putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(pack.array(), 0, HEADER - 4);
    pack.putInt(HEADER - 4, (int) crc.getValue());
    Files.write(packOf.get(1), pack.array());
    loseCatalog();
    assertThatThrownBy(() -> ModelManager.builder(home()).reindex())
        .isInstanceOf(FormatTooNewException.class);
    try (Stream<Path> files = Files.list(home())) {
      assertThat(files.filter(f -> f.getFileName().toString().contains("catalog"))).isEmpty();
    }
  }

  @Test
  @DisplayName("removes what one that a crash ended left a day ago, and nothing younger")
  void removesOldDrafts() throws IOException {
    save(1);
    loseCatalog();
    Path old = Files.writeString(home().resolve("catalog.db.rebuilding-old"), "half");
    Path young = Files.writeString(home().resolve("catalog.db.rebuilding-young"), "half");
    java.time.Instant now = clock.instant();
    Files.setLastModifiedTime(
        old, java.nio.file.attribute.FileTime.from(now.minus(Duration.ofHours(25))));
    Files.setLastModifiedTime(
        young, java.nio.file.attribute.FileTime.from(now.minus(Duration.ofHours(23))));
    ModelManager.builder(home()).clock(clock).reindex();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  @DisplayName("does not take for retired what a quarantined pack lost")
  void quarantined() throws IOException {
    save(2);
    flip(packOf.get(1), HEADER + 56 + 5); // a chunk that only v2 needs
    try (ModelManager models = open()) {
      assertThat(models.maintenance().quarantine().chunksLost()).isEqualTo(1);
    }
    loseCatalog();
    ReindexReport report = ModelManager.builder(home()).reindex();
    assertThat(report.withoutWeights()).hasSize(1);
    try (ModelManager models = open()) {
      assertThat(models.retirement(saved.get(1))).isEmpty();
      assertThat(models.verify().problems().toString()).contains("in no indexed pack");
      assertLoads(models, 0);
    }
  }

  @Test
  @DisplayName("keeps a catalogue that another made meanwhile, and adopts no half of one")
  void adoptsOnce() throws IOException {
    save(1);
    loseCatalog();
    Home home = Home.open(home());
    Path draft = home.draftOfCatalog();
    Files.writeString(draft, "mine");
    Path log = draft.resolveSibling(draft.getFileName() + "-wal");
    Files.writeString(log, "not checkpointed");
    assertThatThrownBy(() -> home.adoptCatalog(draft))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Make room");
    Files.delete(log);
    Files.writeString(home.catalog(), "theirs");
    assertThatThrownBy(() -> home.adoptCatalog(draft)).isInstanceOf(ConflictException.class);
    assertThat(home.catalog()).hasContent("theirs");
  }
}
