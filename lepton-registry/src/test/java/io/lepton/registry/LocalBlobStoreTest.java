package io.lepton.registry;

import io.lepton.spi.BlobStore;
import io.lepton.testkit.BlobStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Blobs on a local disk")
class LocalBlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;

  @Override
  protected BlobStore create() {
    return LocalBlobStore.open(folder.resolve("packs"));
  }

  @Override
  protected Optional<BlobStore> reopen() {
    return Optional.of(create());
  }
}
