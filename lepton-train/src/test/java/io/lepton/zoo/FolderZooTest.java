package io.lepton.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.Toy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderZooTest {
  @TempDir Path folder;

  @Test
  void whatIsAddedIsLoadedToTheBit() {
    FolderZoo zoo = FolderZoo.open(folder.resolve("zoo"));
    assertThat(zoo.names()).isEmpty();
    ModelSnapshot saved = Toy.snapshot();
    zoo.add("toy-1.0", saved);
    assertThat(FolderZoo.open(folder.resolve("zoo")).names()).containsExactly("toy-1.0");
    ModelSnapshot loaded = zoo.load("toy-1.0");
    assertThat(loaded.weights().contentEquals(saved.weights())).isTrue();
    assertThat(loaded.lineage()).isEqualTo(saved.lineage());
    assertThat(loaded.signature()).isEqualTo(saved.signature());
    assertThat(loaded.hyperparameters()).isEqualTo(saved.hyperparameters());
    List<Row> rows = Toy.data(5, 9).toRows();
    try (Predictor before = ModelEngine.forFormat(saved.format()).load(saved);
        Predictor after = ModelEngine.forFormat(loaded.format()).load(loaded)) {
      assertThat(after.predict(rows)).isEqualTo(before.predict(rows));
    }
    assertThatThrownBy(() -> zoo.add("toy-1.0", saved))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("toy-1.0");
  }

  @Test
  void anUnknownNameListsThoseThereAre() {
    FolderZoo zoo = FolderZoo.open(folder);
    zoo.add("toy", Toy.snapshot());
    assertThatThrownBy(() -> zoo.load("boy"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[toy]");
    for (String name : new String[] {"../toy", "", ".toy", "a/b"}) {
      assertThatThrownBy(() -> zoo.load(name)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    FolderZoo zoo = FolderZoo.open(folder);
    zoo.add("toy", Toy.snapshot());
    for (String file : new String[] {"weights.safetensors", "file0"}) {
      Path path = folder.resolve("toy").resolve(file);
      byte[] sound = Files.readAllBytes(path);
      byte[] flipped = sound.clone();
      flipped[flipped.length / 2] ^= 4;
      Files.write(path, flipped);
      assertThatThrownBy(() -> zoo.load("toy"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(file);
      Files.delete(path);
      assertThatThrownBy(() -> zoo.load("toy"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(file);
      Files.write(path, sound);
    }
    Path manifest = folder.resolve("toy").resolve("model.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replace(FolderZoo.FORMAT, "lepton.zoo-model/2"));
    assertThatThrownBy(() -> zoo.load("toy"))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("lepton.zoo-model/2");
    Files.writeString(manifest, json.substring(0, json.length() / 2));
    assertThatThrownBy(() -> zoo.load("toy")).isInstanceOf(CorruptDataException.class);
  }

  @Test
  void modelsOfAStoreAreAskedForWhenTheyAreLoaded() {
    Supplier<ModelSnapshot> never =
        () -> {
          throw new CorruptDataException("the store is damaged");
        };
    ModelZoo zoo = ModelZoo.of(Map.of("toy", Toy::snapshot, "broken", never));
    assertThat(zoo.names()).containsExactly("broken", "toy");
    assertThat(zoo.load("toy")).isSameAs(Toy.snapshot());
    assertThatThrownBy(() -> zoo.load("broken")).isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(() -> zoo.load("none"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[broken, toy]");
  }
}
