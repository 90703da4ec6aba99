package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A version as a plain folder")
class FolderTest {
  @TempDir Path temp;
  private ModelManager models;
  private Version version;
  private Path folder;

  @BeforeEach
  void export() {
    models = ModelManager.open(temp.resolve("home"));
    version = models.model("m").save(Snapshots.of(1)).message("first").commit();
    folder = temp.resolve("out");
    ModelExport.of(models).directory(version, folder);
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  @DisplayName("comes back equal to the bit, whatever its files are called")
  void roundTrip() {
    ModelSnapshot back = ModelImport.directory(folder);
    Snapshots.assertSame(back, models.load(version));
    Version again = models.model("copy").save(back).commit();
    Snapshots.assertSame(models.load(again), Snapshots.of(1));
  }

  @Test
  @DisplayName("is readable by people and other tools, and stays inside itself")
  void layout() throws IOException {
    assertThat(Safetensors.read(folder.resolve("weights.safetensors")).weights().names())
        .containsExactlyElementsOf(Snapshots.of(1).weights().names());
    assertThat(folder.resolve("files/tokenizer/vocab.txt")).hasContent("seed 1");
    assertThat(temp.resolve("escape")).doesNotExist();
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("no drafts are left")
          .containsExactlyInAnyOrder("home", "out");
    }
  }

  @Test
  @DisplayName("never replaces what is there")
  void existing() {
    assertThatThrownBy(() -> ModelExport.of(models).directory(version, folder))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  @DisplayName("is refused when a byte of any file changed, or a file is missing, added or a link")
  void damage() throws IOException {
    for (String name : new String[] {"weights.safetensors", "files/tokenizer/vocab.txt"}) {
      Path file = folder.resolve(name);
      byte[] original = Files.readAllBytes(file);
      byte[] changed = original.clone();
      changed[changed.length - 1] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> ModelImport.directory(folder))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("SHA-256");
      Files.delete(file);
      assertThatThrownBy(() -> ModelImport.directory(folder))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name);
      Path elsewhere = Files.write(temp.resolve("elsewhere"), original);
      Files.createSymbolicLink(file, elsewhere);
      assertThatThrownBy(() -> ModelImport.directory(folder))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("link");
      Files.delete(file);
      Files.write(file, original);
    }
    Files.writeString(folder.resolve(".hidden"), "of the system");
    Files.writeString(folder.resolve("files/extra.txt"), "of somebody");
    assertThatThrownBy(() -> ModelImport.directory(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("extra.txt");
  }

  @Test
  @DisplayName("is refused when its manifest points elsewhere, is not one, or is too new")
  void manifest() throws IOException {
    Path file = folder.resolve("lepton-model.json");
    String json = Files.readString(file);
    Files.writeString(temp.resolve("secret"), "");
    for (String path :
        new String[] {"../secret", "/etc/hosts", "files/../../secret", "a\\\\b", ""}) {
      Files.writeString(file, json.replace("files/tokenizer/vocab.txt", path));
      assertThatThrownBy(() -> ModelImport.directory(folder))
          .as(path)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("path");
    }
    Files.writeString(file, json.replace("\"version\":1,", "\"version\":2,\"news\":1,"));
    assertThatThrownBy(() -> ModelImport.directory(folder))
        .isInstanceOf(FormatTooNewException.class);
    Files.writeString(file, json.replace("\"weights\":", "\"weight\":"));
    assertThatThrownBy(() -> ModelImport.directory(folder))
        .isInstanceOf(CorruptDataException.class);
    Files.delete(file);
    assertThatThrownBy(() -> ModelImport.directory(folder)).isInstanceOf(NotFoundException.class);
  }
}
