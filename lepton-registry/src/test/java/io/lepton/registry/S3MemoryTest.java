package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.s3.S3BlobStore;
import io.lepton.s3.S3Server;
import io.lepton.spi.BlobStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A blob sent to S3 in parts")
class S3MemoryTest {
  private static final int MEBIBYTES = 160;

  /** Five parts of 8 MiB, and what a JVM with the AWS SDK needs by itself (about 25 MiB). */
  private static final int HEAP = 80;

  @Test
  @DisplayName("is never held whole: 160 MiB go through a heap of 80")
  void isNeverHeldWhole() throws Exception {
    try (S3Server server = S3Server.start().bucket("memory");
        ChildJvm child =
            ChildJvm.start(HEAP, S3MemoryTest.class, List.of(server.endpoint().toString()))) {
      assertThat(child.process().waitFor()).as("%s", child.lines()).isZero();
      try (BlobStore store = server.store("memory").open()) {
        assertThat(store.size("a")).isEqualTo((long) MEBIBYTES << 20);
        assertThat(store.read("a", 100L << 20, 1 << 20)).isEqualTo(ByteBuffer.wrap(mebibyte(100)));
      }
    }
  }

  /** The other JVM. */
  public static void main(String[] args) {
    try (S3BlobStore store = S3Server.store(URI.create(args[0]), "memory").open();
        BlobStore.Writer writer = store.create("a")) {
      for (int i = 0; i < MEBIBYTES; i++) {
        writer.write(ByteBuffer.wrap(mebibyte(i)));
      }
      writer.commit();
    }
  }

  private static byte[] mebibyte(int seed) {
    byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
