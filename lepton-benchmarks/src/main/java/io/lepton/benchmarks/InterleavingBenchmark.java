package io.lepton.benchmarks;

import io.lepton.stats.interleave.Preference;
import io.lepton.stats.interleave.TeamDraft;
import io.lepton.stats.test.TwoProportionZ;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often interleaving, and how often splitting users, finds the worse of two rankers. Users look
 * from the top, click one of five relevant results of twenty with 0.4 and others with 0.05, and
 * stop after a click with 0.6; a ranker is the ideal order with random swaps, three more if worse.
 */
final class InterleavingBenchmark implements Bench.Benchmark {
  private static final int RUNS = 400;
  private static final int SHOWN = 8;
  private static final double ALPHA = 0.05;

  @Override
  public String what() {
    return "share of simulations in which team draft and an A/B test find the worse ranker";
  }

  @Override
  public void run(List<String> arguments) {
    for (int users : new int[] {100, 300, 1_000, 3_000}) {
      SplittableRandom random = new SplittableRandom(20261122);
      int mixed = 0;
      int split = 0;
      for (int run = 0; run < RUNS; run++) {
        mixed += interleaved(users, random) ? 1 : 0;
        split += splitUsers(users, random) ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "users=%d team-draft=%.3f a/b=%.3f%n",
          users,
          (double) mixed / RUNS,
          (double) split / RUNS);
    }
  }

  private static boolean interleaved(int users, SplittableRandom random) {
    Preference all = Preference.NONE;
    for (int user = 0; user < users; user++) {
      TeamDraft<Integer> list =
          TeamDraft.mix(ranking(random, 4), ranking(random, 7), SHOWN, random);
      all = all.plus(list.credit(clicks(list.results(), random)));
    }
    return all.test().rejectsAt(ALPHA);
  }

  private static boolean splitUsers(int users, SplittableRandom random) {
    long[] clicked = new long[2];
    for (int user = 0; user < users; user++) {
      List<Integer> shown = ranking(random, user % 2 == 0 ? 4 : 7).subList(0, SHOWN);
      clicked[user % 2] += clicks(shown, random).length > 0 ? 1 : 0;
    }
    return TwoProportionZ.withDefaults()
        .test(clicked[0], users / 2, clicked[1], users / 2)
        .rejectsAt(ALPHA);
  }

  private static List<Integer> ranking(SplittableRandom random, int swaps) {
    List<Integer> ranking = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
    for (int i = 0; i < swaps; i++) {
      Collections.swap(ranking, random.nextInt(20), random.nextInt(20));
    }
    return ranking;
  }

  private static int[] clicks(List<Integer> shown, SplittableRandom random) {
    List<Integer> clicked = new ArrayList<>();
    for (int place = 0; place < shown.size(); place++) {
      if (random.nextDouble() < (shown.get(place) < 5 ? 0.4 : 0.05)) {
        clicked.add(place);
        if (random.nextDouble() < 0.6) {
          break;
        }
      }
    }
    return clicked.stream().mapToInt(Integer::intValue).toArray();
  }
}
