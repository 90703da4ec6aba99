package io.lepton.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.assign.PermutedBlocks.Unit;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.stats.test.ChiSquare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Designs that are drawn for a list, not unit by unit. Golden values: assignment-vectors.py. */
class DrawnDesignsTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final List<String> REGIONS = List.of("r0", "r1", "r2", "r3", "r4");

  private static List<Unit> units(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> new Unit("u" + i, i % 3 == 0 ? "süd" : "north"))
        .toList();
  }

  @Test
  void blocksStayAsReleased() {
    assertThat(PermutedBlocks.of(7, "old", "old", "new").assign(units(12)).values())
        .containsExactly(
            "old", "new", "old", "new", "old", "old", "old", "old", "new", "old", "old", "old");
  }

  @Test
  void everyFullBlockOfAStratumIsBalanced() {
    Map<String, String> arms = PermutedBlocks.of(1, "a", "a", "b", "b").assign(units(300));
    Map<String, List<String>> byStratum = new HashMap<>();
    units(300)
        .forEach(
            unit ->
                byStratum
                    .computeIfAbsent(unit.stratum(), any -> new ArrayList<>())
                    .add(String.valueOf(arms.get(unit.id()))));
    assertThat(byStratum).containsOnlyKeys("süd", "north");
    byStratum.forEach(
        (stratum, drawn) -> {
          for (int i = 0; i + 4 <= drawn.size(); i += 4) {
            assertThat(Collections.frequency(drawn.subList(i, i + 4), "a")).isEqualTo(2);
          }
        });
  }

  @Test
  void aStratumDoesNotDependOnTheOthers() {
    PermutedBlocks blocks = PermutedBlocks.of(5, "a", "b");
    List<Unit> north = units(60).stream().filter(unit -> unit.stratum().equals("north")).toList();
    Map<String, String> together = blocks.assign(units(60));
    blocks.assign(north).forEach((unit, arm) -> assertThat(together).containsEntry(unit, arm));
  }

  /** Each of the six orders of a block of four, over many seeds. */
  @Test
  void everyOrderOfABlockIsAsLikely() {
    Map<String, Integer> orders = new HashMap<>();
    List<Unit> four = IntStream.range(0, 4).mapToObj(i -> new Unit("u" + i, "s")).toList();
    for (int seed = 0; seed < 6000; seed++) {
      orders.merge(
          String.join("", PermutedBlocks.of(seed, "a", "a", "b", "b").assign(four).values()),
          1,
          Integer::sum);
    }
    long[] counts = orders.values().stream().mapToLong(count -> count).toArray();
    assertThat(counts).hasSize(6);
    double[] sixths = new double[6];
    Arrays.fill(sixths, 1 / 6.0);
    assertThat(ChiSquare.withDefaults().goodnessOfFit(counts, sixths).pValue()).isGreaterThan(1e-6);
  }

  @Test
  void refusesListsThatCannotBeDrawn() {
    assertThatThrownBy(() -> PermutedBlocks.of(1, "a")).isInstanceOf(InvalidInputException.class);
    List<Unit> twice = List.of(new Unit("u", "s"), new Unit("u", "t"));
    assertThatThrownBy(() -> PermutedBlocks.of(1, "a", "b").assign(twice))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"u\" comes twice");
    assertThatThrownBy(() -> new Unit("", "s")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Unit("u", "\ud800")).isInstanceOf(InvalidInputException.class);
  }

  private static Switchback schedule() {
    return Switchback.of(List.of("a", "b", "c"), REGIONS, START, Duration.ofHours(2))
        .withWashout(Duration.ofMinutes(20))
        .withSeed(42);
  }

  private static List<String> row(Switchback schedule, int slot) {
    return REGIONS.stream().map(region -> schedule.slot(region, slot).arm()).toList();
  }

  @Test
  void switchbacksStayAsReleased() {
    assertThat(IntStream.range(0, 6).mapToObj(slot -> String.join(" ", row(schedule(), slot))))
        .containsExactly(
            "b b a a c", "a c b c a", "c a c b b", "c a b b c", "a b a c b", "b c c a a");
  }

  @Test
  void everyRegionHasEveryArmOnceABlockAndSlotsAreBalanced() {
    for (int k = 2; k <= 4; k++) {
      List<String> arms = List.of("a", "b", "c", "d").subList(0, k);
      Switchback schedule = Switchback.of(arms, REGIONS, START, Duration.ofHours(1)).withSeed(k);
      int groups = (REGIONS.size() + k - 1) / k;
      for (int block = 0; block < 20; block++) {
        int from = block * k;
        for (String region : REGIONS) {
          assertThat(
                  IntStream.range(from, from + k)
                      .mapToObj(slot -> schedule.slot(region, slot).arm()))
              .containsExactlyInAnyOrderElementsOf(arms);
        }
        for (int slot = from; slot < from + k; slot++) {
          List<String> row = row(schedule, slot);
          for (String arm : arms) {
            assertThat(Collections.frequency(row, arm)).isBetween(REGIONS.size() / k, groups);
          }
        }
      }
    }
  }

  /** Every region and slot has each arm as often, over many seeds: 5 standard deviations. */
  @Test
  void everyCellHasEachArmWithTheSameProbability() {
    int seeds = 3000;
    for (int slot = 0; slot < 3; slot++) {
      Map<String, Integer> counts = new HashMap<>();
      for (int seed = 0; seed < seeds; seed++) {
        counts.merge(schedule().withSeed(seed).slot("r4", slot).arm(), 1, Integer::sum);
      }
      double expected = seeds / 3.0;
      assertThat(counts.values())
          .allSatisfy(
              count ->
                  assertThat(Math.abs(count - expected))
                      .isLessThan(5 * Math.sqrt(expected * 2 / 3)));
    }
  }

  @Test
  void slotsAreHalfOpenAndBeginWithTheirWashout() {
    Instant third = START.plus(Duration.ofHours(4));
    Switchback.Slot slot = schedule().at("r1", third);
    assertThat(slot.number()).isEqualTo(2);
    assertThat(slot.unit()).isEqualTo("r1@2");
    assertThat(slot.arm()).isEqualTo("a");
    assertThat(slot.begins()).isEqualTo(third);
    assertThat(slot.ends()).isEqualTo(third.plus(Duration.ofHours(2)));
    assertThat(slot.inWashout(third.plusSeconds(20 * 60 - 1))).isTrue();
    assertThat(slot.inWashout(third.plusSeconds(20 * 60))).isFalse();
    assertThat(schedule().at("r1", third.minusNanos(1)).number()).isEqualTo(1);
    assertThat(schedule().allocation(6)).hasSize(30).containsEntry("r1@2", "a");
  }

  @Test
  void refusesSchedulesThatCannotBe() {
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(() -> Switchback.of(List.of("a"), REGIONS, START, hour))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Switchback.of(List.of("a", "b"), List.of("r", "r"), START, hour))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Switchback.of(List.of("a", "b"), REGIONS, START, Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> schedule().withWashout(Duration.ofHours(2)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> schedule().at("r0", START.minusNanos(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(START.toString());
    assertThatThrownBy(() -> schedule().at("r9", START))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("r9")
        .hasMessageContaining("r4");
    assertThatThrownBy(() -> schedule().allocation(0)).isInstanceOf(InvalidInputException.class);
  }
}
