package io.lepton.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.LocalBlobStore;
import io.lepton.spi.KeyProvider;
import io.lepton.testkit.KeyProviderContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseKeysTest extends KeyProviderContract {
  private static final String PASSPHRASE = "correct horse battery staple";

  @TempDir Path folder;

  @Override
  protected KeyProvider create() {
    return PassphraseKeys.open(LocalBlobStore.open(folder), PASSPHRASE.toCharArray(), 1000);
  }

  @Override
  protected KeyProvider reopen() {
    return create();
  }

  @Test
  void refusesAnotherPassphraseAndAShortOne() {
    assertThatThrownBy(
            () ->
                PassphraseKeys.open(
                    LocalBlobStore.open(folder), "Correct horse battery staple".toCharArray()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not the passphrase");
    assertThatThrownBy(
            () -> PassphraseKeys.open(LocalBlobStore.open(folder), "eleven char".toCharArray()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("12 characters, found 11");
  }

  @Test
  void keepsNeitherThePassphraseNorTheKeyReadable() throws Exception {
    try (KeyProvider keys = create()) {
      keys.create("model-1");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(PASSPHRASE).doesNotContain("keyData");
      }
    }
  }

  @Test
  void tellsANewerRingFromADamagedOne() throws Exception {
    Path ring = folder.resolve("ring.json");
    String json = Files.readString(ring);
    overwrite(ring, json.replace("\"format\":1", "\"format\":2"));
    assertThatThrownBy(this::create).isInstanceOf(FormatTooNewException.class);
    overwrite(ring, json.replace("\"iterations\":1000", "\"iterations\":0"));
    assertThatThrownBy(this::create).isInstanceOf(CorruptDataException.class);
    overwrite(ring, "{");
    assertThatThrownBy(this::create).isInstanceOf(CorruptDataException.class);
    overwrite(ring, json);
    create().close();
  }

  private static void overwrite(Path file, String text) throws Exception {
    Files.delete(file);
    Files.writeString(file, text);
  }
}
