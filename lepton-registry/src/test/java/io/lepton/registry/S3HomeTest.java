package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.RetiredException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.s3.FaultyProxy;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.s3.S3BlobStore;
import io.lepton.s3.S3Server;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A store with its packs on S3")
class S3HomeTest {
  private static S3Server server;

  @TempDir Path folder;
  private final String bucket = "b" + UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.startTrusting();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private ModelManagerBuilder home(S3BlobStore packs) {
    return ModelManager.builder(folder.resolve("home")).author("ann").blobs(packs);
  }

  private S3BlobStore packs() {
    return server.store(bucket).prefix("packs").open();
  }

  private static void assertSame(ModelSnapshot loaded, ModelSnapshot saved) {
    saved
        .weights()
        .asMap()
        .forEach(
            (name, tensor) ->
                assertThat(loaded.weights().get(name).contentEquals(tensor)).as(name).isTrue());
    saved
        .files()
        .forEach(
            (name, content) -> {
              ByteBuffer bytes = content.readAll();
              assertThat(loaded.files().get(name).readAll()).as(name).isEqualTo(bytes);
            });
    assertThat(loaded.config()).isEqualTo(saved.config());
  }

  @Test
  @DisplayName("saves, loads, finds damage, retires and is rebuilt from the packs alone")
  void wholeLife() throws Exception {
    server.bucket(bucket);
    ModelSnapshot one = Samples.snapshot(1);
    ModelSnapshot two = Samples.snapshot(2);
    Version first;
    Version second;
    try (ModelManager models = home(packs()).open()) {
      Model model = models.model("credit");
      first = model.save(one).message("one").commit();
      second = model.save(two).message("two").commit();
      assertSame(models.load(first), one);
      assertSame(models.load(second), two);
      assertThat(models.verify().isSound()).isTrue();
      assertThat(folder.resolve("home/packs")).as("nothing is kept here").doesNotExist();

      Retirement certificate = models.retire(first).because("superseded");
      assertThat(certificate.chunksDestroyed()).isPositive();
      assertThat(certificate.leftovers()).isEmpty();
      assertThatThrownBy(() -> models.load(first)).isInstanceOf(RetiredException.class);
      assertSame(models.load(second), two);
      assertThat(models.verify().isSound()).isTrue();
    }
    for (String file : List.of("catalog.db", "catalog.db-wal", "catalog.db-shm")) {
      Files.deleteIfExists(folder.resolve("home").resolve(file));
    }
    assertThatThrownBy(() -> home(packs()).open())
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("reindex");

    ReindexReport report = home(packs()).reindex();

    assertThat(report.toString()).as("%s", report).isNotBlank();
    try (ModelManager models = home(packs()).open()) {
      assertThat(models.model("credit").versions()).containsExactly(first, second);
      assertSame(models.load(second), two);
      assertThatThrownBy(() -> models.load(first)).isInstanceOf(RetiredException.class);
      assertThat(models.verify().isSound()).isTrue();
    }
    try (S3BlobStore packs = packs();
        Stream<String> keys = packs.list("")) {
      keys.limit(1).forEach(packs::delete);
    }
    try (ModelManager models = home(packs()).open()) {
      assertThat(models.verify().isSound()).as("with a pack missing").isFalse();
    }
  }

  @Test
  @DisplayName("needs one request for a small save, and one for a chunk that is read alone")
  void requests() throws Exception {
    server.bucket(bucket);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint());
        ModelManager models = home(S3Server.store(proxy.endpoint(), bucket).open()).open()) {
      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      Version version = models.model("m").save(Samples.small(1)).commit();
      assertThat(proxy.requests()).hasSize(1).allMatch(request -> request.startsWith("PUT "));

      proxy.plan(Fault.SERVER_ERROR, 0, 0);
      ModelSnapshot loaded = models.load(version);
      assertThat(proxy.requests()).as("the manifest").hasSize(1);
      Tensor tensor = loaded.weights().get("w");
      assertThat(tensor.toLongs()).containsExactly(1, ~1L);
      assertThat(proxy.requests()).hasSize(2).allMatch(request -> request.startsWith("GET "));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Fault.class,
      names = {"SERVER_ERROR", "CUT_AFTER"})
  @DisplayName("has the old state or the new one when S3 fails for good at any request of a save")
  void failsAtEveryRequest(Fault fault) throws Exception {
    server.bucket(bucket);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint())) {
      int saved = 0;
      boolean reached = true;
      for (int at = 1; reached; at++) {
        S3BlobStore packs = S3Server.inParts(proxy.endpoint(), bucket).open();
        try (ModelManager models = home(packs).open()) {
          proxy.plan(fault, at, 1_000_000);
          try {
            models.model("m").save(large(at)).commit();
            saved++;
            reached = proxy.requests().size() >= at;
          } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(StorageException.Kind.TRANSIENT);
          }
          proxy.heal();
          assertThat(models.model("m").versions()).hasSize(saved);
          assertThat(models.verify().problems()).isEmpty();
        }
      }
      assertThat(saved).as("the last one, which met no fault").isEqualTo(1);
      assertThat(proxy.requests().size()).as("requests of one save").isGreaterThan(5);
    }
  }

  /** Two packs, one of them sent in parts. */
  private static ModelSnapshot large(long seed) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("w", Samples.random(new Random(seed), DType.F32, 9 << 18))
                .build())
        .build();
  }
}
