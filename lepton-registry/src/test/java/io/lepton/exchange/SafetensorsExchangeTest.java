package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.SafetensorsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A version as one safetensors file")
class SafetensorsExchangeTest {
  @TempDir Path temp;

  @Test
  @DisplayName("comes back with all but its files, and names the version it was")
  void roundTrip() {
    Path file = temp.resolve("m.safetensors");
    try (ModelManager models = ModelManager.open(temp.resolve("home"))) {
      Version version = models.model("m").save(Snapshots.of(1)).message("first").commit();
      ModelExport.of(models).safetensors(version, file);
      ModelSnapshot back = ModelImport.safetensors(file);
      ModelSnapshot expected = models.load(version);
      Snapshots.assertSame(
          back,
          new ModelSnapshot(
              expected.format(),
              expected.config(),
              expected.weights(),
              Map.of(),
              expected.hyperparameters(),
              expected.signature(),
              expected.lineage()));
      Map<String, String> metadata = Safetensors.read(file).metadata();
      assertThat(metadata)
          .containsEntry("lepton.id", version.id().hex())
          .containsEntry("lepton.model", "m")
          .containsEntry("lepton.message", "first");
      assertThat(metadata.get("lepton.files")).contains("tokenizer/vocab.txt");
    }
  }

  @Test
  @DisplayName("that others wrote becomes a snapshot that keeps their metadata")
  void foreign() {
    Path file = temp.resolve("theirs.safetensors");
    Safetensors.write(file, Snapshots.of(2).weights(), Map.of("format", "pt"));
    ModelSnapshot read = ModelImport.safetensors(file);
    assertThat(read.format()).isEqualTo("safetensors/1");
    assertThat(read.config()).isEqualTo("{\"metadata\":{\"format\":\"pt\"}}");
    assertThat(read.weights().contentEquals(Snapshots.of(2).weights())).isTrue();
  }

  @Test
  @DisplayName("is refused when its metadata lack something or are too new")
  void refused() {
    SafetensorsFile good =
        new SafetensorsFile(Snapshots.of(1).weights(), Map.of("lepton", "1", "lepton.format", "f"));
    assertThatThrownBy(() -> SafetensorsFormat.snapshot(good, "x"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("lepton.config");
    Map<String, String> newer = new HashMap<>(good.metadata());
    newer.put("lepton", "2");
    assertThatThrownBy(
            () -> SafetensorsFormat.snapshot(new SafetensorsFile(good.weights(), newer), "x"))
        .isInstanceOf(FormatTooNewException.class);
  }
}
