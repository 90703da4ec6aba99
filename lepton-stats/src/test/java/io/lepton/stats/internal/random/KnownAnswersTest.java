package io.lepton.stats.internal.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownAnswersTest {
  /** The file kat_vectors of Random123 (Salmon et al. 2011), lines "philox4x32 10". */
  @Test
  void philoxGivesTheVectorsOfRandom123() {
    philox(
        new int[] {0, 0, 0, 0}, 0, 0, new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    philox(
        new int[] {-1, -1, -1, -1},
        -1,
        -1,
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    philox(
        new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
        0xa4093822,
        0x299f31d0,
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  private static void philox(int[] counter, int key0, int key1, int[] expected) {
    Philox4x32.block(counter, key0, key1);
    assertThat(counter).isEqualTo(expected);
  }

  /** The first numbers of Vigna's splitmix64.c for the seed 1234567. */
  @Test
  void mixIsSplitMix64() {
    long gamma = 0x9E3779B97F4A7C15L;
    String[] expected = {
      "6457827717110365317",
      "3203168211198807973",
      "9817491932198370423",
      "4593380528125082431",
      "16408922859458223821"
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(Long.toUnsignedString(Streams.mix(1234567 + (i + 1) * gamma)))
          .isEqualTo(expected[i]);
    }
  }

  @Test
  void belowIsTheHighWordOfTheProduct() {
    assertThat(Streams.below(-1L, 1000)).isEqualTo(999);
    assertThat(Streams.below(0, 1000)).isZero();
    assertThat(Streams.below(Long.MIN_VALUE, 1000)).isEqualTo(500);
    assertThat(Streams.below(-1L, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
  }
}
