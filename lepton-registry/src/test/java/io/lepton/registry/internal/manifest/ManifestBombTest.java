package io.lepton.registry.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.model.Hyperparameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A manifest's reader")
class ManifestBombTest {
  private static final String FULL = new String(Manifests.full().toBytes(), StandardCharsets.UTF_8);

  private static byte[] with(String before, String after) {
    assertThat(FULL).contains(before);
    return FULL.replace(before, after).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"shape\":[700,512] | \"shape\":[700,-1]",
        "\"shape\":[700,512] | \"shape\":[9223372036854775807,3]",
        "\"shape\":[700,512] | \"shape\":[4611686018427387904]",
        "\"shape\":[700,512] | \"shape\":[2305843009213693951]",
        "\"shape\":[700,512] | \"shape\":[700,513,9]",
        "\"shape\":[700,512] | \"shape\":null",
        "\"dtype\":\"F32\" | \"dtype\":\"F4\"",
        "\"dtype\":\"F32\" | \"dtype\":\"F33\"",
        "\"dtype\":\"F32\" | \"dtype\":3",
        "\"chunkBytes\":1048576 | \"chunkBytes\":0",
        "\"chunkBytes\":1048576 | \"chunkBytes\":4294967297",
        "\"chunkBytes\":1048576 | \"chunkBytes\":1048576.0",
        "\"name\":\"none\" | \"name\":\"w\"",
        "\"name\":\"empty\" | \"name\":\"a.json\"",
        "\"bytes\":7 | \"bytes\":-7",
        "\"manifest\":1 | \"manifest\":0",
        "\"manifest\":1 | \"manifest\":\"1\"",
        "\"author\":\"ann\" | \"author\":\"ann\",\"author\":\"eve\"",
        "\"author\":\"ann\" | \"author\":null",
        "\"author\":\"ann\" | \"auth0r\":\"ann\"",
        "\"author\":\"ann\" | \"author\":\"ann\",\"extra\":1",
        "\"seed\":7 | \"seed\":7.5",
      })
  @DisplayName("refuses what no version has, as corrupt")
  void refuses(String before, String after) {
    byte[] forged = with(before, after);
    assertThatThrownBy(() -> Manifest.read(forged, "test"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("test");
  }

  @Test
  @DisplayName("says too new of a later format, whatever else is in it")
  void tooNew() {
    assertThatThrownBy(() -> Manifest.read("{\"manifest\":2,\"x\":[]}".getBytes(), "test"))
        .isInstanceOf(FormatTooNewException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 900, 990, 1_000, 100_000, 1_000_000})
  @DisplayName("is not drawn down by nesting, on a worker's stack")
  void deep(int depth) throws InterruptedException {
    byte[] nested =
        with("\"hidden\":[64,32]", "\"hidden\":" + "[".repeat(depth) + "]".repeat(depth));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader = new Thread(null, () -> Manifests.read(nested), "reader", 512 << 10);
    reader.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
    reader.start();
    reader.join();
    assertThat(thrown.get()).isNull();
  }

  @Test
  @DisplayName("takes time and memory in proportion to what it reads")
  void large() {
    assertThat(Manifests.read(with("\"why\"", "\"" + "x".repeat(2_000_000) + "\""))).isTrue();
    Manifests.read(with("[64,32]", "[" + "[],".repeat(300_000) + "1]"));
    Manifests.read(with("[64,32]", "[" + "{},".repeat(300_000) + "1]"));
    Manifests.read(with("[700,512]", "[" + "1,".repeat(500_000) + "0]"));
    Manifests.read(with("\"seed\":7", "\"seed\":" + "7".repeat(1_000_000)));
    StringBuilder colliding = new StringBuilder();
    for (int i = 0; i < 1 << 14; i++) {
      for (int bit = 0; bit < 14; bit++) {
        colliding.append(bit == 0 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      colliding.append("\":\"\",");
    }
    assertThat(Manifests.read(with("\"threads\":", colliding + "\"threads\":"))).isTrue();
  }

  @Test
  @DisplayName("reads whatever a version could be written with, however long its texts and names")
  void unbounded() {
    Manifest full = Manifests.full();
    Manifest written =
        new Manifest(
            1,
            full.model(),
            full.parents(),
            full.format(),
            "x".repeat(21_000_000),
            full.chunkBytes(),
            full.tensors(),
            full.files(),
            Hyperparameters.of(java.util.Map.of("y".repeat(60_000), List.of(1L))),
            full.signature(),
            full.lineage(),
            full.author(),
            full.time(),
            full.message());
    assertThat(Manifest.read(written.toBytes(), "test")).isEqualTo(written);
  }
}
