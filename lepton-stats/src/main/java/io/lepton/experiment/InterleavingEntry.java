package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.interleave.Ranker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a comparison of two rankers, as its log keeps it. */
public sealed interface InterleavingEntry extends Entry {
  /**
   * The comparison began. First in its log, and once.
   *
   * @param design what was agreed
   */
  record InterleavingStarted(InterleavingDesign design) implements InterleavingEntry {
    @Override
    public Instant time() {
      return design.started();
    }
  }

  /**
   * A list was made to be shown. Once a query.
   *
   * @param query id of the query
   * @param user id of who asked, or null if that is not known
   * @param results from the top
   * @param teams who picked each result
   * @param time when it was recorded
   */
  record Shown(
      String query, @Nullable String user, List<String> results, List<Ranker> teams, Instant time)
      implements InterleavingEntry {
    /** {@inheritDoc} */
    public Shown {
      results = List.copyOf(results);
      teams = List.copyOf(teams);
      if (results.isEmpty() || results.size() != teams.size()) {
        throw new InvalidInputException(
            "a list of " + results.size() + " results by " + teams.size() + " teams");
      }
    }
  }

  /**
   * A result was clicked. Once a query and place.
   *
   * @param query id of the query
   * @param place of the result in its list, from 0
   * @param time when it was recorded
   */
  record Clicked(String query, int place, Instant time) implements InterleavingEntry {
    /** {@inheritDoc} */
    public Clicked {
      if (place < 0) {
        throw new InvalidInputException("a click on place " + place + "; places count from 0");
      }
    }
  }
}
