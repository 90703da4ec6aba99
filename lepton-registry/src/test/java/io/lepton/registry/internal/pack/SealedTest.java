package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.registry.internal.pack.Encoder.Base;
import io.lepton.registry.internal.pack.Encoder.Encoded;
import io.lepton.registry.internal.seal.ModelCipher;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedTest {
  private static final int LENGTH = 4096;

  private final ModelCipher cipher = new ModelCipher(random(1, 32));
  private final ChunkForm form = ChunkForm.of(cipher);

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Encoded encode(byte[] raw, List<Base> bases) {
    return form.encode(
        form.name(ByteBuffer.wrap(raw)), raw, raw.length, Grouping.QUADS, bases, new Buffers());
  }

  /** Noise with one place changed is a difference; zeros are a fill; noise is raw. */
  private List<Encoded> ofEveryKind(byte[] noise) {
    return List.of(
        encode(noise, List.of()),
        encode(new byte[LENGTH], List.of()),
        encode(changed(), List.of(new Base(Digest.of("base"), 0, noise))));
  }

  @Test
  void tellsWhatItRestsOnWithoutTheKey() {
    List<Encoded> all = ofEveryKind(random(2, LENGTH));
    assertThat(all).extracting(Encoded::codec).containsOnly(Codec.SEALED);
    assertThat(all.stream().map(it -> Sealed.keyId(it.stored()))).containsOnly(cipher.id());
    assertThat(Sealed.base(all.get(0).stored())).isNull();
    assertThat(Sealed.base(all.get(1).stored())).isNull();
    assertThat(Sealed.base(all.get(2).stored())).isEqualTo(Digest.of("base"));
    assertThat(all.get(2).base()).isEqualTo(Digest.of("base"));
    assertThat(all.get(2).stored().remaining()).isLessThan(LENGTH / 8);
  }

  @Test
  void opensNothingOfWhichABitWasChangedOrThatIsAnothers() {
    for (Encoded encoded : ofEveryKind(random(2, LENGTH))) {
      Digest name = Digest.of("name");
      Encoded sealed =
          Sealed.seal(
              cipher, name, LENGTH, Sealed.open(cipher, nameOf(encoded), LENGTH, encoded.stored()));
      byte[] stored = new byte[Math.min(sealed.stored().remaining(), 600)];
      sealed.stored().duplicate().get(stored);
      byte[] whole = new byte[sealed.stored().remaining()];
      sealed.stored().duplicate().get(whole);
      assertThat(Sealed.open(cipher, name, LENGTH, ByteBuffer.wrap(whole)).codec())
          .isNotEqualTo(Codec.SEALED);
      for (int bit = 0; bit < stored.length * 8; bit++) {
        byte[] bad = whole.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        if (bit / 8 < ModelCipher.ID_BYTES) {
          assertThat(Sealed.keyId(ByteBuffer.wrap(bad))).isNotEqualTo(cipher.id());
        }
        assertRefused(name, LENGTH, ByteBuffer.wrap(bad));
      }
      for (int length = 0; length < Math.min(whole.length, 200); length++) {
        assertRefused(name, LENGTH, ByteBuffer.wrap(whole, 0, length));
      }
      assertRefused(Digest.of("another"), LENGTH, ByteBuffer.wrap(whole));
      assertRefused(name, LENGTH - 1, ByteBuffer.wrap(whole));
    }
  }

  private Digest nameOf(Encoded encoded) {
    for (byte[] raw : List.of(random(2, LENGTH), new byte[LENGTH], changed())) {
      try {
        Sealed.open(cipher, form.name(ByteBuffer.wrap(raw)), LENGTH, encoded.stored());
        return form.name(ByteBuffer.wrap(raw));
      } catch (IllegalArgumentException e) {
        // the name of another
      }
    }
    throw new AssertionError("sealed under no known name");
  }

  private static byte[] changed() {
    byte[] changed = random(2, LENGTH);
    changed[9]++;
    return changed;
  }

  private void assertRefused(Digest name, int length, ByteBuffer stored) {
    assertThatThrownBy(() -> Sealed.open(cipher, name, length, stored))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
