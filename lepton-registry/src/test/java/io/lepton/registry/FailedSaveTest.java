package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.StorageException;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A save that the catalogue refuses")
class FailedSaveTest {
  @TempDir Path folder;

  @Test
  @DisplayName("takes its packs with it when nothing can have been committed")
  void discards() throws Exception {
    try (ModelManager models = ModelManager.open(folder)) {
      try (var connection =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"));
          var statement = connection.createStatement()) {
        statement.execute(
            "CREATE TRIGGER full BEFORE INSERT ON version"
                + " BEGIN SELECT RAISE(ABORT, 'as if the disk were full'); END");
      }
      assertThatThrownBy(() -> models.model("m").save(Samples.small(1)).commit())
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("as if");
      assertThat(models.verify().unindexedPacks()).isEmpty();
    }
  }
}
