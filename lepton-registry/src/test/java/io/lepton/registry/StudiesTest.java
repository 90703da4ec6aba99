package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Decision;
import io.lepton.error.AccessDeniedException;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.StudyStorage;
import io.lepton.testkit.StudyStorageContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studies of a store whose catalogue is SQLite. */
class StudiesTest extends StudyStorageContract {
  @TempDir Path folder;
  private final List<ModelManager> opened = new ArrayList<>();

  private ModelManager open() {
    ModelManager models = ModelManager.open(folder.resolve("home"));
    opened.add(models);
    return models;
  }

  @Override
  protected StudyStorage create() {
    return open().studies();
  }

  @Override
  protected Optional<StudyStorage> reopen() {
    return Optional.of(open().studies());
  }

  @AfterEach
  void close() {
    opened.forEach(ModelManager::close);
  }

  @Test
  @DisplayName("is governed like all records, and moves with a clone")
  void isGoverned() {
    ModelManager models = open();
    models.studies().append("s", "e", Instant.EPOCH, "{\"a\":1}");
    try (ModelManager denied =
            ModelManager.builder(folder.resolve("home")).access(it -> Decision.deny("no")).open();
        ModelManager copy = ModelManager.open(folder.resolve("copy"))) {
      StudyStorage studies = denied.studies();
      assertThatThrownBy(() -> studies.append("s", "f", Instant.EPOCH, "{}"))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> studies.read("s", 0, 1)).isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(studies::studies).isInstanceOf(AccessDeniedException.class);
      models.cloneInto(copy);
      assertThat(copy.studies().read("s", 0, 9)).isEqualTo(models.studies().read("s", 0, 9));
    }
  }

  @Test
  @DisplayName("says so when a stream of that name is no study")
  void refusesOtherStreams() {
    ModelManager models = open();
    models
        .store()
        .catalog
        .apply(List.of(new AppendEvent("study/x", "1", Instant.EPOCH, "{\"a\":1}")));

    assertThatThrownBy(() -> models.studies().read("x", 0, 9))
        .hasMessageContaining("is no entry of a study");
  }
}
