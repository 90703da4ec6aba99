package io.lepton.tune;

import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Chooses the points of a study. A sampler is an immutable definition, shared by any number of
 * studies; what it remembers of one is in a {@link Session}.
 *
 * <p>Rules for every implementation:
 *
 * <ul>
 *   <li>A proposal MUST be a point of the space.
 *   <li>A proposal MUST depend only on the definition, the history, the number of the trial and the
 *       random numbers given: not on time, nor on what the session was asked before. What a session
 *       keeps is a shortcut, such as numbers read from trials that are finished: a new session with
 *       the same history MUST propose the same.
 *   <li>A session is used by one thread at a time.
 *   <li>Trials that failed, or whose values are infinite, MUST be coped with.
 * </ul>
 */
public interface Sampler {
  /**
   * Begins to work for a study.
   *
   * @param space to be searched
   * @param directions which way each value is better, at least one
   * @return a session
   * @throws io.lepton.error.InvalidInputException if it cannot handle such a space, or as many
   *     directions; the message says what can
   */
  Session start(SearchSpace space, List<Direction> directions);

  /** A sampler at work for one study. */
  interface Session {
    /**
     * Chooses the next point.
     *
     * @param history of the study up to now
     * @param number of the trial that will try it
     * @param random of this trial's own, from the study's seed and the number
     * @return the point
     */
    Proposal propose(History history, int number, SplittableRandom random);

    /**
     * Whether nothing is left to be tried, as at the end of a grid.
     *
     * @param history of the study up to now
     * @return true to end the search
     */
    default boolean isExhausted(History history) {
      return false;
    }
  }

  /**
   * What to try next.
   *
   * @param parameters a point of the space
   * @param attributes what the sampler wants to find again in the trial; names begin with the
   *     sampler's own
   */
  record Proposal(Hyperparameters parameters, Map<String, String> attributes) {
    /** {@inheritDoc} */
    public Proposal {
      Objects.requireNonNull(parameters);
      attributes = Map.copyOf(attributes);
    }

    /**
     * A point without notes.
     *
     * @param parameters a point of the space
     * @return the proposal
     */
    public static Proposal of(Hyperparameters parameters) {
      return new Proposal(parameters, Map.of());
    }
  }
}
