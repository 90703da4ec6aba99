package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
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
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stores in {@code golden/store-v1-codecs} and {@code -steps}, which are never made anew. */
@DisplayName("Stores with every codec, made when they came:")
class GoldenCodecsTest {
  private static final int VERSIONS = 3;

  @TempDir Path folder;

  /** A store, and the codecs that came with it. */
  private enum Golden {
    CODECS(0, 1, 2, 3, 4),
    STEPS(0, 1, 2, 3, 4, 6);

    private final Integer[] codecs;

    Golden(Integer... codecs) {
      this.codecs = codecs;
    }
  }

  private void copy(Golden store) throws IOException, URISyntaxException {
    String name = "/golden/store-v1-" + store.name().toLowerCase(Locale.ROOT) + "/home";
    Path golden = Path.of(Objects.requireNonNull(getClass().getResource(name)).toURI());
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

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("give back what was saved, to the bit, and verify clean")
  void content(Golden store) throws Exception {
    copy(store);
    try (ModelManager models = ModelManager.open(folder)) {
      assertContent(models, store, 1);
      assertThat(models.verify().problems()).isEmpty();
      assertThat(models.verify().packs()).isEqualTo(VERSIONS);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("hold the codecs of their time, and differences from differences")
  void codecs(Golden store) throws Exception {
    copy(store);
    try (var catalog =
        io.lepton.registry.internal.catalog.SqliteCatalog.open(folder.resolve("catalog.db"))) {
      var chunks =
          catalog.packs().stream()
              .flatMap(pack -> catalog.chunksOf(pack).stream())
              .collect(Collectors.toMap(Chunk::digest, chunk -> chunk));
      assertThat(chunks.values()).extracting(Chunk::codec).contains(store.codecs);
      assertThat(chunks.values())
          .anyMatch(
              chunk ->
                  chunk.base() != null
                      && Objects.requireNonNull(chunks.get(chunk.base())).base() != null);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("are found again from their packs alone, and live on without their first version")
  void reindex(Golden store) throws Exception {
    copy(store);
    Files.delete(folder.resolve("catalog.db"));
    assertThat(ModelManager.builder(folder).reindex().versions()).isEqualTo(VERSIONS);
    try (ModelManager models = ModelManager.open(folder)) {
      models.retire(models.model("golden").version(1)).because("old");
      assertContent(models, store, 2);
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  private static void assertContent(ModelManager models, Golden store, int from) {
    for (int number = from; number <= VERSIONS; number++) {
      Version version = models.model("golden").version(number);
      Weights expected = store == Golden.CODECS ? weights(number) : withSteps(number);
      assertThat(models.load(version).weights().contentEquals(expected)).isTrue();
    }
  }

  /** What was saved, written down once more; the noise comes from Knuth's generator. */
  static Weights weights(int version) {
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
    return Weights.builder()
        .put("near", tensor(DType.F32, near))
        .put("half", tensor(DType.BF16, half))
        .put("noise", tensor(DType.U8, noise))
        .put("ones", tensor(DType.F32, ones))
        .put("steps", tensor(DType.I64, steps))
        .build();
  }

  /** The same, and numbers of which an eighth goes a longer way than the others. */
  static Weights withSteps(int version) {
    ByteBuffer few = ByteBuffer.allocate(4 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    int state = 9;
    for (int i = 0; i < 4096; i++) {
      state = state * 1664525 + 1013904223;
      int mixed = state ^ (state >>> 15);
      int step = mixed % 8 == 0 ? 70_000 + (mixed & 0xFFFFF) : mixed & 0xFFF;
      few.putInt(mixed + (version - 1) * step);
    }
    Weights.Builder weights = Weights.builder();
    weights(version).asMap().forEach(weights::put);
    return weights.put("few", tensor(DType.I32, few)).build();
  }

  private static Tensor tensor(DType type, ByteBuffer bytes) {
    return Tensor.of(
        type, Shape.of(bytes.position() * 8L / type.bits()), ByteSource.of(bytes.flip()));
  }
}
