package io.lepton.testkit;

import static io.lepton.testkit.BlobSubject.array;
import static io.lepton.testkit.BlobSubject.bytes;
import static io.lepton.testkit.BlobSubject.get;
import static io.lepton.testkit.BlobSubject.keys;
import static io.lepton.testkit.BlobSubject.put;
import static io.lepton.testkit.BlobSubject.putIfFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What may be asked of the blobs that are there. */
interface BlobReadingRules extends BlobSubject {
  @Test
  @DisplayName("reads any range as a read-only little-endian buffer of exactly that length")
  default void readsRanges() {
    byte[] content = bytes(3, 70_000);
    put(store(), "a", content);
    for (int offset : new int[] {0, 1, 4095, 4096, 65_535, 69_999, 70_000}) {
      for (int length : new int[] {0, 1, 7, 4096, 70_000}) {
        if (offset + length > content.length) {
          continue;
        }
        ByteBuffer read = store().read("a", offset, length);
        assertThat(read.position()).isZero();
        assertThat(read.limit()).isEqualTo(length);
        assertThat(read.isReadOnly()).isTrue();
        assertThat(read.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(array(read)).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
      }
    }
  }

  @Test
  @DisplayName("reads any range into what remains of a buffer, on the heap or not")
  default void readsIntoBuffers() {
    byte[] content = bytes(5, 70_000);
    put(store(), "a", content);
    for (ByteBuffer to : List.of(ByteBuffer.allocate(5000), ByteBuffer.allocateDirect(5000))) {
      for (int offset : new int[] {0, 4096, 65_535}) {
        to.clear().position(3).limit(4003);
        store().read("a", offset, to);
        assertThat(to.position()).isEqualTo(4003);
        assertThat(array(to.slice(3, 4000)))
            .isEqualTo(Arrays.copyOfRange(content, offset, offset + 4000));
      }
      to.clear();
      assertThatThrownBy(() -> store().read("a", 65_001, to))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().read("no/such", 0, to.clear()))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  @DisplayName("gives each reader a buffer of its own")
  default void givesEachReaderItsOwnBuffer() {
    put(store(), "a", new byte[] {1, 2, 3});
    ByteBuffer first = store().read("a", 0, 3);
    first.get();
    first.order(ByteOrder.BIG_ENDIAN);
    ByteBuffer second = store().read("a", 0, 3);
    assertThat(second.position()).isZero();
    assertThat(second.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  @DisplayName("refuses a range that is not inside the blob")
  default void refusesRangesOutside() {
    put(store(), "a", new byte[10]);
    long[][] outside = {
      {0, 11},
      {10, 1},
      {11, 0},
      {-1, 1},
      {0, -1},
      {Long.MAX_VALUE, 1},
      {Long.MIN_VALUE, 1},
      {Long.MAX_VALUE, Integer.MAX_VALUE}
    };
    for (long[] range : outside) {
      assertThatThrownBy(() -> store().read("a", range[0], (int) range[1]))
          .as("read(\"a\", %d, %d) of 10 bytes", range[0], range[1])
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  @DisplayName("names the key that is not there")
  default void namesTheKeyThatIsNotThere() {
    assertThatThrownBy(() -> store().size("no/such"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no/such");
    assertThatThrownBy(() -> store().read("no/such", 0, 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no/such");
  }

  @Test
  @DisplayName("leaves a buffer valid after its blob is deleted and the store is closed")
  default void buffersStayValid() {
    byte[] content = bytes(4, 100_000);
    put(store(), "a", content);
    ByteBuffer read = store().read("a", 0, content.length);
    store().delete("a");
    store().close();
    assertThat(array(read)).isEqualTo(content);
  }

  @Test
  @DisplayName("lists the keys that begin with a prefix, whatever segments it cuts")
  default void listsByPrefix() {
    for (String key : new String[] {"a/b", "a/bc", "a/b/c", "ab", "b"}) {
      boolean taken = putIfFree(store(), key.equals("a/b/c") ? "a/d/c" : key, new byte[] {1});
      assertThat(taken).isTrue();
    }
    assertThat(keys(store(), "")).containsExactly("a/b", "a/bc", "a/d/c", "ab", "b");
    assertThat(keys(store(), "a")).containsExactly("a/b", "a/bc", "a/d/c", "ab");
    assertThat(keys(store(), "a/")).containsExactly("a/b", "a/bc", "a/d/c");
    assertThat(keys(store(), "a/b")).containsExactly("a/b", "a/bc");
    assertThat(keys(store(), "a/d/c")).containsExactly("a/d/c");
    assertThat(keys(store(), "nothing/")).isEmpty();
    assertThat(keys(store(), "../")).as("a prefix no key can have").isEmpty();
  }

  @Test
  @DisplayName("lists more keys than one page of a remote store holds, while some are deleted")
  default void listsManyKeys() {
    int count = 1_100;
    for (int i = 0; i < count; i++) {
      put(store(), "many/" + i, new byte[] {(byte) i});
    }
    try (Stream<String> stream = store().list("many/")) {
      stream.filter(key -> key.endsWith("7")).forEach(store()::delete);
    }
    assertThat(keys(store(), "many/")).hasSize(count - count / 10);
  }

  @Test
  @DisplayName("may be closed twice")
  default void closesTwice() {
    store().close();
    store().close();
  }

  @Test
  @DisplayName("shows a second handle every committed blob, and no other, after the first closed")
  default void survivesReopening() {
    byte[] content = bytes(5, 200_000);
    put(store(), "kept/blob", content);
    put(store(), "gone", new byte[] {1});
    store().delete("gone");
    store().create("never-committed").write(ByteBuffer.wrap(content));
    store().close();
    BlobStore reopened = again();
    assertThat(keys(reopened, "")).containsExactly("kept/blob");
    assertThat(get(reopened, "kept/blob")).isEqualTo(content);
    assertThat(putIfFree(reopened, "kept/blob", new byte[] {2})).isFalse();
    assertThat(putIfFree(reopened, "never-committed", new byte[] {3})).isTrue();
  }

  @Test
  @DisplayName("shows a second open handle what the first commits and deletes, at once")
  default void twoHandlesSeeEachOther() {
    BlobStore second = again();
    put(store(), "a", new byte[] {1});
    assertThat(get(second, "a")).containsExactly(1);
    assertThat(putIfFree(second, "a", new byte[] {2})).isFalse();
    second.delete("a");
    assertThatThrownBy(() -> store().size("a")).isInstanceOf(NotFoundException.class);
  }
}
