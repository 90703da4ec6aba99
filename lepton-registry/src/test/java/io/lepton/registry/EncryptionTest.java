package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.crypto.PassphraseKeys;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.RetiredException;
import io.lepton.error.StorageException;
import io.lepton.exchange.ModelExport;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.KeyProvider;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An encrypted model")
class EncryptionTest {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final String SECRET = "the customers' own words, again and again; ";

  @TempDir Path folder;

  private KeyProvider keys() {
    return PassphraseKeys.open(LocalBlobStore.open(folder.resolve("ring")), PASSPHRASE);
  }

  private ModelManager open(Path home) {
    return ModelManager.builder(home).author("ann").keys(keys()).open();
  }

  private ModelManager open() {
    return open(folder.resolve("home"));
  }

  private ModelManager openWithoutKeys(Path home) {
    return ModelManager.builder(home).author("eve").open();
  }

  private static ModelSnapshot snapshot(long seed) {
    Random random = new Random(1);
    float[] weights = new float[600_000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    weights[(int) seed] += 1;
    return ModelSnapshot.builder("f/1")
        .weights(Weights.builder().put("w", Tensor.ofFloats(Shape.of(600, 1000), weights)).build())
        .file("words.txt", ByteSource.of(SECRET.repeat(50).getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private static void assertReads(ModelManager models, Version version, long seed) {
    ModelSnapshot expected = snapshot(seed);
    ModelSnapshot found = models.load(version);
    assertThat(found.weights().get("w").toFloats())
        .isEqualTo(expected.weights().get("w").toFloats());
    assertThat(Digest.of(found.files().get("words.txt")))
        .isEqualTo(Digest.of(expected.files().get("words.txt")));
  }

  private static long size(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("packs"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  @DisplayName("is read back to the bit with its keys, and not at all without")
  void roundTrip() throws Exception {
    Path home = folder.resolve("home");
    Version version;
    try (ModelManager models = open()) {
      Model model = models.model("credit");
      assertThat(model.isEncrypted()).isFalse();
      model.encrypt();
      model.encrypt();
      assertThat(model.isEncrypted()).isTrue();
      version = model.save(snapshot(7)).commit();
      assertReads(models, version, 7);
      assertThat(models.verify().isSound()).isTrue();
    }
    try (ModelManager models = open()) {
      assertReads(models, version, 7);
    }
    try (ModelManager models = openWithoutKeys(home)) {
      ModelSnapshot sealed = models.load(version);
      assertThatThrownBy(() -> sealed.weights().get("w").toFloats())
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("credit")
          .hasMessageContaining("keys(");
      assertThat(models.verify().isSound()).isFalse();
      assertThat(models.verify().toString()).contains("key provider");
      assertThat(models.model("credit").log()).containsExactly(version);
      assertThatThrownBy(() -> models.model("credit").save(snapshot(8)).commit())
          .isInstanceOf(KeyUnavailableException.class);
      assertThatThrownBy(() -> models.model("other").encrypt())
          .isInstanceOf(KeyUnavailableException.class);
    }
    KeyProvider strangers =
        PassphraseKeys.open(LocalBlobStore.open(folder.resolve("other-ring")), PASSPHRASE);
    try (ModelManager models = ModelManager.builder(home).keys(strangers).open()) {
      assertThatThrownBy(() -> models.load(version).weights().get("w").toFloats())
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("another provider");
    }
  }

  @Test
  @DisplayName("leaves neither its words nor the names of its chunks in the store")
  void leaksNothing() throws Exception {
    try (ModelManager models = open()) {
      models.model("open").save(snapshot(7)).commit();
      long once = size(models.home());
      models.model("credit").encrypt();
      models.model("debit").encrypt();
      models.model("credit").save(snapshot(7)).commit();
      long twice = size(models.home());
      models.model("debit").save(snapshot(7)).commit();
      long thrice = size(models.home());
      // Equal content of other models is neither found nor shared: sealed bytes differ.
      assertThat(twice - once).isGreaterThan(once * 9 / 10);
      assertThat(thrice - twice).isGreaterThan(once * 9 / 10);
    }
    Path sealed = folder.resolve("sealed");
    try (ModelManager models = open(sealed)) {
      models.model("credit").encrypt();
      models.model("credit").save(snapshot(7)).commit();
    }
    String name = Digest.of(snapshot(7).files().get("words.txt")).hex();
    try (Stream<Path> files = Files.walk(sealed)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text.contains("customers")).as(file.toString()).isFalse();
        assertThat(text.contains(name)).as(file.toString()).isFalse();
        assertThat(text.contains(latin(Digest.parse(name).toBytes()))).isFalse();
      }
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  @DisplayName("stores what changed as a difference, and shares what did not")
  void savesDifferences() throws Exception {
    try (ModelManager models = open()) {
      models.model("credit").encrypt();
      Version first = models.model("credit").save(snapshot(7)).commit();
      long before = size(models.home());
      Version second = models.model("credit").save(snapshot(8)).commit();
      assertThat(size(models.home()) - before).isLessThan(before / 10);
      assertReads(models, first, 7);
      assertReads(models, second, 8);

      models.retire(first).because("replaced");

      assertReads(models, second, 8);
      assertThatThrownBy(() -> models.load(first)).isInstanceOf(RetiredException.class);
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("ends with its key, in every copy, while its record stays")
  void shreds() throws Exception {
    Path backup = folder.resolve("backup");
    Version version;
    Version other;
    Shredding certificate;
    try (ModelManager models = open()) {
      Model model = models.model("credit");
      assertThatThrownBy(() -> model.shred().because("why not"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("not encrypted");
      models.model("debit").encrypt();
      model.encrypt();
      version = model.save(snapshot(7)).evaluation(Samples.evaluation("d", "auc", 0.8)).commit();
      other = models.model("debit").save(snapshot(7)).commit();
      model.alias("champion").moveTo(version).because("first");
      assertThatThrownBy(() -> model.shred().because("contract ended"))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("champion");
      assertReads(models, version, 7);
      model.alias("champion").delete().because("ending");
      copy(folder.resolve("home"), backup);

      certificate = model.shred().because("contract ended");

      assertThat(certificate.versions()).containsExactly(version.id());
      assertThat(certificate.destruction().remaining()).isNotEmpty();
      assertThat(certificate.sealedBytes()).isPositive();
      assertThatThrownBy(() -> models.load(version))
          .isInstanceOf(RetiredException.class)
          .hasMessageContaining("contract ended");
      assertThat(models.retirement(version).orElseThrow().chunksDestroyed()).isPositive();
      assertThat(model.log()).containsExactly(version);
      assertThat(models.evaluations(version)).hasSize(1);
      assertReads(models, other, 7);
      assertThat(models.verify().isSound()).isTrue();
      assertThat(model.isEncrypted()).isFalse();
      model.encrypt();
      assertReads(models, model.save(snapshot(9)).commit(), 9);
    }
    try (ModelManager models = open(backup)) {
      assertThatThrownBy(() -> models.load(version).weights().get("w").toFloats())
          .isInstanceOf(RetiredException.class)
          .hasMessageContaining("its key was destroyed in another store");
      assertReads(models, other, 7);
    }
  }

  @Test
  @DisplayName("is not bundled, since a bundle would hold it in the clear")
  void isNotBundled() {
    Path bundle = folder.resolve("credit.zip");
    try (ModelManager models = open()) {
      models.model("credit").encrypt();
      models.model("credit").save(snapshot(7)).commit();
      assertThatThrownBy(() -> ModelExport.of(models).bundle("credit").branch("main").write(bundle))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("encrypted")
          .hasMessageContaining("push it into a store in a folder")
          .hasMessageContaining("ModelExport.directory");
      assertThat(bundle).doesNotExist();
    }
  }

  @Test
  @DisplayName("is not shredded while a living version of it is in the clear")
  void refusesHalves() {
    try (ModelManager models = open()) {
      Model model = models.model("credit");
      Version clear = model.save(snapshot(7)).commit();
      model.encrypt();
      Version sealed = model.save(snapshot(8)).commit();
      assertThatThrownBy(() -> model.shred().because("contract ended"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("v1")
          .hasMessageContaining("retire it first");
      assertReads(models, sealed, 8);
      models.retire(clear).because("contract ended");
      assertThat(model.shred().because("contract ended").versions()).containsExactly(sealed.id());
    }
  }

  @Test
  @DisplayName("is never stored in the clear by a save that began before its key was destroyed")
  void shreddedWhileSaving() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    BeforeRecording recording = new BeforeRecording(catalog);
    try (ModelManager models =
        ModelManager.builder(folder.resolve("home"))
            .author("ann")
            .keys(keys())
            .catalog(recording.catalog())
            .open()) {
      Model model = models.model("patients");
      model.encrypt();
      Version first = model.save(snapshot(1)).commit();
      recording.once(() -> model.shred().because("contract ended"));
      assertThatThrownBy(() -> model.save(snapshot(2)).commit())
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("encrypt()");
      assertThat(model.versions()).containsExactly(first);
      assertThat(models.verify().problems()).isEmpty();
      model.encrypt();
      assertReads(models, model.save(snapshot(2)).commit(), 2);
      recording.once(
          () -> {
            model.shred().because("a new key");
            model.encrypt();
          });
      assertReads(models, model.save(snapshot(3)).commit(), 3);
      assertThat(model.shred().because("the end").versions()).hasSize(1);
    }
  }

  @Test
  @DisplayName("comes back when the catalogue is rebuilt, and stays ended if it was shredded")
  void survivesReindex() throws Exception {
    Path home = folder.resolve("home");
    Version kept;
    Version ended;
    try (ModelManager models = open()) {
      models.model("credit").encrypt();
      models.model("debit").encrypt();
      kept = models.model("credit").save(snapshot(7)).commit();
      ended = models.model("debit").save(snapshot(8)).commit();
      models.model("debit").shred().because("contract ended");
    }
    for (String file : List.of("catalog.db", "catalog.db-wal", "catalog.db-shm")) {
      Files.deleteIfExists(home.resolve(file));
    }
    ModelManager.builder(home).reindex();
    try (ModelManager models = open()) {
      assertReads(models, kept, 7);
      assertThat(models.model("credit").isEncrypted()).isTrue();
      assertThatThrownBy(() -> models.load(ended)).isInstanceOf(RetiredException.class);
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  /** Loses its connection when it shall destroy a key. */
  private static final class Flaky extends SharedKeys {
    Flaky(KeyProvider keys) {
      super(keys);
    }

    @Override
    public Destruction destroy(String name) {
      throw new StorageException(StorageException.Kind.TRANSIENT, "no connection", null);
    }
  }

  @Test
  @DisplayName("has its key destroyed by the next opening if the first attempt did not come to it")
  void completesAShredding() {
    Path home = folder.resolve("home");
    Version version;
    try (ModelManager models = ModelManager.builder(home).keys(new Flaky(keys())).open()) {
      models.model("credit").encrypt();
      version = models.model("credit").save(snapshot(7)).commit();
      assertThatThrownBy(() -> models.model("credit").shred().because("contract ended"))
          .isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> models.load(version)).isInstanceOf(RetiredException.class);
      assertThatThrownBy(() -> models.model("credit").shred().because("again"))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(home.resolve("packs/keys").toFile().list()).hasSize(1);
    // Another ring cannot say that the key is gone, and an unreachable one must not keep us out.
    KeyProvider strangers =
        PassphraseKeys.open(LocalBlobStore.open(folder.resolve("other-ring")), PASSPHRASE);
    ModelManager.builder(home).keys(strangers).open().close();
    ModelManager.builder(home).keys(new Flaky(keys())).open().close();
    assertThat(home.resolve("packs/keys").toFile().list()).hasSize(1);
    open().close();
    assertThat(home.resolve("packs/keys").toFile().list()).isNullOrEmpty();
    open().close();
  }
}
