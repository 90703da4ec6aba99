package io.lepton.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** The SHA-256 examples of NIST (FIPS 180-4, example values, and SHAVS' one million a). */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu,"
        + "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
  })
  void agreesWithNist(String text, String hex) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(Digest.of(text).hex()).isEqualTo(hex);
    assertThat(Digest.of(bytes).hex()).isEqualTo(hex);
    assertThat(Digest.of(ByteSource.of(bytes)).hex()).isEqualTo(hex);
  }

  @Test
  void agreesWithNistOnAMillionLettersInPieces() {
    byte[] million = new byte[1_000_000];
    Arrays.fill(million, (byte) 'a');
    String expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    assertThat(Digest.of(ByteSource.of(million)).hex()).isEqualTo(expected);
    MessageDigest hash = Digest.start();
    for (int at = 0; at < million.length; at += 777) {
      hash.update(million, at, Math.min(777, million.length - at));
    }
    assertThat(Digest.finish(hash).hex()).isEqualTo(expected);
  }

  @Test
  void hashesSourcesLongerThanOneBlock() {
    byte[] bytes = new byte[(2 << 20) + 3];
    bytes[bytes.length - 1] = 1;
    assertThat(Digest.of(ByteSource.of(bytes))).isEqualTo(Digest.of(bytes));
  }

  @Test
  void leavesABufferWhereItIs() {
    ByteBuffer buffer = ByteBuffer.wrap("xabc".getBytes(StandardCharsets.US_ASCII)).position(1);
    assertThat(Digest.of(buffer).hex()).isEqualTo(ABC);
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void survivesItsTwoForms() {
    Digest digest = Digest.of("abc");
    assertThat(Digest.parse(ABC)).isEqualTo(digest).hasSameHashCodeAs(digest).hasToString(ABC);
    assertThat(Digest.parse(ABC.toUpperCase(Locale.ROOT))).isEqualTo(digest);
    assertThat(Digest.fromBytes(digest.toBytes())).isEqualTo(digest);
    assertThat(digest.toBytes()).hasSize(Digest.BYTES).startsWith(0xba, 0x78);
    assertThat(Digest.of("abd")).isNotEqualTo(digest);
  }

  @Test
  void isOrderedAsUnsignedBytes() {
    List<String> ascending =
        List.of(
            "00".repeat(32),
            "00".repeat(31) + "01",
            "00".repeat(8) + "80" + "00".repeat(23),
            "7f".repeat(32),
            "80" + "00".repeat(31),
            "ff".repeat(32));
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(
                Integer.signum(
                    Digest.parse(ascending.get(i)).compareTo(Digest.parse(ascending.get(j)))))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void refusesWhatIsNoDigest() {
    for (String wrong :
        List.of("", "ab", ABC + "0", ABC.substring(1) + "g", " " + ABC.substring(1))) {
      assertThatThrownBy(() -> Digest.parse(wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("64 hexadecimal digits");
    }
    assertThatThrownBy(() -> Digest.fromBytes(new byte[31]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("31");
  }
}
