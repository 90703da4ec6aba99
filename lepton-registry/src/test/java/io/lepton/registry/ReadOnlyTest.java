package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.StorageException;
import io.lepton.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the write permission away from real folders. Root may write all the same, so for root they
 * are made immutable with {@code chattr}; where that fails too, the tests say so and are skipped.
 */
@DisplayName("A read-only store")
class ReadOnlyTest {
  @TempDir Path folder;

  private final List<Path> immutable = new ArrayList<>();

  private Path home() {
    return folder.resolve("home");
  }

  private void makeReadOnly(Path root) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.getFileStore(root).supportsFileAttributeView("posix"),
        "NOT TESTED: read-only folders; this file system has no POSIX permissions");
    for (Path each : tree(root)) {
      setWritable(each, false);
    }
    if (isWritable(root)) {
      for (Path each : tree(root)) {
        if (chattr("+i", each)) {
          immutable.add(each);
        }
      }
    }
    Assumptions.assumeFalse(
        isWritable(root),
        "NOT TESTED: read-only folders; the tests run as root and chattr +i does not work here."
            + " Run them as another user");
  }

  @AfterEach
  void makeWritable() throws IOException, InterruptedException {
    for (Path each : immutable) {
      assertThat(chattr("-i", each)).as("chattr -i %s", each).isTrue();
    }
    immutable.clear();
    for (Path each : tree(folder)) {
      setWritable(each, true);
    }
  }

  private static List<Path> tree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.toList();
    }
  }

  private static void setWritable(Path file, boolean writable) {
    assertThat(file.toFile().setWritable(writable)).as("chmod of %s", file).isTrue();
  }

  private static boolean isWritable(Path root) throws IOException {
    try {
      Files.delete(Files.createFile(root.resolve("probe")));
      return true;
    } catch (java.nio.file.FileSystemException e) {
      return false;
    }
  }

  private static boolean chattr(String flag, Path file) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("chattr", flag, file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private static void refused(ThrowingCallable call, Path named) {
    assertThatThrownBy(call)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(named.toString())
        .hasMessageContaining("Lepton needs to read and write")
        .satisfies(
            e ->
                assertThat(((StorageException) e).kind())
                    .isEqualTo(StorageException.Kind.PERMANENT));
  }

  @Test
  @DisplayName("cannot be opened: the message names the folder and says what is needed")
  void open() throws Exception {
    Version saved;
    try (ModelManager models = ModelManager.open(home())) {
      saved = models.model("m").save(Samples.small(1)).commit();
    }
    makeReadOnly(home());
    refused(() -> ModelManager.open(home()), home());
    makeWritable();
    try (ModelManager models = ModelManager.open(home())) {
      assertThat(models.model("m").versions()).containsExactly(saved);
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("cannot be made in a read-only folder")
  void create() throws Exception {
    makeReadOnly(folder);
    refused(() -> ModelManager.open(home()), home());
    makeWritable();
    ModelManager.open(home()).close();
  }

  @Test
  @DisplayName("that becomes so while open refuses a save, still loads, and works on afterwards")
  void whileOpen() throws Exception {
    try (ModelManager models = ModelManager.open(home())) {
      Version saved = models.model("m").save(Samples.small(1)).commit();
      makeReadOnly(home().resolve("packs"));
      refused(() -> models.model("m").save(Samples.small(2)).commit(), home().resolve("packs"));
      assertThat(models.model("m").versions()).containsExactly(saved);
      assertThat(models.load(saved).weights().contentEquals(Samples.small(1).weights())).isTrue();
      makeWritable();
      assertThat(models.model("m").save(Samples.small(2)).commit().number()).isEqualTo(2);
      assertThat(models.verify().isSound()).isTrue();
    }
  }
}
