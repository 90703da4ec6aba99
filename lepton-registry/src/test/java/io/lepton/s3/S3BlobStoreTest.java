package io.lepton.s3;

import io.lepton.spi.BlobStore;
import io.lepton.testkit.BlobStoreContract;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Blobs on a server that speaks S3")
class S3BlobStoreTest extends BlobStoreContract {
  private static S3Server server;

  private final String bucket = "b" + UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected BlobStore create() {
    server.bucket(bucket);
    return server.store(bucket).prefix("team/models").open();
  }

  @Override
  protected Optional<BlobStore> reopen() {
    return Optional.of(server.store(bucket).prefix("team/models").open());
  }
}
