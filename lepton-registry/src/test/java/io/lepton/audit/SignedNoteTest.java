package io.lepton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The key and the note come from Go's golang.org/x/mod/sumdb/note, which defined the format. */
class SignedNoteTest {
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String NOTE =
      TEXT
          + "\n"
          + "— PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  @Test
  @DisplayName("opens the note that Go signed")
  void opens() {
    AuditKey key = AuditKey.parse(VKEY);
    assertThat(key.open(NOTE)).isEqualTo(TEXT);
    assertThat(key).hasToString(VKEY);
    assertThat(key.name()).isEqualTo("PeterNeumann");
  }

  @Test
  @DisplayName("signs the same text to the same bytes as Go")
  void signs() throws Exception {
    byte[] seed = Arrays.copyOfRange(Base64.getDecoder().decode(SECRET), 1, 33);
    byte[] raw = Arrays.copyOfRange(Base64.getDecoder().decode(VKEY.split("\\+", 3)[2]), 1, 33);
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    KeyPair pair =
        new KeyPair(
            keys.generatePublic(new X509EncodedKeySpec(join("302a300506032b6570032100", raw))),
            keys.generatePrivate(
                new PKCS8EncodedKeySpec(join("302e020100300506032b657004220420", seed))));
    assertThat(AuditSigner.of("PeterNeumann", pair).sign(TEXT)).isEqualTo(NOTE);
  }

  private static byte[] join(String prefix, byte[] rest) {
    return HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(rest));
  }

  @Test
  @DisplayName("every character that is changed is noticed")
  void everyCharacter() {
    AuditKey key = AuditKey.parse(VKEY);
    for (int at = 0; at < NOTE.length(); at++) {
      char[] changed = NOTE.toCharArray();
      changed[at] = changed[at] == 'A' ? 'B' : 'A';
      String note = new String(changed);
      assertThatThrownBy(() -> key.open(note)).as(note).isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  @DisplayName("another key of the same name does not open it")
  void anotherKey() {
    AuditKey other = AuditSigner.generate("PeterNeumann").key();
    assertThatThrownBy(() -> other.open(NOTE))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("no valid signature");
  }

  @Test
  @DisplayName("what is no key, no name or no pair is refused")
  void refused() throws Exception {
    for (String bad :
        new String[] {
          "", "x", "a+b", "a+00000000+AAAA", VKEY + "=", VKEY.replace("c74f", "c74e"), "+" + VKEY
        }) {
      assertThatThrownBy(() -> AuditKey.parse(bad)).isInstanceOf(InvalidInputException.class);
    }
    for (String name : new String[] {"", "a b", "a+b", "a\nb", " a"}) {
      assertThatThrownBy(() -> AuditSigner.generate(name))
          .isInstanceOf(InvalidInputException.class);
    }
    KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
    KeyPair mixed =
        new KeyPair(keys.generateKeyPair().getPublic(), keys.generateKeyPair().getPrivate());
    assertThatThrownBy(() -> AuditSigner.of("x", mixed)).isInstanceOf(InvalidInputException.class);
    KeyPair rsa = KeyPairGenerator.getInstance("EC").generateKeyPair();
    assertThatThrownBy(() -> AuditSigner.of("x", rsa)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> AuditSigner.generate("x").sign("no end"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("a checkpoint reads back, and has one form only")
  void checkpoint() {
    Checkpoint checkpoint = new Checkpoint("example.com/log", 17, Digest.of("root"));
    assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
    assertThat(Checkpoint.parse(checkpoint.text() + "an extension\n")).isEqualTo(checkpoint);
    String root = checkpoint.text().lines().skip(2).findFirst().orElseThrow();
    for (String bad :
        new String[] {
          "",
          "o\n1\n",
          "o\n01\n" + root + "\n",
          "o\n-1\n" + root + "\n",
          "o\n1\n" + root,
          "o\n1\n" + root.replace("=", "") + "\n",
          "\n1\n" + root + "\n",
          "o\n1\nAAAA\n",
          "o\n1\n!\n",
          "o\n1234567890123456789012\n" + root + "\n"
        }) {
      assertThatThrownBy(() -> Checkpoint.parse(bad))
          .as(bad)
          .isInstanceOf(CorruptDataException.class);
    }
  }
}
