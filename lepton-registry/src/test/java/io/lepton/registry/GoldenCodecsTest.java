package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in {@code golden/store-v1-codecs}, which is never made anew. */
@DisplayName("A store with every codec, made when they came")
class GoldenCodecsTest {
  private static final int VERSIONS = 3;

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path golden =
        Path.of(
            Objects.requireNonNull(getClass().getResource("/golden/store-v1-codecs/home")).toURI());
    try (Stream<Path> files = Files.walk(golden)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = folder.resolve(golden.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    Files.createDirectories(folder.resolve("packs/~tmp"));
  }

  @Test
  @DisplayName("gives back what was saved, to the bit, and verifies clean")
  void content() {
    try (ModelManager models = ModelManager.open(folder)) {
      assertContent(models, 1);
      assertThat(models.verify().problems()).isEmpty();
      assertThat(models.verify().packs()).isEqualTo(VERSIONS);
    }
  }

  @Test
  @DisplayName("holds every codec, and differences from differences")
  void codecs() {
    try (var catalog =
        io.lepton.registry.internal.catalog.SqliteCatalog.open(folder.resolve("catalog.db"))) {
      var chunks =
          catalog.packs().stream()
              .flatMap(pack -> catalog.chunksOf(pack).stream())
              .collect(Collectors.toMap(Chunk::digest, chunk -> chunk));
      assertThat(chunks.values()).extracting(Chunk::codec).contains(0, 1, 2, 3, 4);
      assertThat(chunks.values())
          .anyMatch(
              chunk ->
                  chunk.base() != null
                      && Objects.requireNonNull(chunks.get(chunk.base())).base() != null);
    }
  }

  @Test
  @DisplayName("is found again from its packs alone, and lives on without its first version")
  void reindex() throws IOException {
    Files.delete(folder.resolve("catalog.db"));
    assertThat(ModelManager.builder(folder).reindex().versions()).isEqualTo(VERSIONS);
    try (ModelManager models = ModelManager.open(folder)) {
      models.retire(models.model("golden").version(1)).because("old");
      assertContent(models, 2);
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  private static void assertContent(ModelManager models, int from) {
    for (int number = from; number <= VERSIONS; number++) {
      Version version = models.model("golden").version(number);
      assertThat(models.load(version).weights().contentEquals(snapshot(number).weights())).isTrue();
    }
  }

  /** What was saved, written down once more; the noise comes from Knuth's generator. */
  static ModelSnapshot snapshot(int version) {
    ByteBuffer near = ByteBuffer.allocate(4 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer half = ByteBuffer.allocate(2 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer noise = ByteBuffer.allocate(4 * 512).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer ones = ByteBuffer.allocate(4 * 2048).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer steps = ByteBuffer.allocate(8 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    int state = 7;
    for (int i = 0; i < 4096; i++) {
      state = state * 1664525 + 1013904223;
      int mixed = state ^ (state >>> 15);
      float weight = (mixed >> 8) * 0x1p-23f * ((mixed & 15) + 1) / 64;
      int moved = Float.floatToRawIntBits(weight) ^ ((version - 1) * (mixed >>> 22));
      near.putInt(moved);
      half.putShort((short) (Float.floatToRawIntBits(weight) >>> 16));
      if (i < 512) {
        noise.putInt(mixed * 31);
      }
      if (i < 2048) {
        ones.putFloat(1);
      }
      if (i < 1024) {
        steps.putLong(1000L * i + version);
      }
    }
    return ModelSnapshot.builder("golden.format/1")
        .weights(
            Weights.builder()
                .put("near", tensor(DType.F32, near))
                .put("half", tensor(DType.BF16, half))
                .put("noise", tensor(DType.U8, noise))
                .put("ones", tensor(DType.F32, ones))
                .put("steps", tensor(DType.I64, steps))
                .build())
        .file(
            "words.txt",
            ByteSource.of(
                "one two three four five\n"
                    .repeat(50 + version)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .build();
  }

  private static Tensor tensor(DType type, ByteBuffer bytes) {
    return Tensor.of(
        type, Shape.of(bytes.position() * 8L / type.bits()), ByteSource.of(bytes.flip()));
  }
}
