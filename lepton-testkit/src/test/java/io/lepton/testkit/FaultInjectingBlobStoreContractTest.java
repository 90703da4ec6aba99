package io.lepton.testkit;

import io.lepton.spi.BlobStore;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A FaultInjectingBlobStore that was told nothing yet")
class FaultInjectingBlobStoreContractTest extends BlobStoreContract {
  private final InMemoryBlobStore delegate = new InMemoryBlobStore();

  @Override
  protected BlobStore create() {
    return FaultInjectingBlobStore.over(delegate, 1);
  }

  @Override
  protected Optional<BlobStore> reopen() {
    return Optional.of(FaultInjectingBlobStore.over(delegate, 2));
  }
}
