package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.spi.BlobStore;
import io.lepton.testkit.BlobStoreContract;
import io.lepton.testkit.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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

  @Test
  @DisplayName("hides drafts, and sweeps those older than a day when opened")
  void sweepsDrafts() throws IOException {
    Path drafts = folder.resolve("packs/~tmp");
    Path old = drafts.resolve("old");
    Path recent = drafts.resolve("recent");
    Files.writeString(old, "left by a crash");
    Files.writeString(recent, "of a save that runs");
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(25))));
    Files.setLastModifiedTime(recent, FileTime.from(now.minus(Duration.ofHours(23))));
    try (BlobStore store = LocalBlobStore.open(folder.resolve("packs"), FakeClock.at(now))) {
      assertThat(store.list("")).isEmpty();
      assertThat(old).doesNotExist();
      assertThat(recent).exists();
    }
  }

  @Test
  @DisplayName("leaves no draft behind, whether a blob is committed, abandoned or refused")
  void leavesNoDraft() throws IOException {
    try (BlobStore.Writer abandoned = store().create("a/b")) {
      abandoned.write(ByteBuffer.wrap(new byte[10]));
    }
    try (BlobStore.Writer first = store().create("a/b");
        BlobStore.Writer second = store().create("a/b")) {
      first.commit();
      assertThatThrownBy(second::commit).isInstanceOf(AlreadyExistsException.class);
    }
    try (Stream<Path> drafts = Files.list(folder.resolve("packs/~tmp"))) {
      assertThat(drafts).isEmpty();
    }
    assertThat(folder.resolve("packs/a/b")).exists();
  }
}
