package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.RetiredException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store in {@code golden/store-v1}, which is never made anew; its README says what it holds.
 */
@DisplayName("A store that the first format's Lepton made")
class GoldenStoreTest {
  private static final List<String> IDS =
      List.of(
          "3f68a11218c8dde011c0d9d2a28ffdfe550ed151f5c9cda2bf0bc7c69a0722e7",
          "6db6a1be7cecc69f7322ef1e494c2d3a1ca64a77e775f651683c274a2f8f3f88",
          "fbd1bfa2b505d21ed43fb91e65d226483b454ecc8303e7b17e91766cff4bff82");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path golden =
        Path.of(Objects.requireNonNull(getClass().getResource("/golden/store-v1/home")).toURI());
    try (Stream<Path> files = Files.walk(golden)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = folder.resolve(golden.relativize(file).toString());
        if (!Files.isDirectory(file)) {
          Files.createDirectories(Objects.requireNonNull(copy.getParent()));
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  @DisplayName("has its versions, names, history, evaluation and retirement")
  void record() {
    try (ModelManager models = ModelManager.open(folder)) {
      assertThat(models.models()).extracting(Model::name).containsExactly("golden");
      Model model = models.model("golden");
      List<Version> all = model.versions();
      assertThat(all).extracting(version -> version.id().hex()).isEqualTo(IDS);
      assertThat(all).extracting(Version::message).containsExactly("first", "second", "third");
      assertThat(all).extracting(Version::author).containsOnly("ann");
      assertThat(all)
          .extracting(Version::time)
          .containsExactly(START, START.plusSeconds(3600), START.plusSeconds(3 * 3600));
      Version one = all.get(0);
      Version two = all.get(1);
      Version three = all.get(2);
      assertThat(two.parents()).containsExactly(one.id());
      assertThat(three.parents()).containsExactly(one.id());
      assertThat(model.branches()).isEqualTo(Map.of("main", two, "experiment", three));
      assertThat(model.tags()).isEqualTo(Map.of("v1.0", one));
      assertThat(model.aliases()).isEqualTo(Map.of("champion", two));
      assertThat(model.alias("champion").history())
          .extracting(RefMove::to, RefMove::reason)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(one.id(), "first"),
              org.assertj.core.groups.Tuple.tuple(two.id(), "better"));
      assertThat(models.evaluations(one)).isEmpty();
      assertThat(models.evaluations(two))
          .containsExactly(
              new Evaluation(
                  new DataReference("test", Digest.of("test"), 200),
                  List.of(
                      new Measure(
                          "roc_auc",
                          0.75,
                          new Interval(0.7, Double.POSITIVE_INFINITY, 0.95, "DeLong"),
                          200,
                          Measure.Direction.HIGHER_IS_BETTER))));
      assertThat(models.retirement(three))
          .contains(
              new Retirement(
                  three.id(),
                  START.plusSeconds(4 * 3600),
                  "ann",
                  "data subject asked",
                  2538,
                  4,
                  1,
                  List.of()));
      assertThatThrownBy(() -> models.load(three)).isInstanceOf(RetiredException.class);
    }
  }

  @Test
  @DisplayName("gives back what was saved, to the bit, and verifies clean")
  void content() {
    try (ModelManager models = ModelManager.open(folder)) {
      assertContent(models);
      VerifyReport report = models.verify();
      assertThat(report.problems()).isEmpty();
      assertThat(report.unindexedPacks()).isEmpty();
      assertThat(report.packs()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("goes on: takes a save, and shares what it has")
  void goesOn() {
    try (ModelManager models = ModelManager.open(folder)) {
      Model model = models.model("golden");
      Version next = model.save(models.load(model.version(1))).message("again").commit();
      assertThat(next.number()).isEqualTo(4);
      assertThat(next.parents()).containsExactly(model.version(2).id());
      assertThat(models.load(next).weights().contentEquals(weights(1))).isTrue();
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("is found again from its packs alone")
  void reindex() throws IOException {
    Files.delete(folder.resolve("catalog.db"));
    ReindexReport report = ModelManager.builder(folder).reindex();
    assertThat(report.packs()).isEqualTo(3);
    assertThat(report.versions()).isEqualTo(3);
    assertThat(report.skipped()).isEmpty();
    assertThat(report.withoutWeights()).hasSize(1);
    try (ModelManager models = ModelManager.open(folder)) {
      assertThat(models.model("golden").versions())
          .extracting(version -> version.id().hex())
          .isEqualTo(IDS);
      assertContent(models);
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  private static void assertContent(ModelManager models) {
    for (int number = 1; number <= 2; number++) {
      Version version = models.model("golden").version(number);
      ModelSnapshot loaded = models.load(version);
      assertThat(loaded.format()).isEqualTo("golden.format/1");
      assertThat(loaded.config()).isEqualTo("{\"version\":" + number + "}");
      assertThat(loaded.weights().names()).containsExactly("noise", "ones", "special", "scalar");
      assertThat(loaded.weights().contentEquals(weights(number))).isTrue();
      assertThat(loaded.files()).containsOnlyKeys("vocabulary.txt");
      assertThat(
              StandardCharsets.UTF_8
                  .decode(Objects.requireNonNull(loaded.files().get("vocabulary.txt")).readAll())
                  .toString())
          .isEqualTo("one\ntwo\nversion " + number + "\n");
      assertThat(loaded.hyperparameters())
          .isEqualTo(
              Hyperparameters.of(Map.of("learning_rate", 0.01, "hidden", List.of(64L, 32L))));
      assertThat(loaded.signature())
          .isEqualTo(
              new Signature(
                  List.of(Signature.Field.scalar("age", Signature.Type.F64).optional()),
                  List.of(Signature.Field.scalar("p", Signature.Type.F64))));
      assertThat(loaded.lineage())
          .isEqualTo(
              Lineage.builder()
                  .data(new DataReference("train", Digest.of("train"), 700))
                  .seed(42)
                  .codeRevision("abc")
                  .environment("threads", "1")
                  .build());
    }
  }

  /** What was saved, written down once more; the noise comes from Knuth's generator. */
  private static Weights weights(int version) {
    ByteBuffer noise = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    int state = version;
    while (noise.hasRemaining()) {
      state = state * 1664525 + 1013904223;
      noise.putInt(state ^ state >>> 15);
    }
    byte[] ones = new byte[4096];
    Arrays.fill(ones, (byte) 1);
    ByteBuffer special = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    special.putInt(0x7FC00000).putInt(0xFF800000).putInt(0x80000000);
    special.putInt(version == 1 ? 0x3F800000 : 0x40000000);
    return Weights.builder()
        .put("noise", Tensor.of(DType.F32, Shape.of(16, 32), ByteSource.of(noise.flip())))
        .put("ones", Tensor.of(DType.U8, Shape.of(4096), ByteSource.of(ones)))
        .put("special", Tensor.of(DType.F32, Shape.of(4), ByteSource.of(special.flip())))
        .put("scalar", Tensor.ofDoubles(Shape.of(), version == 1 ? 0.1 : 0.2))
        .build();
  }
}
