package io.lepton.testkit;

import static io.lepton.testkit.BlobSubject.bytes;
import static io.lepton.testkit.BlobSubject.get;
import static io.lepton.testkit.BlobSubject.keys;
import static io.lepton.testkit.BlobSubject.put;
import static io.lepton.testkit.BlobSubject.putIfFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How blobs come and go. */
interface BlobWritingRules extends BlobSubject {
  List<String> BAD_KEYS =
      List.of(
          "",
          "/",
          "/a",
          "a/",
          "a//b",
          ".",
          "..",
          "a/../b",
          "a/./b",
          "A",
          "a b",
          "a\\b",
          "a:b",
          "a\u0000b",
          "\u00e9",
          "a\n",
          "x".repeat(513));

  @Test
  @DisplayName("gives back what was written in pieces, to the byte")
  default void givesBackWhatWasWritten() {
    byte[] content = bytes(1, 300_001);
    ByteBuffer heap = ByteBuffer.wrap(content, 0, 100_000);
    ByteBuffer direct = ByteBuffer.allocateDirect(200_002);
    direct.position(1).put(content, 100_000, 200_000).position(1).limit(200_001);
    ByteBuffer readOnly = ByteBuffer.wrap(content).asReadOnlyBuffer().position(300_000);
    try (BlobStore.Writer writer = store().create("packs/a-1_b.bin")) {
      for (ByteBuffer piece : List.of(heap, direct, ByteBuffer.allocate(0), readOnly)) {
        writer.write(piece);
        assertThat(piece.remaining()).as("what is left of a written buffer").isZero();
      }
      writer.commit();
    }
    assertThat(store().size("packs/a-1_b.bin")).isEqualTo(300_001);
    assertThat(get(store(), "packs/a-1_b.bin")).isEqualTo(content);
  }

  @Test
  @DisplayName("copies on write: the caller may use the buffer for something else afterwards")
  default void copiesOnWrite() {
    byte[] reused = {1, 2, 3};
    try (BlobStore.Writer writer = store().create("a")) {
      writer.write(ByteBuffer.wrap(reused));
      reused[0] = 99;
      writer.write(ByteBuffer.wrap(reused));
      writer.commit();
    }
    assertThat(get(store(), "a")).containsExactly(1, 2, 3, 99, 2, 3);
  }

  @Test
  @DisplayName("keeps an empty blob")
  default void keepsAnEmptyBlob() {
    try (BlobStore.Writer writer = store().create("empty")) {
      writer.commit();
    }
    assertThat(store().size("empty")).isZero();
    assertThat(store().read("empty", 0, 0).remaining()).isZero();
    assertThat(keys(store(), "")).containsExactly("empty");
  }

  @Test
  @DisplayName("shows nothing of a blob before its commit")
  default void showsNothingBeforeCommit() {
    try (BlobStore.Writer writer = store().create("a/late")) {
      writer.write(ByteBuffer.wrap(bytes(1, 100_000)));
      assertThatThrownBy(() -> store().size("a/late")).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> store().read("a/late", 0, 1)).isInstanceOf(NotFoundException.class);
      assertThat(keys(store(), "")).isEmpty();
      writer.commit();
    }
    assertThat(keys(store(), "")).containsExactly("a/late");
  }

  @Test
  @DisplayName("discards what was not committed, and leaves the key free")
  default void discardsWhatWasNotCommitted() {
    try (BlobStore.Writer writer = store().create("a")) {
      writer.write(ByteBuffer.wrap(new byte[] {1}));
    }
    assertThat(keys(store(), "")).isEmpty();
    assertThatThrownBy(() -> store().size("a")).isInstanceOf(NotFoundException.class);
    put(store(), "a", new byte[] {2});
    assertThat(get(store(), "a")).containsExactly(2);
  }

  @Test
  @DisplayName("never changes a blob: a second writer of the key is refused and the first's stays")
  default void neverChangesABlob() {
    put(store(), "a", new byte[] {1});
    assertThat(putIfFree(store(), "a", new byte[] {2, 2})).isFalse();
    assertThat(putIfFree(store(), "a", new byte[] {1})).as("not even by equal bytes").isFalse();
    assertThat(get(store(), "a")).containsExactly(1);
  }

  @Test
  @DisplayName("lets the first commit win, whoever created first")
  default void firstCommitWins() {
    boolean late;
    try (BlobStore.Writer slow = store().create("a")) {
      slow.write(ByteBuffer.wrap(new byte[] {1}));
      boolean fast = putIfFree(store(), "a", new byte[] {2});
      late = commits(slow);
      assertThat(fast ^ late).as("exactly one of two writers commits").isTrue();
      assertThatThrownBy(slow::commit).as("a second try").isInstanceOf(LeptonException.class);
    }
    assertThat(get(store(), "a")).containsExactly(late ? 1 : 2);
  }

  private static boolean commits(BlobStore.Writer writer) {
    try {
      writer.commit();
      return true;
    } catch (AlreadyExistsException e) {
      return false;
    }
  }

  @Test
  @DisplayName("accepts nothing through a writer that committed or was closed")
  default void acceptsNothingAfterCommit() {
    BlobStore.Writer writer = store().create("a");
    writer.write(ByteBuffer.wrap(new byte[] {1}));
    writer.commit();
    assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[] {2})))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(InvalidInputException.class);
    writer.close();
    writer.close();
    assertThat(get(store(), "a")).containsExactly(1);

    BlobStore.Writer closed = store().create("b");
    closed.close();
    assertThatThrownBy(() -> closed.write(ByteBuffer.wrap(new byte[] {2})))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(closed::commit).isInstanceOf(InvalidInputException.class);
    assertThat(keys(store(), "")).containsExactly("a");
  }

  @Test
  @DisplayName("deletes a blob, and deletes what is not there without complaint")
  default void deletes() {
    put(store(), "a/b", new byte[] {1});
    put(store(), "a/c", new byte[] {2});
    store().delete("a/b");
    store().delete("a/b");
    store().delete("never/was");
    assertThatThrownBy(() -> store().size("a/b")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store().read("a/b", 0, 1)).isInstanceOf(NotFoundException.class);
    assertThat(keys(store(), "")).containsExactly("a/c");
  }

  @Test
  @DisplayName("frees the key of a deleted blob")
  default void freesTheKeyOfADeletedBlob() {
    put(store(), "a", new byte[] {1});
    store().delete("a");
    put(store(), "a", new byte[] {2});
    assertThat(get(store(), "a")).containsExactly(2);
  }

  @Test
  @DisplayName("refuses every key that breaks the rule, in every method")
  default void refusesBadKeys() {
    for (String key : BAD_KEYS) {
      assertThatThrownBy(() -> store().create(key).close())
          .as("create(\"%s\")", key)
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().size(key))
          .as("size(\"%s\")", key)
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().read(key, 0, 0))
          .as("read(\"%s\")", key)
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().delete(key))
          .as("delete(\"%s\")", key)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  @DisplayName("takes every key that keeps the rule")
  default void takesGoodKeys() {
    List<String> good =
        List.of(
            "0",
            "a.b",
            "...",
            ".hidden",
            "-",
            "_",
            "a/b/c/d/e/f/g",
            "x".repeat(128)
                + "/"
                + "y".repeat(128)
                + "/"
                + "z".repeat(128)
                + "/"
                + "w".repeat(125));
    for (String key : good) {
      put(store(), key, key.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    assertThat(keys(store(), "")).containsExactlyInAnyOrderElementsOf(good);
    for (String key : good) {
      assertThat(get(store(), key)).asString().isEqualTo(key);
    }
  }

  @Test
  @DisplayName("keeps apart, or refuses, a key that is a folder of another")
  default void keepsAFolderApartFromABlob() {
    put(store(), "a/b", new byte[] {1});
    boolean taken;
    try {
      put(store(), "a", new byte[] {2});
      taken = true;
    } catch (LeptonException refused) {
      taken = false;
    }
    assertThat(get(store(), "a/b")).containsExactly(1);
    assertThat(keys(store(), ""))
        .containsExactlyElementsOf(taken ? List.of("a", "a/b") : List.of("a/b"));
  }
}
