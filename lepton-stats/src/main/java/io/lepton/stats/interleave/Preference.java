package io.lepton.stats.interleave;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.test.TestResult;
import java.util.Collection;

/**
 * How often each ranker was favoured. Counts merge by adding. Lists of one query or one user are
 * not independent where the same results come again: count each query once, by {@link #byQuery},
 * when queries repeat.
 *
 * @param first lists, or queries, that favour the first ranker
 * @param second those that favour the second
 * @param ties those that favour neither
 */
public record Preference(long first, long second, long ties) {
  /** Nothing counted. */
  public static final Preference NONE = new Preference(0, 0, 0);

  /** {@inheritDoc} */
  public Preference {
    Checks.counts("preferences", new long[] {first, second, ties});
  }

  /**
   * What the sign test found.
   *
   * @param statistic share of the first ranker among those that favour one; 0.5 if none does
   * @param pValue exact binomial, two-sided: probability of a share as uneven if none is better
   * @param difference {@code (first + ties / 2) / all − 1/2}, from −0.5 to 0.5 (Chapelle et al.
   *     2012)
   * @param interval of the share, Clopper-Pearson, 95 %
   */
  public record Result(double statistic, double pValue, double difference, Interval interval)
      implements TestResult {}

  /**
   * With one more list.
   *
   * @param credit whom it favours
   * @return new counts
   */
  public Preference plus(Credit credit) {
    return switch (credit) {
      case FIRST -> new Preference(first + 1, second, ties);
      case SECOND -> new Preference(first, second + 1, ties);
      case TIE -> new Preference(first, second, ties + 1);
    };
  }

  /**
   * With other lists.
   *
   * @param other counts of others
   * @return of both
   */
  public Preference plus(Preference other) {
    return new Preference(
        Math.addExact(first, other.first),
        Math.addExact(second, other.second),
        Math.addExact(ties, other.ties));
  }

  /**
   * Counts every query once, for the ranker that more of its lists favour.
   *
   * @param queries counts of each query's lists
   * @return one count for each
   */
  public static Preference byQuery(Collection<Preference> queries) {
    Preference all = NONE;
    for (Preference query : queries) {
      all = all.plus(Credit.of(query.first, query.second));
    }
    return all;
  }

  /**
   * Is one ranker favoured? The exact sign test, which leaves ties out.
   *
   * @return the result; p is 1 if none favours either
   * @throws InvalidInputException if nothing was counted
   */
  public Result test() {
    long decided = Math.addExact(first, second);
    long all = Math.addExact(decided, ties);
    if (all == 0) {
      throw new InvalidInputException("no list was counted; show some first");
    }
    double difference = (first + 0.5 * ties) / all - 0.5;
    if (decided == 0) {
      return new Result(0.5, 1, difference, new Interval(0, 1, 0.95, "Clopper-Pearson"));
    }
    double tail = Tails.binomialLower(Math.min(first, second), decided, 0.5);
    return new Result(
        (double) first / decided,
        Math.min(1, 2 * tail),
        difference,
        ClopperPearson.withDefaults().interval(first, decided));
  }
}
