package io.lepton.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What blobs, models and refs may be called. */
class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "packs/00ff.pack", "a/b/c-d_e.f", "...", ".a", "-", "0"})
  void keysThatAreAllowed(String key) {
    assertThat(BlobStore.requireValidKey(key)).isSameAs(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", ".", "..", "a/..", "../a", "A", "a b", "a\\b", "\u00e9", "a\0",
        "a\n", "a:b", "a*"
      })
  void keysThatAreNot(String key) {
    assertThatThrownBy(() -> BlobStore.requireValidKey(key))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[a-z0-9._-]");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 513})
  void keysUpTo512Characters(int length) {
    String key = "x".repeat(length);
    if (length <= 512) {
      assertThat(BlobStore.requireValidKey(key)).isSameAs(key);
    } else {
      assertThatThrownBy(() -> BlobStore.requireValidKey(key))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "credit-scoring", "Team/Model_1.0", "\u00e9t\u00e9", "9"})
  void refsThatAreAllowed(String name) {
    assertThat(new Ref(name, Ref.Kind.TAG, name)).hasToString("tag " + name + " of " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "/a", "_a", "a b", "a\n", "a:b", "a\0", "\ud83d\ude00"})
  void refsThatAreNot(String name) {
    assertThatThrownBy(() -> new Ref("model", Ref.Kind.ALIAS, name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("alias name \"" + name + "\"");
    assertThatThrownBy(() -> new Ref(name, Ref.Kind.ALIAS, "name"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model name \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201})
  void refsUpTo200Characters(int length) {
    String name = "x".repeat(length);
    if (length <= 200) {
      assertThat(new Ref("m", Ref.Kind.BRANCH, name).name()).isSameAs(name);
    } else {
      assertThatThrownBy(() -> new Ref("m", Ref.Kind.BRANCH, name))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
