package io.lepton.metric;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.internal.MeanInterval;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The first places of rankings, one for each user or query, beside what was relevant. Immutable and
 * thread-safe.
 */
public final class RankingResult {
  private final DataReference data;
  private final int places;
  private final List<Ranking> rankings;
  private final double level;

  private RankingResult(DataReference data, int places, List<Ranking> rankings, double level) {
    this.data = data;
    this.places = places;
    this.rankings = rankings;
    this.level = level;
  }

  /**
   * One ranking.
   *
   * @param hits for each of the first places, whether the item there was relevant
   * @param relevant how many items were relevant, at least 1 and at least the hits
   */
  public record Ranking(List<Boolean> hits, int relevant) {
    /** {@inheritDoc} */
    public Ranking {
      hits = List.copyOf(hits);
      long found = hits.stream().filter(hit -> hit).count();
      if (relevant < 1 || found > relevant) {
        throw new InvalidInputException(
            relevant + " relevant items and " + found + " hits; expected at least 1 and the hits");
      }
    }
  }

  /**
   * Takes rankings.
   *
   * @param data what was ranked for
   * @param places how many first places count (k), at least 1
   * @param rankings at least one, with at most as many places; a shorter one had no more items
   * @return the result, with 95 % intervals
   * @throws InvalidInputException if any of this does not hold
   */
  public static RankingResult of(DataReference data, int places, List<Ranking> rankings) {
    if (places < 1 || rankings.isEmpty()) {
      throw new InvalidInputException(
          rankings.size() + " rankings of " + places + " places; expected at least one of each");
    }
    for (Ranking ranking : rankings) {
      if (ranking.hits().size() > places) {
        throw new InvalidInputException(
            "a ranking of " + ranking.hits().size() + " places; expected at most " + places);
      }
    }
    return new RankingResult(Objects.requireNonNull(data), places, List.copyOf(rankings), 0.95);
  }

  /**
   * Sets the level of all intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new result
   */
  public RankingResult withLevel(double value) {
    return new RankingResult(data, places, rankings, Checks.inside("level", value));
  }

  /**
   * Means over the rankings, each with Student's t interval; n is the number of rankings.
   *
   * <table>
   * <caption>The metrics, in order</caption>
   * <tr><th>name, with k filled in</th><th>of one ranking</th></tr>
   * <tr><td>recall@k</td><td>hits over relevant items</td></tr>
   * <tr><td>ndcg@k</td><td>Σ hit / log₂(place + 1), places from 1, over its largest possible value
   * (Järvelin and Kekäläinen 2002, with relevance 0 or 1)</td></tr>
   * <tr><td>hit_rate@k</td><td>1 if there is a hit</td></tr>
   * <tr><td>mrr@k</td><td>1 over the place of the first hit, 0 without one</td></tr>
   * </table>
   *
   * @return the measures
   */
  public Evaluation evaluation() {
    int n = rankings.size();
    double[] recall = new double[n];
    double[] gain = new double[n];
    double[] hit = new double[n];
    double[] reciprocal = new double[n];
    for (int i = 0; i < n; i++) {
      Ranking ranking = rankings.get(i);
      int found = 0;
      double sum = 0;
      for (int place = 1; place <= ranking.hits().size(); place++) {
        if (ranking.hits().get(place - 1)) {
          found++;
          sum += discount(place);
          reciprocal[i] = found == 1 ? 1.0 / place : reciprocal[i];
        }
      }
      double best = 0;
      for (int place = 1; place <= Math.min(places, ranking.relevant()); place++) {
        best += discount(place);
      }
      recall[i] = found / (double) ranking.relevant();
      gain[i] = sum / best;
      hit[i] = found > 0 ? 1 : 0;
    }
    List<Measure> measures = new ArrayList<>();
    measures.add(mean("recall", recall));
    measures.add(mean("ndcg", gain));
    measures.add(mean("hit_rate", hit));
    measures.add(mean("mrr", reciprocal));
    return new Evaluation(data, measures);
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log(place + 1.0);
  }

  private Measure mean(String metric, double[] values) {
    return new Measure(
        metric + "@" + places,
        Arrays.stream(values).allMatch(v -> v == values[0])
            ? values[0]
            : SampleSummary.of(values).mean(),
        MeanInterval.student(values, 0, 1, level),
        values.length,
        Direction.HIGHER_IS_BETTER);
  }

  /**
   * The number of first places that count.
   *
   * @return k
   */
  public int places() {
    return places;
  }

  /**
   * The rankings.
   *
   * @return unmodifiable
   */
  public List<Ranking> rankings() {
    return rankings;
  }
}
