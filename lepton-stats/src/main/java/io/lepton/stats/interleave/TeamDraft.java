package io.lepton.stats.interleave;

import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Team-draft interleaving (Radlinski, Kurup and Joachims 2008): the rankers pick in turns, each its
 * best result that is not in the list yet; who picks first is tossed anew in every round. A click
 * counts for the ranker that picked the result.
 *
 * @param <D> a result, compared by equals
 * @param results as to be shown
 * @param teams who picked each
 */
public record TeamDraft<D>(List<D> results, List<Ranker> teams) {
  /** {@inheritDoc} */
  public TeamDraft {
    results = List.copyOf(results);
    teams = List.copyOf(teams);
    Rankings.require("the mixed", results);
    Checks.sameLength("results", results.size(), "teams", teams.size());
  }

  /**
   * Mixes two rankings. A ranker that has run out of results lets the other pick.
   *
   * @param <D> a result
   * @param first ranking, the best first, none twice
   * @param second ranking, likewise; may share results with the first
   * @param length of the list, at most the number of distinct results
   * @param random where the tosses come from
   * @return what to show, and what to keep until the clicks are known
   * @throws io.lepton.error.InvalidInputException if a ranking has a result twice, or the length is
   *     out of range
   */
  public static <D> TeamDraft<D> mix(
      List<D> first, List<D> second, int length, RandomGenerator random) {
    Rankings.require("the first", first);
    Rankings.require("the second", second);
    Set<D> all = new HashSet<>(first);
    all.addAll(second);
    Rankings.requireLength(length, all.size());
    Draft<D> draft = new Draft<>();
    while (draft.results.size() < length) {
      Ranker starts = random.nextBoolean() ? Ranker.FIRST : Ranker.SECOND;
      draft.pick(starts, starts == Ranker.FIRST ? first : second);
      if (draft.results.size() < length) {
        draft.pick(starts.other(), starts == Ranker.FIRST ? second : first);
      }
    }
    return new TeamDraft<>(draft.results, draft.teams);
  }

  private static final class Draft<D> {
    final List<D> results = new ArrayList<>();
    final List<Ranker> teams = new ArrayList<>();
    private final Set<D> taken = new HashSet<>();

    void pick(Ranker team, List<D> ranking) {
      for (D result : ranking) {
        if (taken.add(result)) {
          results.add(result);
          teams.add(team);
          return;
        }
      }
    }
  }

  /**
   * Whom the clicks favour.
   *
   * @param clicks places in the list from 0, each at most once
   * @return the ranker with more clicks
   * @throws io.lepton.error.InvalidInputException if a place was not shown, or comes twice
   */
  public Credit credit(int... clicks) {
    Rankings.requireClicks(results.size(), clicks);
    long first = 0;
    for (int click : clicks) {
      first += teams.get(click) == Ranker.FIRST ? 1 : 0;
    }
    return Credit.of(first, clicks.length - first);
  }
}
