package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A manager that is closed while it saves")
class ClosedTest {
  private static final int BYTES = 20 << 20; // more than two batches

  @TempDir Path folder;

  @Test
  @DisplayName("answers the save with a StorageException, and nothing of it is there")
  void duringSave() {
    for (int read = 0; read < 24; read += 4) {
      ModelManager models = ModelManager.open(folder);
      ModelSnapshot snapshot = closing(models, read);
      assertThatThrownBy(() -> models.model("m").save(snapshot).commit())
          .as("closed at read %d", read)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("closed")
          .hasMessageContaining("open it again");
      try (ModelManager again = ModelManager.open(folder)) {
        assertThat(again.model("m").versions()).isEmpty();
        assertThat(again.verify().isSound()).isTrue();
        assertThat(again.verify().unindexedPacks()).isEmpty();
      }
    }
  }

  /** A file whose nth piece, or its length asked for by the save, closes the manager. */
  private static ModelSnapshot closing(ModelManager models, int read) {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger saving = new AtomicInteger();
    ByteSource content = ByteSource.of(new byte[BYTES]);
    ByteSource source =
        new ByteSource() {
          @Override
          public long size() {
            if (read == 0 && saving.get() > 0) {
              models.close();
            }
            return BYTES;
          }

          @Override
          public ByteBuffer read(long offset, int length) {
            if (calls.incrementAndGet() == read) {
              models.close();
            }
            return content.read(offset, length);
          }
        };
    ModelSnapshot snapshot = ModelSnapshot.builder("f/1").file("file", source).build();
    saving.set(1);
    return snapshot;
  }
}
