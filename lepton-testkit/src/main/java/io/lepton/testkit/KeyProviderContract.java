package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.KeyProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link KeyProvider} as tests. Extend it and supply {@link #create} and {@link
 * #reopen}; every test then runs against a fresh provider.
 */
@DisplayName("A KeyProvider")
public abstract class KeyProviderContract {
  private static final int DATA_KEY_BYTES = 32;

  private final List<KeyProvider> opened = new ArrayList<>();

  /** For subclasses; JUnit makes one object for each test. */
  protected KeyProviderContract() {}

  /**
   * A new provider without keys. Called once for each test.
   *
   * @return the provider under test, closed after the test
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract KeyProvider create() throws Exception;

  /**
   * Opens what {@link #create} made for the same test once more, as a second process would.
   *
   * @return a second handle, closed after the test
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected abstract KeyProvider reopen() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    opened.add(create());
  }

  @AfterEach
  final void close() {
    opened.forEach(KeyProvider::close);
  }

  private KeyProvider keys() {
    return opened.get(0);
  }

  private KeyProvider again() throws Exception {
    opened.add(reopen());
    return opened.get(opened.size() - 1);
  }

  private static byte[] dataKey() {
    byte[] key = new byte[DATA_KEY_BYTES];
    new Random(7).nextBytes(key);
    return key;
  }

  @Test
  @DisplayName(
      "unwraps what it wrapped, in another process too, and never wraps the same way twice")
  void roundTrip() throws Exception {
    keys().create("a");
    assertThat(keys().exists("a")).isTrue();
    assertThat(keys().isDestroyed("a")).isFalse();
    byte[] wrapped = keys().wrap("a", dataKey());
    assertThat(keys().unwrap("a", wrapped)).isEqualTo(dataKey());
    assertThat(again().unwrap("a", wrapped)).isEqualTo(dataKey());
    assertThat(keys().wrap("a", dataKey())).isNotEqualTo(wrapped);
    assertThat(new String(wrapped, StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(dataKey(), StandardCharsets.ISO_8859_1));
  }

  @Test
  @DisplayName("detects every changed bit, a cut, and a data key wrapped with another key")
  void detectsChanges() {
    keys().create("a");
    keys().create("b");
    byte[] wrapped = keys().wrap("a", dataKey());
    for (int bit = 0; bit < wrapped.length * Byte.SIZE; bit++) {
      byte[] changed = wrapped.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThatThrownBy(() -> keys().unwrap("a", changed))
          .isInstanceOf(CorruptDataException.class);
    }
    for (int length = 0; length < wrapped.length; length++) {
      byte[] cut = Arrays.copyOf(wrapped, length);
      assertThatThrownBy(() -> keys().unwrap("a", cut)).isInstanceOf(CorruptDataException.class);
    }
    assertThatThrownBy(() -> keys().unwrap("b", wrapped)).isInstanceOf(CorruptDataException.class);
  }

  @Test
  @DisplayName("uses a destroyed key never again, in any process, nor its name")
  void destroys() throws Exception {
    KeyProvider other = again();
    keys().create("a");
    keys().create("b");
    byte[] wrapped = keys().wrap("a", dataKey());
    byte[] kept = keys().wrap("b", dataKey());
    assertThat(other.unwrap("a", wrapped)).isEqualTo(dataKey());

    KeyProvider.Destruction destruction = keys().destroy("a");

    assertThat(destruction.what()).contains("a");
    assertThat(destruction.how()).isNotBlank();
    for (KeyProvider handle : List.of(keys(), other, again())) {
      assertThat(handle.exists("a")).isFalse();
      assertThat(handle.isDestroyed("a")).isTrue();
      assertThat(handle.isDestroyed("never")).isFalse();
      assertThatThrownBy(() -> handle.unwrap("a", wrapped)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> handle.wrap("a", dataKey())).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> handle.create("a")).isInstanceOf(AlreadyExistsException.class);
      assertThat(handle.unwrap("b", kept)).isEqualTo(dataKey());
    }
    keys().destroy("a");
    keys().destroy("never-made");
    assertThatThrownBy(() -> keys().create("never-made"))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> keys().wrap("unknown", dataKey()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("unknown");
  }

  @Test
  @DisplayName("lets one of many makers of a name win")
  void onlyOneMakes() {
    List<Race.Outcome<Boolean>> outcomes =
        Race.run(
            i ->
                () -> {
                  keys().create("raced");
                  return true;
                });
    assertThat(outcomes).filteredOn(Race.Outcome::succeeded).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.succeeded())
        .allMatch(outcome -> outcome.failure() instanceof AlreadyExistsException);
    assertThat(keys().exists("raced")).isTrue();
  }

  @Test
  @DisplayName("refuses names that are none")
  void refusesNames() {
    for (String name : List.of("", "-a", "A", "a/b", "a.b", "ä", "a".repeat(65))) {
      assertThatThrownBy(() -> keys().create(name))
          .as(name)
          .isInstanceOf(InvalidInputException.class);
    }
    keys().create("a".repeat(64));
    keys().create("0-");
  }
}
