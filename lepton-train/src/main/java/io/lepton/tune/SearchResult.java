package io.lepton.tune;

import io.lepton.error.NotFoundException;
import io.lepton.model.Measure.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param direction which way values are better
 * @param trials in the order they were made
 */
public record SearchResult(Direction direction, List<Trial> trials) {
  /** {@inheritDoc} */
  public SearchResult {
    trials = List.copyOf(trials);
  }

  /**
   * The best trial, if one succeeded.
   *
   * @return the first of equally good ones, or empty
   */
  public Optional<Trial> findBest() {
    Comparator<Trial> byValue = Comparator.comparingDouble(Trial::value);
    Comparator<Trial> betterFirst =
        direction == Direction.HIGHER_IS_BETTER ? byValue.reversed() : byValue;
    return trials.stream()
        .filter(trial -> trial.findFailure().isEmpty())
        .min(betterFirst.thenComparingInt(Trial::number));
  }

  /**
   * The best trial.
   *
   * @return the first of equally good ones
   * @throws NotFoundException if all failed; the message says why the last one did
   */
  public Trial best() {
    return findBest()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "none of "
                        + trials.size()
                        + " trials succeeded; the last failed with: "
                        + trials.get(trials.size() - 1).failure()));
  }
}
