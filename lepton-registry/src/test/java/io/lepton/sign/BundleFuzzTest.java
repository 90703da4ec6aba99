package io.lepton.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of a valid bundle, changed at random: refused, or the same statement; nothing else. */
class BundleFuzzTest {
  private static final int MUTANTS = 20_000;
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "1e999999",
    "\\u0000",
    "\\ud800",
    "AAAA",
    "\"certificate\":{},",
    "\"publicKey\":{},",
    "\"rawBytes\":\"\",",
    "[[[[[[[[[[[[[[[[",
    "="
  };

  @TempDir Path home;

  @Test
  void aMutantOfAKeyBundleIsRefusedOrSaysTheSame() throws IOException {
    Path model = Keys.model(home);
    check(Keys.keySigner().sign(model), Keys.KEY_VERIFIER, MUTANTS);
  }

  @Test
  void aMutantOfACertificateBundleIsRefusedOrSaysTheSame() throws IOException {
    Path model = Keys.model(home);
    check(Keys.certificateSigner("leaf").sign(model), Keys.trusting("root"), MUTANTS / 20);
  }

  private static void check(SignatureBundle bundle, ModelVerifier verifier, int mutants) {
    byte[] valid = bundle.json().getBytes(StandardCharsets.UTF_8);
    ModelStatement statement = verifier.verify(bundle).statement();
    Random random = new Random(20_261_122);
    int same = 0;
    for (int i = 0; i < mutants; i++) {
      byte[] mutant = mutate(valid, random);
      try {
        assertThat(verifier.verify(SignatureBundle.parse(mutant)).statement()).isEqualTo(statement);
        same++;
      } catch (LeptonException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(same).isLessThan(mutants / 10); // most bytes matter
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = splice(bytes, at, at + random.nextInt(20), new byte[0]);
        case 3 -> {
          String token = TOKENS[random.nextInt(TOKENS.length)];
          bytes = splice(bytes, at, at, token.getBytes(StandardCharsets.UTF_8));
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int to = Math.min(bytes.length, from + random.nextInt(40));
          bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
        }
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
    int end = Math.min(to, bytes.length);
    byte[] spliced = new byte[from + between.length + bytes.length - end];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(between, 0, spliced, from, between.length);
    System.arraycopy(bytes, end, spliced, from + between.length, bytes.length - end);
    return spliced;
  }
}
