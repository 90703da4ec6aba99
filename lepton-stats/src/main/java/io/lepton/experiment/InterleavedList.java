package io.lepton.experiment;

import io.lepton.stats.interleave.Ranker;
import java.util.List;

/**
 * A list to show.
 *
 * @param query id of the query
 * @param results from the top
 * @param teams who picked each result
 */
public record InterleavedList(String query, List<String> results, List<Ranker> teams) {
  /** {@inheritDoc} */
  public InterleavedList {
    results = List.copyOf(results);
    teams = List.copyOf(teams);
  }
}
