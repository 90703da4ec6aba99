package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException.Kind;
import io.lepton.model.Version;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Verifying a store whose disk fails")
class FailingVerifyTest {
  @TempDir Path folder;

  @Test
  @DisplayName("reports each read that fails instead of ending there")
  void reports() {
    FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(new InMemoryBlobStore(), 1);
    try (ModelManager models = ModelManager.builder(folder).blobs(blobs).open()) {
      Version version = models.model("m").save(Samples.small(1)).commit();
      long start = blobs.operations();
      assertThat(models.verify().isSound()).isTrue();
      long reads = blobs.operations() - start;
      for (long n = 2; n <= reads; n++) { // the first lists the packs: without it, no report
        blobs.failingAt(blobs.operations() + n, Kind.PERMANENT);
        assertThat(models.verify().isSound()).as("operation %d", n).isFalse();
        blobs.restore();
      }
      blobs.failingAt(blobs.operations() + 2, Kind.PERMANENT);
      assertThat(models.verify(version).isSound()).isFalse();
    }
  }
}
