package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.spi.BlobStore;
import io.lepton.testkit.BlobStoreContract;
import io.lepton.testkit.FakeClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Blobs on a server that speaks S3")
class S3BlobStoreTest extends BlobStoreContract {
  private static final int PART = 32 << 10;

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
    return settings().open();
  }

  @Override
  protected Optional<BlobStore> reopen() {
    return Optional.of(settings().open());
  }

  /** Parts so small that the contract's larger blobs are sent in many. */
  private S3BlobStore.Builder settings() {
    return server
        .store(bucket)
        .prefix("team/models")
        .parallelParts(2)
        .tuned(PART, 1000, Duration.ofMillis(1));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  @DisplayName("of every size around that of a part come back to the byte")
  void sizesAroundAPart() {
    for (int size :
        new int[] {PART - 1, PART, PART + 1, 2 * PART - 1, 2 * PART, 2 * PART + 1, 9 * PART + 7}) {
      byte[] content = random(size);
      try (BlobStore.Writer writer = store().create("size/" + size)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          ByteBuffer piece = left.slice(left.position(), Math.min(left.remaining(), 10_007));
          left.position(left.position() + piece.remaining());
          writer.write(piece);
        }
        writer.commit();
      }
      assertThat(store().size("size/" + size)).isEqualTo(size);
      assertThat(store().read("size/" + size, 0, size)).isEqualTo(ByteBuffer.wrap(content));
    }
  }

  @Test
  @DisplayName("sent in parts have exactly one winner, and leave nothing of the losers")
  void oneWinnerOfManyInParts() {
    try (BlobStore.Writer first = store().create("a");
        BlobStore.Writer second = again().create("a")) {
      first.write(ByteBuffer.wrap(random(3 * PART)));
      second.write(ByteBuffer.wrap(random(3 * PART + 5)));
      second.commit();
      assertThatThrownBy(first::commit)
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining("blob a exists in bucket " + bucket);
    }
    assertThat(store().size("a")).isEqualTo(3 * PART + 5);
    assertThat(s3().abortUploadsOlderThan(Duration.ofDays(-1))).as("uploads left").isZero();
  }

  @Test
  @DisplayName("that were abandoned leave no parts, those of a crash are given up by their age")
  void abandonedParts() {
    try (BlobStore.Writer abandoned = store().create("a")) {
      abandoned.write(ByteBuffer.wrap(random(3 * PART)));
    }
    assertThat(s3().abortUploadsOlderThan(Duration.ofDays(-1))).as("uploads left").isZero();

    store().create("crashed").write(ByteBuffer.wrap(random(3 * PART)));
    Instant now = Instant.now();
    for (int hours : new int[] {23, 25}) {
      try (S3BlobStore later =
          settings().clock(FakeClock.at(now.plus(Duration.ofHours(hours)))).open()) {
        assertThat(later.abortUploadsOlderThan(Duration.ofDays(1)))
            .as("given up after %d hours", hours)
            .isEqualTo(hours > 24 ? 1 : 0);
      }
    }
  }

  @Test
  @DisplayName("below one prefix do not see those below another, or those of strangers")
  void prefixesAreApart() {
    put("a");
    try (S3BlobStore other = server.store(bucket).prefix("team/mod").open();
        S3BlobStore whole = server.store(bucket).open()) {
      assertThat(other.list("")).isEmpty();
      assertThat(other.list("els/")).isEmpty();
      try (Stream<String> keys = whole.list("")) {
        assertThat(keys)
            .as("without the probes, which are no blobs")
            .containsExactly("team/models/a");
      }
      whole.delete("team/models/a");
    }
    assertThat(store().list("")).isEmpty();
  }

  @Test
  @DisplayName("are gone with all their versions when deleted from a bucket that keeps versions")
  void deletesAllVersions() {
    server.keepVersions(bucket);
    put("a");
    store().delete("a");
    put("a");
    put("ab");
    store().delete("a");
    assertThat(server.versions(bucket)).noneMatch(key -> key.endsWith("/a")).hasSize(2);
    assertThat(store().list("")).containsExactly("ab");
  }

  @Test
  @DisplayName("answer that they were closed after they were closed")
  void closed() {
    BlobStore.Writer writer = store().create("a");
    writer.write(ByteBuffer.wrap(random(3 * PART)));
    put("b");
    store().close();
    assertThatThrownBy(() -> store().size("b"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("was closed");
    assertThatThrownBy(() -> store().read("b", 0, 1)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> store().list("")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> store().delete("b")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> store().create("c")).isInstanceOf(StorageException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(StorageException.class);
    writer.close();
  }

  @Test
  @DisplayName("refuse settings that make no sense")
  void settingsThatMakeNoSense() {
    S3BlobStore.Builder builder = S3BlobStore.builder("b");
    assertThatThrownBy(() -> builder.partBytes(1 << 20)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.parallelParts(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.attempts(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.prefix("/a")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.prefix("a b")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> builder.endpoint(java.net.URI.create("s3://host")))
        .isInstanceOf(InvalidInputException.class);
  }

  private S3BlobStore s3() {
    return (S3BlobStore) store();
  }

  private void put(String key) {
    try (BlobStore.Writer writer = store().create(key)) {
      writer.write(ByteBuffer.wrap(random(100)));
      writer.commit();
    }
  }
}
