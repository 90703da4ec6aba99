package io.lepton.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashSchemesTest {
  /**
   * Those of ASCII with seed, foo, b and ppid are published; the rest is by assignment-vectors.py.
   */
  @ParameterizedTest
  @CsvSource({
    "growthbook-v2, seed, a, 505",
    "growthbook-v2, seed, b, 2696",
    "growthbook-v2, foo, ab, 2575",
    "growthbook-v1, '', a, 220",
    "growthbook-v1, b, a, 946",
    "optimizely, 1886780721, ppid1, 5254",
    "optimizely, 1886780721, ppid2, 4299",
    "optimizely, 1886780721, ppid3, 5439",
    "growthbook-v2-utf8, seed, a, 505",
    "growthbook-v1-utf8, b, a, 946",
    "growthbook-v2, seed, Zoë, 4369",
    "growthbook-v2-utf8, seed, Zoë, 535",
    "growthbook-v1, seed, 日本😀, 416",
    "growthbook-v1-utf8, seed, 日本😀, 209",
    "optimizely, 1886780721, Zoë, 4005",
    "optimizely, 1886780721, 日本😀x, 1120",
    "optimizely, größe, 日本😀x, 545",
  })
  void agreesWithTheirVectors(String scheme, String salt, String unit, long point) {
    assertThat(HashSchemes.named(scheme).seeded(salt).point(unit)).isEqualTo(point);
  }

  /** What GrowthBook's getBucketRanges gives, and what their comparison of doubles makes of it. */
  @Test
  void growthBookRangesAreComparedInDoubles() {
    assertThat(HashSchemes.growthBookV2().split(new double[] {0.5, 0.5}, 1))
        .containsExactly(new PointRange(0, 4999), new PointRange(5000, 9999));
    assertThat(HashSchemes.growthBookV2().split(new double[] {0.5, 0.5}, 0.5))
        .containsExactly(new PointRange(0, 2499), new PointRange(5000, 7499));
    assertThat(HashSchemes.growthBookV2().split(new double[] {0.1, 0.2, 0.7}, 1))
        .as("0.1 + 0.2 > 0.3, so that point 3000 belongs to the second arm")
        .containsExactly(
            new PointRange(0, 999), new PointRange(1000, 3000), new PointRange(3001, 9999));
    assertThat(HashSchemes.growthBookV1().split(new double[] {1, 1, 2}, 1))
        .containsExactly(
            new PointRange(0, 249), new PointRange(250, 499), new PointRange(500, 999));
  }

  @Test
  void optimizelyRangesEndAtWholeHundredthsOfAPerCent() {
    assertThat(HashSchemes.optimizely().split(new double[] {0.1, 0.9}, 1))
        .containsExactly(new PointRange(0, 999), new PointRange(1000, 9999));
    assertThat(HashSchemes.optimizely().split(new double[] {33.33, 33.33, 33.34}, 1))
        .containsExactly(
            new PointRange(0, 3332), new PointRange(3333, 6665), new PointRange(6666, 9999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lepton",
        "growthbook-v1",
        "growthbook-v1-utf8",
        "growthbook-v2",
        "growthbook-v2-utf8",
        "optimizely"
      })
  void refusesWhatIsNoId(String name) {
    UnitHash hash = HashSchemes.named(name).seeded("s");
    for (String unit : List.of("", "x".repeat(501), "a\ud800b", "a\udc00", "\ud800")) {
      assertThatThrownBy(() -> hash.point(unit)).isInstanceOf(InvalidInputException.class);
    }
    assertThat(hash.point("x".repeat(500))).isEqualTo(hash.point("x".repeat(500)));
    assertThat(HashSchemes.named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lepton", "growthbook-v1", "growthbook-v2", "optimizely"})
  void spreadsUnitsOverAllPoints(String name) {
    HashScheme scheme = HashSchemes.named(name);
    double[] weights = {1, 2, 3, 4};
    List<PointRange> ranges = scheme.split(weights, 1);
    UnitHash hash = scheme.seeded("salt");
    long[] counts = new long[weights.length];
    int units = 20_000;
    IntStream.range(0, units)
        .mapToLong(i -> hash.point("customer-" + i))
        .forEach(
            point ->
                counts[(int) ranges.stream().takeWhile(range -> !range.contains(point)).count()]++);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(units);
    for (int i = 0; i < weights.length; i++) {
      double share = weights[i] / 10;
      // five standard deviations of a binomial
      assertThat((double) counts[i])
          .isBetween(
              units * share - 5 * Math.sqrt(units * share * (1 - share)),
              units * share + 5 * Math.sqrt(units * share * (1 - share)));
    }
  }

  @Test
  void refusesSharesWithoutAPoint() {
    assertThatThrownBy(() -> HashSchemes.growthBookV1().split(new double[] {1, 1e-4}, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no point");
    assertThatThrownBy(() -> HashSchemes.optimizely().range(0.5, 0.50001))
        .isInstanceOf(InvalidInputException.class);
    for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> HashSchemes.lepton().split(new double[] {1, 1}, share))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("" + share);
      assertThatThrownBy(() -> HashSchemes.growthBookV2().split(new double[] {1, 1}, share))
          .isInstanceOf(InvalidInputException.class);
    }
    for (double[] part : new double[][] {{0.5, 0.5}, {0.6, 0.5}, {-0.1, 0.5}, {0.5, 1.1}}) {
      assertThatThrownBy(() -> HashSchemes.lepton().range(part[0], part[1]))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void listsTheSchemesThereAre() {
    assertThatThrownBy(() -> HashSchemes.named("md5"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("md5")
        .hasMessageContaining("growthbook-v2-utf8");
  }

  @Test
  void theWholeRangeHasEveryPoint() {
    PointRange all = HashSchemes.lepton().range(0, 1);
    assertThat(all).isEqualTo(new PointRange(0, -1));
    assertThat(all.contains(Long.MIN_VALUE)).isTrue();
    PointRange upper = HashSchemes.lepton().range(0.5, 1);
    assertThat(upper.contains(Long.MIN_VALUE)).isTrue();
    assertThat(upper.contains(Long.MAX_VALUE)).isFalse();
  }
}
