package io.lepton.stats.interleave;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Balanced interleaving (Joachims 2002): at every place the list holds as many of the top results
 * of both rankers, but for one; who leads is tossed once. Clicks are compared among the top results
 * of both, as many as it takes to hold the lowest clicked one. Where one ranking is the other
 * shifted by one it can favour a ranker even if clicks are random; {@link TeamDraft} cannot.
 *
 * @param <D> a result, compared by equals
 * @param results as to be shown
 * @param first ranking, as it was given
 * @param second ranking, as it was given
 */
public record Balanced<D>(List<D> results, List<D> first, List<D> second) {
  /** {@inheritDoc} */
  public Balanced {
    results = List.copyOf(results);
    first = List.copyOf(first);
    second = List.copyOf(second);
    Rankings.require("the mixed", results);
  }

  /**
   * Mixes two rankings.
   *
   * @param <D> a result
   * @param first ranking, the best first, none twice
   * @param second ranking, likewise
   * @param length of the list, at most the number of distinct results
   * @param random where the toss comes from
   * @return what to show, and what to keep until the clicks are known
   * @throws io.lepton.error.InvalidInputException if a ranking has a result twice, or the length is
   *     out of range
   */
  public static <D> Balanced<D> mix(
      List<D> first, List<D> second, int length, RandomGenerator random) {
    Rankings.require("the first", first);
    Rankings.require("the second", second);
    Set<D> all = new LinkedHashSet<>(first);
    all.addAll(second);
    Rankings.requireLength(length, all.size());
    boolean firstLeads = random.nextBoolean();
    LinkedHashSet<D> mixed = new LinkedHashSet<>();
    int i = 0;
    int j = 0;
    while (mixed.size() < length) {
      boolean fromFirst =
          j >= second.size() || (i < first.size() && (i < j || (i == j && firstLeads)));
      mixed.add(fromFirst ? first.get(i++) : second.get(j++));
    }
    return new Balanced<>(new ArrayList<>(mixed), first, second);
  }

  /**
   * Whom the clicks favour.
   *
   * @param clicks places in the list from 0, each at most once
   * @return the ranker whose top results hold more of the clicked ones
   * @throws io.lepton.error.InvalidInputException if a place was not shown, or comes twice
   */
  public Credit credit(int... clicks) {
    Rankings.requireClicks(results.size(), clicks);
    int depth = 0;
    for (int click : clicks) {
      depth = Math.max(depth, rank(results.get(click)));
    }
    return Credit.of(within(first, depth, clicks), within(second, depth, clicks));
  }

  /** The better of its places in both rankings, from 1. */
  private int rank(D result) {
    int one = first.indexOf(result);
    int two = second.indexOf(result);
    return 1 + (one < 0 ? two : two < 0 ? one : Math.min(one, two));
  }

  private long within(List<D> ranking, int depth, int[] clicks) {
    List<D> top = ranking.subList(0, Math.min(depth, ranking.size()));
    long count = 0;
    for (int click : clicks) {
      count += top.contains(results.get(click)) ? 1 : 0;
    }
    return count;
  }
}
