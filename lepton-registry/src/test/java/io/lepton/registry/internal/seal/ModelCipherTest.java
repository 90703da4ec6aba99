package io.lepton.registry.internal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ModelCipherTest {
  private static final byte[] KEY = random(1, 32);
  private static final byte[] CONTEXT = {1, 2, 3};

  private final ModelCipher cipher = new ModelCipher(KEY);

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** RFC 5869 with an empty salt and one block of output, by the JDK's HMAC alone. */
  private static byte[] hkdf(String info) throws Exception {
    byte[] extracted = hmac(new byte[32], KEY);
    byte[] text = info.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(text, text.length + 1);
    block[text.length] = 1;
    return hmac(extracted, block);
  }

  private static byte[] hmac(byte[] key, byte[] content) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(content);
  }

  @Test
  void sealsAsTheFormatSays() throws Exception {
    byte[] plain = random(2, 1000);
    byte[] sealed = cipher.seal(ByteBuffer.wrap(plain), CONTEXT);

    assertThat(sealed).hasSize(1000 + ModelCipher.OVERHEAD);
    byte[] id = Arrays.copyOf(hkdf("lepton key id 1"), 16);
    assertThat(cipher.id()).isEqualTo(HexFormat.of().formatHex(id));
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(hkdf("lepton chunks 1"), "AES"),
        new GCMParameterSpec(128, sealed, 0, 12));
    gcm.updateAAD(CONTEXT);
    assertThat(gcm.doFinal(sealed, 12, sealed.length - 12)).isEqualTo(plain);
    assertThat(cipher.name(ByteBuffer.wrap(plain)).toBytes())
        .isEqualTo(hmac(hkdf("lepton chunk names 1"), plain));
  }

  @Test
  void opensOnlyWhatNoBitWasChangedOf() {
    byte[] plain = random(3, 40);
    byte[] sealed = cipher.seal(ByteBuffer.wrap(plain), CONTEXT);
    assertThat(cipher.open(ByteBuffer.wrap(sealed), CONTEXT)).isEqualTo(plain);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> cipher.open(ByteBuffer.wrap(changed), CONTEXT))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int length = 0; length < sealed.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(sealed, 0, length);
      assertThatThrownBy(() -> cipher.open(cut, CONTEXT))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> cipher.open(ByteBuffer.wrap(sealed), new byte[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelCipher(random(9, 32)).open(ByteBuffer.wrap(sealed), CONTEXT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverSealsTheSameWayTwice() {
    ByteBuffer plain = ByteBuffer.wrap(random(4, 40));
    assertThat(cipher.seal(plain, CONTEXT)).isNotEqualTo(cipher.seal(plain, CONTEXT));
    assertThat(cipher.name(plain)).isEqualTo(new ModelCipher(KEY).name(plain));
    assertThat(cipher.name(plain)).isNotEqualTo(new ModelCipher(random(9, 32)).name(plain));
    assertThat(plain.remaining()).isEqualTo(40);
  }
}
