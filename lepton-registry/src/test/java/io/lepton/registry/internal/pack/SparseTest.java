package io.lepton.registry.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sparse plane")
class SparseTest {
  private static final int AT = 3;

  /** Each byte is one of the first 8 with that probability, otherwise zero. */
  private static byte[] plane(int length, double density, Random random) {
    byte[] plane = new byte[length];
    for (int i = 0; i < length; i++) {
      plane[i] = (byte) (random.nextDouble() < density ? 1 + random.nextInt(8) : 0);
    }
    return plane;
  }

  private static byte[] encoded(byte[] plane, Scratch scratch) {
    byte[] out = new byte[2 * plane.length + 100];
    int count = Sparse.encode(plane, 0, plane.length, out, AT, out.length - AT, scratch);
    return Arrays.copyOfRange(out, AT, AT + count);
  }

  private static byte[] decoded(byte[] stored, int length, Scratch scratch) {
    ByteBuffer in = ByteBuffer.allocateDirect(AT + stored.length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(AT).put(stored);
    byte[] plane = new byte[length + 2];
    Arrays.fill(plane, (byte) 77);
    Sparse.decode(in, AT, stored.length, plane, 1, length, scratch);
    assertThat(plane[0]).isEqualTo(plane[length + 1]).isEqualTo((byte) 77);
    return Arrays.copyOfRange(plane, 1, length + 1);
  }

  @Test
  @DisplayName("comes back for any length and density, gaps over 255 and 256 included")
  void roundTrip() {
    Random random = new Random(1);
    try (Scratch scratch = Scratch.take()) {
      for (int length : new int[] {1, 7, 8, 9, 255, 256, 257, 258, 4096, 100_003}) {
        for (double density : new double[] {0.0005, 0.01, 0.12, 0.25, 1}) {
          byte[] plane = plane(length, density, random);
          plane[length - 1] = 5; // all but the longest gap
          assertThat(decoded(encoded(plane, scratch), length, scratch)).isEqualTo(plane);
        }
        byte[] last = new byte[length];
        last[length - 1] = 9;
        assertThat(decoded(encoded(last, scratch), length, scratch)).isEqualTo(last);
      }
    }
  }

  @Test
  @DisplayName("takes little more than the entropy of its bytes")
  void small() {
    byte[] plane = plane(1 << 18, 0.12, new Random(2));
    // Of a byte: whether it is zero, and of the 12 % that are not, which of 8 it is.
    double bits = -0.12 * Math.log(0.12) / Math.log(2) - 0.88 * Math.log(0.88) / Math.log(2);
    double entropy = (bits + 0.12 * 3) / 8 * plane.length;
    try (Scratch scratch = Scratch.take()) {
      // A code of whole bits for each gap and byte, as Huffman's, wastes a few per cent.
      assertThat((double) encoded(plane, scratch).length).isBetween(entropy * 0.98, entropy * 1.06);
    }
  }

  @Test
  @DisplayName("that was changed is refused, or gives as many bytes and touches no others")
  void changed() {
    Random random = new Random(3);
    byte[] plane = plane(1000, 0.1, random);
    try (Scratch scratch = Scratch.take()) {
      byte[] stored = encoded(plane, scratch);
      for (int bit = 0; bit < 8 * stored.length; bit++) {
        byte[] flipped = stored.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefusedOrWhole(flipped, plane.length, scratch);
      }
      for (int length = 0; length < stored.length; length++) {
        assertRefusedOrWhole(Arrays.copyOf(stored, length), plane.length, scratch);
      }
    }
  }

  private static void assertRefusedOrWhole(byte[] stored, int length, Scratch scratch) {
    assertThatCode(
            () -> {
              try {
                decoded(stored, length, scratch);
              } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("(?s).*(sparse|zstd).*");
              }
            })
        .doesNotThrowAnyException();
  }
}
