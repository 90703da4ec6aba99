package io.lepton.stats.interleave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Simulation;
import io.lepton.stats.test.TwoProportionZ;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Interleaving")
class InterleavingTest {
  private static final List<String> FIRST = List.of("a", "b", "c", "d");
  private static final List<String> SECOND = List.of("b", "e", "a", "f");

  @Test
  void rankersPickInTurnsTheirBestThatIsLeft() {
    HashSet<List<String>> seen = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      TeamDraft<String> mixed = TeamDraft.mix(FIRST, SECOND, 4, random);
      seen.add(mixed.results());
      long first = mixed.teams().stream().filter(team -> team == Ranker.FIRST).count();
      assertThat(first).isEqualTo(2);
      assertThat(new HashSet<>(mixed.results())).hasSize(4);
    }
    // by hand: who starts in each of two rounds
    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of("a", "b", "c", "e"), List.of("a", "b", "e", "c"),
            List.of("b", "a", "c", "e"), List.of("b", "a", "e", "c"));
  }

  @Test
  void balancedListsHoldBothTops() {
    HashSet<List<String>> seen = new HashSet<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      seen.add(Balanced.mix(FIRST, SECOND, 5, random).results());
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of("a", "b", "e", "c", "d"), List.of("b", "a", "e", "c", "f"));
  }

  @Test
  void clicksCountForWhoPicked() {
    TeamDraft<String> mixed =
        new TeamDraft<>(List.of("a", "b", "c"), List.of(Ranker.FIRST, Ranker.SECOND, Ranker.FIRST));
    assertThat(mixed.credit(0)).isEqualTo(Credit.FIRST);
    assertThat(mixed.credit(1)).isEqualTo(Credit.SECOND);
    assertThat(mixed.credit(2, 1)).isEqualTo(Credit.TIE);
    assertThat(mixed.credit()).isEqualTo(Credit.TIE);
    Balanced<String> balanced = new Balanced<>(List.of("a", "b", "e", "c"), FIRST, SECOND);
    assertThat(balanced.credit(2)).isEqualTo(Credit.SECOND); // e is second there, nowhere here
    assertThat(balanced.credit(0)).isEqualTo(Credit.FIRST);
    assertThat(balanced.credit(0, 1)).isEqualTo(Credit.TIE);
  }

  @Test
  void aRankerWithoutResultsLetsTheOtherPick() {
    TeamDraft<String> mixed = TeamDraft.mix(List.of("a"), SECOND, 4, new SplittableRandom(3));
    assertThat(mixed.results()).containsExactlyInAnyOrder("a", "b", "e", "f");
  }

  /** R: {@code binom.test(c(30, 15))$p.value} and conf.int. */
  @Test
  void theSignTestIsExact() {
    Preference.Result result = new Preference(30, 15, 12).test();
    assertThat(result.pValue()).isCloseTo(0.0356978035551947, within(1e-12));
    assertThat(result.interval().low()).isCloseTo(0.510496362141639, within(1e-9));
    assertThat(result.interval().high()).isCloseTo(0.799994311989305, within(1e-9));
    assertThat(result.difference()).isCloseTo(36.0 / 57 - 0.5, within(1e-12));
    assertThat(new Preference(0, 0, 5).test().pValue()).isEqualTo(1);
    assertThat(new Preference(7, 7, 0).test().pValue()).isEqualTo(1);
  }

  @Test
  void aQueryCountsOnceHoweverOftenItIsAsked() {
    Preference frequent = new Preference(900, 100, 0);
    Preference rare = new Preference(0, 1, 0);
    assertThat(Preference.byQuery(List.of(frequent, rare, rare, Preference.NONE)))
        .isEqualTo(new Preference(1, 2, 1));
  }

  /** A user who examines from the top, clicks what is relevant, and stops after that at times. */
  private static int[] clicks(List<Integer> shown, int relevantBelow, SplittableRandom random) {
    List<Integer> clicked = new ArrayList<>();
    for (int place = 0; place < shown.size(); place++) {
      double attraction = shown.get(place) < relevantBelow ? 0.4 : 0.05;
      if (random.nextDouble() < attraction) {
        clicked.add(place);
        if (random.nextDouble() < 0.6) {
          break;
        }
      }
    }
    return clicked.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> ranking(SplittableRandom random, int swaps) {
    List<Integer> ranking = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
    for (int i = 0; i < swaps; i++) {
      Collections.swap(ranking, random.nextInt(20), random.nextInt(20));
    }
    return ranking;
  }

  private static double detected(int seed, int runs, int users, int swapsOfWorse) {
    return Simulation.rate(
        seed,
        runs,
        random -> {
          Preference all = Preference.NONE;
          for (int user = 0; user < users; user++) {
            TeamDraft<Integer> mixed =
                TeamDraft.mix(ranking(random, 4), ranking(random, swapsOfWorse), 8, random);
            all = all.plus(mixed.credit(clicks(mixed.results(), 5, random)));
          }
          return all.test().rejectsAt(0.05);
        });
  }

  @Test
  void rankersAlikeAreFoundDifferentAtTheLevel() {
    int runs = 500;
    assertThat(detected(4, runs, 60, 4))
        .isBetween(0.01, 0.05 + Simulation.tolerance(0.05, runs).value);
  }

  @Test
  void interleavingSeesWhatSplittingUsersDoesNot() {
    int runs = 100;
    int users = 300;
    double interleaved = detected(5, runs, users, 7);
    double split =
        Simulation.rate(
            6,
            runs,
            random -> {
              long[] clicked = new long[2];
              for (int user = 0; user < users; user++) {
                int arm = user % 2;
                List<Integer> shown = ranking(random, arm == 0 ? 4 : 7).subList(0, 8);
                clicked[arm] += clicks(shown, 5, random).length > 0 ? 1 : 0;
              }
              return TwoProportionZ.withDefaults()
                  .test(clicked[0], users / 2, clicked[1], users / 2)
                  .rejectsAt(0.05);
            });
    // four standard errors of the difference of two shares, at most
    assertThat(interleaved).isGreaterThan(split + 4 * Math.sqrt(2 * 0.25 / runs));
  }

  @Test
  void badInputIsRefused() {
    SplittableRandom random = new SplittableRandom(7);
    TeamDraft<String> mixed = TeamDraft.mix(FIRST, SECOND, 3, random);
    refused(() -> mixed.credit(1, 1), "clicked twice");
    refused(() -> mixed.credit(3), "places 0 to 2");
    refused(() -> mixed.credit(-1), "place -1");
    refused(() -> TeamDraft.mix(List.of("a", "a"), SECOND, 2, random), "\"a\" twice");
    refused(() -> TeamDraft.mix(FIRST, SECOND, 7, random), "from 1 to the 6");
    refused(() -> Balanced.mix(List.of(), List.<String>of(), 1, random), "from 1 to the 0");
    refused(() -> new Preference(-1, 0, 0), "is -1");
    refused(Preference.NONE::test, "no list was counted");
  }

  private static void refused(ThrowingCallable call, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(because);
  }
}
