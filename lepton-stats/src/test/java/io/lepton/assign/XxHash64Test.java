package io.lepton.assign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {
  @ParameterizedTest
  @CsvSource({
    // the specification's repository, as in many ports' tests
    "'', 0, ef46db3751d8e999",
    "a, 0, d24ec4f1a98c6e5b",
    "abc, 0, 44bc2cf5ad770999",
    "1234, 0, d8316e61d84f6ba4",
    "12345678, 0, d2d02f08cf7cfd4a",
    "123456789012345, 0, c377d78ade001a3c",
    "1234567890123456, 0, b61c33dc6c59f270",
    // python-xxhash's README
    "xxhash, 0, 32dd38952c4bc720",
    "xxhash, 20141025, b559b98d844e0635",
    "Nobody inspects the spammish repetition, 0, fbcea83c8a378bf1",
    "I want an unsigned 64-bit seed!, 0, d4cb0a70a2b8c7c1",
    "I want an unsigned 64-bit seed!, 1, ce5087f12470d961",
    // assignment-vectors.py: characters of two, three and four bytes across lanes and stripes
    "日本語のとても長い名前の顧客😀-42, 7, 9f233a939b376129",
    "éééééééééééééééé, 0, bf9cce03f24a3328",
    "😀😀😀😀😀😀😀😀😀ab, 1, f0c852d6137f0f5e",
  })
  void agreesWithPublishedVectors(String text, long seed, String expected) {
    long hash = XxHash64.hash(text, seed);
    assertThat(String.format("%016x", hash)).isEqualTo(expected);
  }
}
