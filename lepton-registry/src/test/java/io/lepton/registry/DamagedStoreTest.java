package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.Damage;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A damaged or strange store")
class DamagedStoreTest {
  @TempDir Path folder;

  private Path home() {
    return folder.resolve("home");
  }

  private Version save(long seed) {
    try (ModelManager models = ModelManager.open(home())) {
      return models.model("m").save(Samples.snapshot(seed)).commit();
    }
  }

  private Path onlyPack() throws IOException {
    try (Stream<Path> files = Files.walk(home().resolve("packs"))) {
      return files.filter(f -> f.toString().endsWith(".pack")).findAny().orElseThrow();
    }
  }

  private void assertUnreadable(String expected) {
    try (ModelManager models = ModelManager.open(home())) {
      assertThatThrownBy(
              () -> {
                ModelSnapshot loaded = models.load(models.model("m").version(1));
                loaded.weights().asMap().values().forEach(Tensor::digest);
              })
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(expected)
          .hasMessageContaining(".pack");
      VerifyReport report = models.verify();
      assertThat(report.isSound()).isFalse();
      assertThat(report.problems().get(0).hurts()).isNotEmpty();
    }
  }

  @Test
  @DisplayName("says which pack was deleted")
  void deletedPack() throws IOException {
    save(1);
    Files.delete(onlyPack());
    assertUnreadable("the pack is missing");
  }

  @Test
  @DisplayName("says where a pack was cut short, and how long it should be")
  void truncatedPack() throws IOException {
    save(1);
    byte[] pack = Files.readAllBytes(onlyPack());
    Files.write(onlyPack(), Arrays.copyOf(pack, 100_000));
    assertUnreadable("cut short at 100000");
  }

  @Test
  @DisplayName(
      "names pack, offset, chunk and tensor of a flipped bit, and leaves the rest readable")
  void flippedBit() throws IOException {
    save(1);
    byte[] pack = Files.readAllBytes(onlyPack());
    pack[16 + 56 + 12345] ^= 4; // the first chunk of the first tensor
    Files.write(onlyPack(), pack);
    assertUnreadable("tensor \"fc1.weight\" of m v1");
    try (ModelManager models = ModelManager.open(home())) {
      ModelSnapshot loaded = models.load(models.model("m").version(1));
      assertThatThrownBy(() -> loaded.weights().get("fc1.weight").bytes().readAll())
          .hasMessageContaining(".pack at 72")
          .hasMessageContaining("expected SHA-256");
      ModelSnapshot saved = Samples.snapshot(1);
      assertThat(loaded.weights().get("fc1.bias").contentEquals(saved.weights().get("fc1.bias")))
          .isTrue();
      VerifyReport report = models.verify();
      assertThat(report.problems()).hasSize(1);
      assertThat(report.problems().get(0).hurts())
          .containsExactly(
              new VerifyReport.Hurt(
                  models.model("m").version(1).toString(), "tensor \"fc1.weight\""));
      assertThat(report.toString()).contains("hurts [tensor \"fc1.weight\" of m v1");
      assertThat(models.verify(models.model("m").version(1)).problems()).hasSize(1);
    }
  }

  @Test
  @DisplayName("finds a flipped bit wherever it is in a pack, also where no reader would look")
  void everySampledBit() {
    InMemoryBlobStore inner = new InMemoryBlobStore();
    FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(inner, 3);
    try (ModelManager models = ModelManager.builder(home()).blobs(blobs).open()) {
      models.model("m").save(Samples.small(1)).commit();
      String pack = inner.list("").findAny().orElseThrow();
      ByteBuffer whole = inner.read(pack, 0, (int) inner.size(pack));
      assertThat(models.verify().isSound()).isTrue();
      for (int bit = 0; bit < whole.limit() * 8; bit += 7) {
        byte[] flipped = new byte[whole.limit()];
        whole.duplicate().get(flipped);
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        replace(inner, pack, flipped);
        assertThat(models.verify().isSound()).as("bit %d", bit).isFalse();
      }
      blobs.damage(pack, Damage.values()[0]);
      assertThat(models.verify().isSound()).isFalse();
    }
  }

  private static void replace(InMemoryBlobStore blobs, String key, byte[] content) {
    blobs.delete(key);
    try (var writer = blobs.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
  }

  @Test
  @DisplayName("refuses a catalogue and a marker from a newer Lepton, and writes nothing")
  void newer() throws Exception {
    save(1);
    execute("PRAGMA user_version = 99");
    refusedUntouched("schema version 99");
    execute("PRAGMA user_version = 3");
    ModelManager.open(home()).close();
    Path marker = home().resolve("lepton.json");
    assertThat(marker).hasContent("{\"format\":\"lepton-store\",\"version\":1}");
    Files.writeString(marker, "{\"format\":\"lepton-store\",\"version\":2}");
    refusedUntouched("store version 2");
    Files.writeString(marker, "{\"format\":\"other\"}");
    assertThatThrownBy(() -> ModelManager.open(home())).isInstanceOf(CorruptDataException.class);
  }

  private void refusedUntouched(String expected) throws IOException {
    Map<String, String> before = content();
    assertThatThrownBy(() -> ModelManager.open(home()))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("use the newer Lepton");
    assertThat(content()).isEqualTo(before);
  }

  /** Every file and folder of the home, with the bytes it has. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        content.put(
            home().relativize(file).toString(),
            Files.isDirectory(file) ? "folder" : Digest.of(Files.readAllBytes(file)).hex());
      }
    }
    return content;
  }

  @Test
  @DisplayName("finds a pack from a newer Lepton, says so, and leaves it alone")
  void newerPack() throws IOException {
    save(1);
    ByteBuffer pack = ByteBuffer.wrap(Files.readAllBytes(onlyPack()));
    pack.order(ByteOrder.LITTLE_ENDIAN).putInt(8, 2);
    CRC32C checksum = new CRC32C();
    checksum.update(pack.array(), 0, 12);
    Files.write(onlyPack(), pack.putInt(12, (int) checksum.getValue()).array());
    Map<String, String> before = content();

    try (ModelManager models = ModelManager.open(home())) {
      VerifyReport report = models.verify();
      assertThat(report.isSound()).isFalse();
      assertThat(report.problems().get(0).message())
          .contains(".pack", "format version 2", "use the newer Lepton");
    }
    assertThat(content()).isEqualTo(before);

    Files.delete(home().resolve("catalog.db"));
    before.remove("catalog.db");
    assertThatThrownBy(() -> ModelManager.builder(home()).reindex())
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining(".pack")
        .hasMessageContaining("format version 2");
    assertThat(content()).isEqualTo(before);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home().resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  @DisplayName("refuses a catalogue that is no catalogue")
  void foreignCatalogue() throws Exception {
    save(1);
    execute("PRAGMA application_id = 7");
    assertThatThrownBy(() -> ModelManager.open(home()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("another application");
    Files.write(
        home().resolve("catalog.db"), Samples.text("not a database, and long enough".repeat(40)));
    assertThatThrownBy(() -> ModelManager.open(home())).isInstanceOf(CorruptDataException.class);
  }

  @Test
  @DisplayName("refuses a folder of something else, and writes nothing into it")
  void foreignFolder() throws IOException {
    Files.createDirectories(home());
    Files.writeString(home().resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> ModelManager.open(home()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("thesis.txt");
    try (Stream<Path> files = Files.list(home())) {
      assertThat(files).containsExactly(home().resolve("thesis.txt"));
    }
    Path file = folder.resolve("file");
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> ModelManager.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> ModelManager.open(file.resolve("below")))
        .isInstanceOf(StorageException.class);
  }

  @Test
  @DisplayName("that cannot be written says so, and what was there stays")
  void notWritable() throws IOException {
    save(1);
    Files.move(home().resolve("packs"), folder.resolve("packs"));
    Files.writeString(home().resolve("packs"), "a file where the folder was");
    assertThatThrownBy(() -> ModelManager.open(home()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("packs");
    Files.delete(home().resolve("packs"));
    Files.move(folder.resolve("packs"), home().resolve("packs"));
    try (ModelManager models = ModelManager.open(home())) {
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("gets its catalogue back from the packs alone")
  void reindex() throws IOException {
    try (ModelManager models = ModelManager.open(home())) {
      Model model = models.model("m");
      Version first = model.save(Samples.snapshot(1)).message("one").commit();
      model.save(Samples.snapshot(2)).message("two").commit();
      model.save(Samples.small(3)).on("exp").parents(first).commit();
      Version gone = model.save(Samples.small(4)).on("exp").commit();
      models.retire(gone).because("old");
    }
    assertThatThrownBy(() -> ModelManager.builder(home()).reindex())
        .isInstanceOf(InvalidInputException.class);
    List<Version> before;
    try (ModelManager models = ModelManager.open(home())) {
      before = models.model("m").versions();
    }
    try (Stream<Path> files = Files.list(home())) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("catalog")).toList()) {
        Files.delete(file);
      }
    }
    assertThatThrownBy(() -> ModelManager.open(home()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("reindex");

    ReindexReport report = ModelManager.builder(home()).reindex();

    assertThat(report.versions()).isEqualTo(4);
    assertThat(report.skipped()).isEmpty();
    assertThat(report.withoutWeights()).hasSize(1);
    try (ModelManager models = ModelManager.open(home())) {
      Model model = models.model("m");
      assertThat(model.versions()).isEqualTo(before);
      assertThat(model.branches().keySet()).containsExactly("recovered/v2", "recovered/v4");
      assertThat(model.log("recovered/v2")).hasSize(2);
      assertThat(
              models.load(model.version(2)).weights().contentEquals(Samples.snapshot(2).weights()))
          .isTrue();
      assertThat(models.verify().problems()).isEmpty();
      assertThatThrownBy(() -> models.load(model.version(4)))
          .isInstanceOf(io.lepton.error.RetiredException.class);
    }
  }

  @Test
  @DisplayName("keeps the bits of every NaN and infinity")
  void specialValues() {
    Random random = new Random(5);
    ByteBuffer bits = ByteBuffer.allocate(4 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4096; i++) {
      bits.putInt(i % 2 == 0 ? 0x7F800000 | random.nextInt() : random.nextInt());
    }
    Weights weights =
        Weights.builder()
            .put("nan", Tensor.of(DType.F32, Shape.of(4096), ByteSource.of(bits.flip())))
            .put(
                "special",
                Tensor.ofDoubles(
                    Shape.of(5),
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    -0.0,
                    Double.MIN_VALUE))
            .build();
    try (ModelManager models = ModelManager.open(home())) {
      Version version =
          models.model("m").save(ModelSnapshot.builder("f/1").weights(weights).build()).commit();
      assertThat(models.load(version).weights().contentEquals(weights)).isTrue();
    }
  }

  @Test
  @DisplayName("answers questions about what is not there with what is")
  void unknown() {
    save(1);
    try (ModelManager models = ModelManager.open(home())) {
      models.model("m").alias("champion").moveTo(models.model("m").version(1)).because("first");
      assertThatThrownBy(() -> models.model("m").alias("chamption").version())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("[champion]");
      assertThatThrownBy(() -> models.model("n").version(1))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("[m]");
      assertThatThrownBy(() -> models.model("m").version(7))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("v1 to v1");
      assertThatThrownBy(() -> models.model("bad name")).isInstanceOf(InvalidInputException.class);
    }
  }
}
