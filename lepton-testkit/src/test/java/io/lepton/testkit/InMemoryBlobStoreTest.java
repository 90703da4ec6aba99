package io.lepton.testkit;

import io.lepton.spi.BlobStore;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An InMemoryBlobStore")
class InMemoryBlobStoreTest extends BlobStoreContract {
  private final InMemoryBlobStore store = new InMemoryBlobStore();

  @Override
  protected BlobStore create() {
    return store;
  }

  @Override
  protected Optional<BlobStore> reopen() {
    return Optional.of(store);
  }
}
